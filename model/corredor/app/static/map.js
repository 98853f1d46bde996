"use strict";
// The maps, month by month: cells of the grid, coloured here from the levels that the server sends.
(() => {
  const byId = (id) => document.getElementById(id);
  const INK = "#1f2328", MUTED = "#5f6771", LAND = "#ebe8e1", OTHERS = "#b5babf";
  let land = null;
  let film = null;
  let playing = null;
  const SIDES = ["without", "with", "difference"];

  const view = () => document.querySelector("input[name=view]:checked").value;
  const month = () => Number(byId("month").value);
  const unpack = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const number = (value) => {
    const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
    const text = new Intl.NumberFormat("en", { maximumFractionDigits: digits }).format(value);
    // As the server writes numbers in these languages.
    return document.documentElement.lang === "en" ? text : text.replaceAll(",", "\u202f").replace(".", ",");
  };

  const colourOf = (level, side) => {
    if (!level) return null;
    if (view() === "holders") return land.holders[level - 1] ?? OTHERS;
    const palette = side === "difference" ? land.difference : view() === "flows" ? land.field : land.rate;
    return palette[level];
  };

  const stampFor = (context, width, height, scale) => {
    context.font = `${11 * scale}px system-ui, sans-serif`;
    context.fillStyle = INK;
    context.textAlign = "right";
    context.fillText(corredorSay("stamp"), width - 6 * scale, height - 6 * scale);
  };

  const outlines = (context, size, height, ratio) => {
    const country = new Map();
    land.row.forEach((row, i) => country.set(`${row},${land.column[i]}`, land.country[i]));
    const at = (row, column) => country.get(`${row},${column}`) ?? -1;
    context.strokeStyle = MUTED;
    context.lineWidth = Math.max(0.6, size / 14);
    context.beginPath();
    land.row.forEach((row, i) => {
      const column = land.column[i], own = land.country[i];
      const x = (column - land.west) * size, y = height - (row - land.south + 1) * size * ratio;
      const edge = (other, x0, y0, x1, y1) => {
        if ((own >= 0 || other >= 0) && own !== other) { context.moveTo(x0, y0); context.lineTo(x1, y1); }
      };
      edge(at(row + 1, column), x, y, x + size, y);
      edge(at(row, column + 1), x + size, y, x + size, y + size * ratio);
    });
    context.stroke();
  };

  const draw = (side, canvas) => {
    if (!land || !canvas.clientWidth) return;
    const frame = film?.[view()]?.[side];
    const shown = canvas.parentElement;
    shown.classList.toggle("empty", Boolean(film) && !frame);
    const scale = window.devicePixelRatio || 1;
    const across = Math.max(canvas.clientWidth, 200) * scale;
    const size = across / land.across, ratio = land.ratio;
    const height = Math.round(land.high * size * ratio + 24 * scale);
    canvas.width = Math.round(across);
    canvas.height = height;
    const context = canvas.getContext("2d"), bottom = height - 24 * scale;
    context.fillStyle = "#ffffff";
    context.fillRect(0, 0, across, height);
    const from = month() * land.row.length;
    land.row.forEach((row, i) => {
      const colour = (frame && colourOf(frame[from + i], side)) ?? (land.country[i] >= 0 ? LAND : null);
      if (!colour) return;
      context.fillStyle = colour;
      context.fillRect((land.column[i] - land.west) * size, bottom - (row - land.south + 1) * size * ratio, size + 0.6, size * ratio + 0.6);
    });
    outlines(context, size, bottom, ratio);
    stampFor(context, across, height, scale);
    const label = `${corredorSay(`view.${view()}`)}, ${corredorSay(`side.${side}`)}, ${byId("date").textContent}. ${corredorSay("stamp")}`;
    canvas.setAttribute("aria-label", label);
  };

  const bar = (colours, from, to, unit, middle) =>
    `<div class="bar"><span>${from}</span><i style="background:linear-gradient(to right, ${colours.join(",")})"></i>` +
    `<span>${to}</span><b>${unit}</b>${middle ?? ""}</div>`;

  const key = () => {
    if (!film) { byId("key").replaceChildren(); return; }
    const shown = film[view()];
    const some = (palette, first) => [0, 0.25, 0.5, 0.75, 1].map((share) => palette[Math.round(first + share * (255 - first))]);
    if (view() === "holders") {
      const list = document.createElement("ul");
      [...shown.names, corredorSay("others")].forEach((name, i) => {
        const item = document.createElement("li"), swatch = document.createElement("i");
        swatch.style.background = i < shown.names.length ? land.holders[i] : OTHERS;
        item.append(swatch, name);
        list.append(item);
      });
      byId("key").replaceChildren(list);
    } else {
      const unit = corredorSay(`unit.${view()}`);
      const palette = view() === "flows" ? land.field : land.rate;
      byId("key").innerHTML = bar(some(palette, 1), number(shown.scale[0]), number(shown.scale[1]), unit) +
        bar(some(land.difference, 1), "−" + number(shown.reach[1]), "+" + number(shown.reach[1]), corredorSay("difference"));
    }
    byId("map_note").textContent = corredorSay(`note.${view()}`, { replicates: film.replicates, replicate: film.replicate });
  };

  const redraw = () => {
    if (film) {
      const at = film.start + month();
      const date = new Date(Math.floor(at / 12), at % 12, 1);
      byId("date").textContent = date.toLocaleDateString(document.documentElement.lang, { year: "numeric", month: "long" });
      byId("month").setAttribute("aria-valuetext", byId("date").textContent);
    }
    SIDES.forEach((side) => draw(side, byId(`map_${side}`)));
  };
  const refresh = () => { key(); redraw(); };

  const stop = () => {
    clearInterval(playing);
    playing = null;
    byId("play").firstElementChild.dataset.t = "play";
    corredorTranslate(byId("play").parentElement);
  };
  byId("play").addEventListener("click", () => {
    if (playing) { stop(); return; }
    byId("play").firstElementChild.dataset.t = "pause";
    corredorTranslate(byId("play").parentElement);
    if (month() >= Number(byId("month").max)) byId("month").value = 0;
    playing = setInterval(() => {
      if (month() >= Number(byId("month").max)) { stop(); return; }
      byId("month").value = month() + 1;
      redraw();
    }, 150);
  });
  byId("month").addEventListener("input", redraw);
  for (const radio of document.querySelectorAll("input[name=view]")) radio.addEventListener("change", refresh);
  for (const radio of document.querySelectorAll("input[name=side]"))
    radio.addEventListener("change", () => { byId("maps").dataset.side = radio.value; forced = false; redraw(); });
  // On a telephone the maps do not fit beside one another.
  const narrow = window.matchMedia("(max-width: 760px)");
  let forced = false;
  const press = (side) => document.querySelector(`input[name=side][value=${side}]`).click();
  const choose = () => {
    if (narrow.matches && byId("maps").dataset.side === "all") {
      press("with");
      forced = true;
    } else if (!narrow.matches && forced) press("all");
  };
  narrow.addEventListener("change", choose);
  document.addEventListener("corredor-language", refresh);
  window.addEventListener("resize", redraw);

  byId("picture").addEventListener("click", () => {
    const shown = SIDES.map((side) => byId(`map_${side}`)).filter((canvas) => canvas.offsetParent !== null);
    const whole = document.createElement("canvas");
    whole.width = shown.reduce((sum, canvas) => sum + canvas.width, 0);
    whole.height = Math.max(...shown.map((canvas) => canvas.height));
    const context = whole.getContext("2d");
    context.fillStyle = "#ffffff";
    context.fillRect(0, 0, whole.width, whole.height);
    let x = 0;
    for (const canvas of shown) { context.drawImage(canvas, x, 0); x += canvas.width; }
    const link = document.createElement("a");
    link.download = `corredor-${view()}-${month() + 1}.png`;
    link.href = whole.toDataURL("image/png");
    link.click();
  });

  Shiny.addCustomMessageHandler("land", (sent) => {
    land = sent;
    film = null;
    byId("maps").style.setProperty("--aspect", land.across / (land.high * land.ratio));
    choose();
    refresh();
  });
  Shiny.addCustomMessageHandler("film", (sent) => {
    const first = !film || Number(byId("month").max) !== sent.months - 1;
    film = { ...sent };
    for (const each of ["flows", "violence", "holders"])
      for (const side of SIDES) if (sent[each][side]) film[each][side] = unpack(sent[each][side]);
    byId("month").max = sent.months - 1;
    if (first) byId("month").value = sent.months - 1;
    refresh();
  });
})();
