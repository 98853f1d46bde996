
const SVG = "http://www.w3.org/2000/svg";
const $ = (id) => document.getElementById(id);
const el = (name, attributes = {}, text = null) => {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== null) made.textContent = text;
  return made;
};
const html = (name, properties = {}) => Object.assign(document.createElement(name), properties);
const axes = DATA.axes, points = DATA.points, outcomes = DATA.outcomes;
let language = "en";
let setting = [...points[DATA.base].at];

/* Words and numbers. */
const t = (key, values = {}) => {
  const said = LANGUAGES[language].words[key];
  return said.replace(/\{(\w+)\}/g, (_, name) => values[name]);
};
const number = (value, digits = 3) =>
  value === null ? "–" : new Intl.NumberFormat(language, { maximumSignificantDigits: digits }).format(value).replace("-", "−");
const signed = (value, digits = 2) => (value > 0 ? "+" : "") + number(value, digits);
const known = (key, otherwise) => (key in LANGUAGES[language].words ? t(key) : otherwise);
const outcomeName = (each) => known("outcome_" + each.id, each.id);
const unitName = (each) => known("unit_" + each.unit, each.unit);
const labelOf = (point) => (points[point].label === "no policy" ? t("base_nothing") : points[point].label);
const baseName = () => labelOf(DATA.base);

/* Where a setting lies among the computed points: numbers of points with their weights. */
const keyOf = (at) => {
  const off = new Set(axes.filter((axis, i) => axis.off !== null && at[i] === axis.off).map((axis) => axis.group));
  return JSON.stringify(at.map((value, i) => (off.has(axes[i].group) && axes[i].off === null ? axes[i].values[0] : value)));
};
const numbers = new Map(points.map((point, i) => [keyOf(point.at), i]));

const interpolated = () => {
  let corners = [[[], 1]];
  axes.forEach((axis, i) => {
    const value = setting[i];
    let choices = [[value, 1]];
    if (axis.numeric && !axis.values.includes(value)) {
      const above = axis.values.findIndex((each) => each > value);
      const [low, high] = [axis.values[above - 1], axis.values[above]];
      const share = (value - low) / (high - low);
      choices = [[low, 1 - share], [high, share]];
    }
    corners = corners.flatMap(([at, weight]) => choices.map(([each, part]) => [[...at, each], weight * part]));
  });
  const found = new Map();
  for (const [at, weight] of corners) {
    const point = numbers.get(keyOf(at));
    found.set(point, (found.get(point) || 0) + weight);
  }
  return [...found];
};

const nearest = () => {
  const span = axes.map((axis) => (axis.numeric ? Math.max(...axis.values) - Math.min(...axis.values) || 1 : 1));
  const wanted = JSON.parse(keyOf(setting));
  let best = [0, Infinity];
  points.forEach((point, number_) => {
    let distance = 0;
    axes.forEach((axis, i) => {
      distance += axis.numeric ? ((point.at[i] - wanted[i]) / span[i]) ** 2 : point.at[i] === wanted[i] ? 0 : 1;
    });
    if (distance < best[1]) best = [number_, distance];
  });
  return [[best[0], 1]];
};

const here = () => {
  const exact = numbers.get(keyOf(setting));
  if (exact !== undefined) return { weights: [[exact, 1]], how: "exact" };
  return DATA.grid ? { weights: interpolated(), how: "between" } : { weights: nearest(), how: "nearest" };
};
const mixed = (column, weights) => {
  let sum = 0;
  for (const [point, weight] of weights) {
    if (column[point] === null) return null;
    sum += weight * column[point];
  }
  return sum;
};

/* Controls. */
const shownValue = (axis, value) =>
  axis.off !== null && value === axis.off ? t("off") : axis.numeric ? number(value) : String(value);

const drawAxes = () => {
  const box = $("axes");
  box.replaceChildren();
  axes.forEach((axis, i) => {
    const part = html("div", { className: "axis" });
    const label = html("label", { htmlFor: "axis-" + i });
    label.append(html("span", { textContent: axis.name }));
    part.append(label);
    if (axis.numeric && axis.values.length > 1) {
      const [low, high] = [axis.values[0], axis.values[axis.values.length - 1]];
      const output = html("output", { id: "output-" + i });
      output.setAttribute("for", "axis-" + i);
      label.append(output);
      const slider = html("input", { type: "range", id: "axis-" + i, min: 0, max: 100, step: 1 });
      slider.addEventListener("input", () => move(i, snapped(axis, low + ((high - low) * slider.value) / 100)));
      slider.addEventListener("keydown", (event) => stepTo(event, axis, i));
      part.append(slider, html("small", { id: "stops-" + i }));
    } else {
      const select = html("select", { id: "axis-" + i });
      axis.values.forEach((value, j) => select.append(html("option", { value: j, textContent: shownValue(axis, value) })));
      select.addEventListener("change", () => move(i, axis.values[select.value]));
      part.append(select);
    }
    box.append(part);
  });
};
/* A slider that comes close to a computed value takes it. */
const snapped = (axis, value) => {
  const reach = 0.02 * (axis.values[axis.values.length - 1] - axis.values[0]);
  const close = axis.values.find((each) => Math.abs(each - value) <= reach);
  return close === undefined ? value : close;
};
const stepTo = (event, axis, i) => {
  const way = { PageUp: 1, PageDown: -1 }[event.key];
  const arrow = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
  const [low, high] = [axis.values[0], axis.values[axis.values.length - 1]];
  if (way) {
    const further = axis.values.filter((each) => way * (each - setting[i]) > 0);
    if (further.length) move(i, way > 0 ? further[0] : further[further.length - 1]);
  } else if (arrow) {
    const next = Math.min(high, Math.max(low, setting[i] + (arrow * (high - low)) / 20));
    move(i, axis.values.find((each) => Math.abs(each - next) < (high - low) / 1000) ?? next);
  }
  if (way || arrow) event.preventDefault();
};
const move = (i, value) => {
  setting[i] = value;
  update();
};
const go = (point) => {
  setting = [...points[point].at];
  update();
};

const updateControls = (now) => {
  axes.forEach((axis, i) => {
    const control = $("axis-" + i);
    if (control.tagName === "SELECT") {
      control.value = axis.values.indexOf(setting[i]);
      return;
    }
    const [low, high] = [axis.values[0], axis.values[axis.values.length - 1]];
    control.value = (100 * (setting[i] - low)) / (high - low);
    control.setAttribute("aria-valuetext", shownValue(axis, setting[i]));
    $("output-" + i).textContent = shownValue(axis, setting[i]);
    $("stops-" + i).textContent = t("computed_at", { values: axis.values.map((value) => shownValue(axis, value)).join(" · ") });
  });
  $("bundle").value = now.how === "exact" ? now.weights[0][0] : "";
  const state = $("state"), said = [], lead = now.weights[0][0];
  const values = { code: points[lead].code, label: labelOf(lead), count: now.weights.length };
  said.push(t(now.how, values));
  const statuses = now.weights.map(([point]) => points[point].status);
  let alarm = statuses.includes("rights");
  if (now.how === "between") {
    if (alarm) said.push(t("touches_rights"));
  } else if (statuses[0]) {
    const kept = DATA.removed && statuses[0] === "rights" ? "status_rights_kept" : "status_" + statuses[0];
    said.push(t(kept, { budget: number(DATA.facts.budget ?? 0) }));
    alarm = alarm || statuses[0] === "budget";
  }
  state.textContent = said.join(" ");
  state.classList.toggle("alarm", alarm);
};

/* The scorecard. */
const drawScorecard = (now) => {
  const body = $("scorecard").tBodies[0];
  body.replaceChildren();
  for (const each of outcomes) {
    const [difference, low, high] = [each.difference, each.low, each.high].map((column) => mixed(column, now.weights));
    const row = html("tr"), head = html("th", { scope: "row" });
    head.append(html("b", { textContent: outcomeName(each) }), html("small", { textContent: unitName(each) }));
    const level = html("td", { className: "number level", textContent: number(each.mean[DATA.base]) });
    const change = html("td", { className: "number", textContent: difference === 0 ? "0" : signed(difference) });
    change.append(html("small", { textContent: t(verdict(each, difference, low, high)) }));
    const bar = html("td");
    bar.append(intervalBar(each, difference, low, high));
    row.append(head, level, change, bar);
    body.append(row);
  }
};
const verdict = (each, difference, low, high) => {
  if (difference === 0 && (low ?? 0) === 0 && (high ?? 0) === 0) return "same";
  if (low === null || (low <= 0 && high >= 0)) return "unclear";
  return difference < 0 === (each.direction === "less") ? "better" : "worse";
};
/* As far as any bundle that is not left out reaches, and the choice. */
const reachOf = (each, mine) => {
  const ends = points.flatMap((point, i) => (leftOut(point) ? [] : [each.low[i] ?? 0, each.high[i] ?? 0, each.difference[i]]));
  return Math.max(...[...ends, ...mine].map((end) => Math.abs(end ?? 0))) || 1;
};
const intervalBar = (each, difference, low, high) => {
  const reach = reachOf(each, [difference, low, high]), x = (value) => 100 + (95 * value) / reach;
  const picture = el("svg", { viewBox: "0 0 200 24", preserveAspectRatio: "none", "aria-hidden": "true" });
  picture.append(el("line", { x1: 100, x2: 100, y1: 0, y2: 24, stroke: "#59616b", "stroke-width": 1 }));
  const colour = verdict(each, difference, low, high) === "unclear" ? "#59616b" : difference < 0 ? "#5e3c99" : "#b35806";
  if (low !== null) picture.append(el("line", { x1: x(low), x2: x(high), y1: 12, y2: 12, stroke: colour, "stroke-width": 4 }));
  picture.append(el("rect", { x: x(difference) - 2.5, y: 3, width: 5, height: 18, fill: colour }));
  return picture;
};

/* The map. */
const unpack = (packed) => {
  const bytes = Uint8Array.from(atob(packed.steps), (letter) => letter.charCodeAt(0));
  const steps = new Int16Array(bytes.buffer);
  return { get: (i) => steps[i] * packed.scale };
};
const layers = DATA.map
  ? DATA.map.layers.map((each) => ({ id: each.id, difference: unpack(each.difference), error: unpack(each.error) }))
  : [];
const blocks = DATA.map ? DATA.map.south.length : 0;
/* ColorBrewer PuOr, readable with any kind of colour vision: purple for less, orange for more. */
const LESS = ["#d8daeb", "#b2abd2", "#8073ac", "#542788"], MORE = ["#fee0b6", "#fdb863", "#e08214", "#b35806"];
const STEPS = [0.06, 0.25, 0.5];
const shade = (share) => {
  const step = STEPS.filter((edge) => Math.abs(share) >= edge).length;
  return (share < 0 ? LESS : MORE)[step];
};
const largest = layers.map((layer) => {
  const sizes = [];
  points.forEach((point, i) => {
    for (let block = 0; block < blocks; block++) {
      const value = Math.abs(layer.difference.get(i * blocks + block));
      if (value > 0) sizes.push(value);
    }
  });
  sizes.sort((a, b) => a - b);
  return sizes.length ? sizes[Math.floor(0.98 * (sizes.length - 1))] : 1;
});
const drawMap = (now) => {
  const picture = $("map"), of = DATA.map;
  picture.replaceChildren();
  const size = of.size, west = Math.min(...of.west) - size / 2, north = Math.max(...of.south) + 1.5 * size;
  const width = Math.max(...of.west) + 1.5 * size - west, letters = Math.min(0.05 * width, (1.5 * width) / t("stamp").length);
  const height = north - Math.min(...of.south) + size / 2 + 1.4 * letters;
  picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
  picture.style.maxHeight = "36rem";
  const at = Number($("layer").value), layer = layers[at], reach = largest[at];
  let [less, more] = [0, 0];
  const lands = el("g", { fill: "#ebe8e1" }), marks = el("g");
  const cells = new Map();
  for (let block = 0; block < blocks; block++) {
    const x = of.west[block] - west, y = north - of.south[block] - size;
    cells.set(x + "," + y, block);
    if (of.land[block]) lands.append(el("rect", { x, y, width: size, height: size }));
    let [value, error] = [0, 0];
    for (const [point, weight] of now.weights) {
      value += weight * layer.difference.get(point * blocks + block);
      error += weight * layer.error.get(point * blocks + block);
    }
    if (Math.abs(value) < 0.005 * reach) continue;
    const sure = Math.abs(value) > 1.96 * error && error > 0;
    if (sure) value < 0 ? less++ : more++;
    const side = sure ? size : 0.45 * size, inset = (size - side) / 2;
    marks.append(el("rect", { x: x + inset, y: y + inset, width: side, height: side, fill: shade(value / reach) }));
  }
  picture.append(lands, marks, outlines(cells, west, north, size));
  picture.append(el("text", { x: 0.5 * size, y: height - 0.4 * letters, "font-size": letters, fill: "#9a4500" }, t("stamp")));
  picture.setAttribute("aria-label", t("map_alt", { less, more, all: blocks }));
  const legend = $("legend");
  legend.replaceChildren(html("span", { textContent: `≤ −${number(reach, 2)} ${t("less")}` }));
  for (const colour of [...LESS].reverse().concat(MORE)) {
    const patch = html("i");
    patch.style.background = colour;
    legend.append(patch);
  }
  legend.append(html("span", { textContent: `≥ +${number(reach, 2)} ${t("more")}` }));
};
const outlines = (cells, west, north, size) => {
  const of = DATA.map, path = [];
  const kind = (block) => (block === undefined ? -2 : of.land[block] ? of.country[block] : -1);
  for (const [key, block] of cells) {
    const [x, y] = key.split(",").map(Number), mine = kind(block);
    const right = kind(cells.get(x + size + "," + y)), below = kind(cells.get(x + "," + (y + size)));
    if (right !== mine && Math.max(right, mine) >= 0) path.push(`M${x + size} ${y}v${size}`);
    if (below !== mine && Math.max(below, mine) >= 0) path.push(`M${x} ${y + size}h${size}`);
  }
  return el("path", { d: path.join(""), stroke: "#59616b", "stroke-width": 0.06 * size, fill: "none", opacity: 0.7 });
};

/* The trade-off chart. */
const KINDS = { in: "key_in", beaten: "key_beaten", rights: "key_left", budget: "key_left", "": "key_point" };
const LOOKS = { in: "#0072b2", beaten: "#8a9099", rights: "#d55e00", budget: "#d55e00", "": "#0072b2" };
const leftOut = (point) => point.status === "budget" || (point.status === "rights" && !DATA.removed);
const shape = (status, x, y, r) => {
  const colour = LOOKS[status];
  if (status === "rights" || status === "budget") {
    return el("path", { d: `M${x - r} ${y - r}L${x + r} ${y + r}M${x + r} ${y - r}L${x - r} ${y + r}`, stroke: colour, "stroke-width": 2.5, fill: "none" });
  }
  if (status === "beaten") return el("rect", { x: x - 0.7 * r, y: y - 0.7 * r, width: 1.4 * r, height: 1.4 * r, fill: colour });
  return el("circle", { cx: x, cy: y, r, fill: colour });
};
const drawChart = (now) => {
  const picture = $("chart"), frame = { left: 62, right: 12, top: 14, bottom: 50 };
  const width = Math.min(560, Math.max(320, picture.parentElement.clientWidth)), height = 400;
  const focused = document.activeElement?.dataset?.point;
  picture.replaceChildren();
  picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
  const [across, up] = [outcomes[$("across").value], outcomes[$("up").value]];
  const shown = points.map((_, i) => i).filter((i) => $("left").checked || !leftOut(points[i]));
  const values = (each) => ({
    point: mixed(each.difference, now.weights), low: mixed(each.low, now.weights), high: mixed(each.high, now.weights),
  });
  const [mx, my] = [values(across), values(up)];
  const scale = (each, mine, from, to) => {
    const all = [0, mine.point, mine.low ?? 0, mine.high ?? 0, ...shown.map((i) => each.difference[i])];
    let [low, high] = [Math.min(...all), Math.max(...all)];
    const margin = 0.08 * (high - low) || 1;
    [low, high] = [low - margin, high + margin];
    return Object.assign((value) => from + ((to - from) * (value - low)) / (high - low), { low, high });
  };
  const x = scale(across, mx, frame.left, width - frame.right), y = scale(up, my, height - frame.bottom, frame.top);
  axis(picture, x, true, frame, width, height, across);
  axis(picture, y, false, frame, width, height, up);
  const clip = (value, s) => Math.min(Math.max(value, s.low), s.high);
  const cross = (vx, vy, colour, thick) => {
    if (vx.low !== null) picture.append(el("line", { x1: x(clip(vx.low, x)), x2: x(clip(vx.high, x)), y1: y(vy.point), y2: y(vy.point), stroke: colour, "stroke-width": thick }));
    if (vy.low !== null) picture.append(el("line", { x1: x(vx.point), x2: x(vx.point), y1: y(clip(vy.low, y)), y2: y(clip(vy.high, y)), stroke: colour, "stroke-width": thick }));
  };
  const of = (each, i) => ({ point: each.difference[i], low: each.low[i], high: each.high[i] });
  for (const i of shown) if (points[i].status === "in") cross(of(across, i), of(up, i), "#9fc5de", 1.5);
  for (const i of shown) {
    const [px, py] = [x(across.difference[i]), y(up.difference[i])];
    const mark = el("g", { class: "mark", tabindex: 0, role: "button", "data-point": i });
    mark.setAttribute("aria-label", `${points[i].code}: ${labelOf(i)}`);
    mark.append(el("circle", { cx: px, cy: py, r: 13, fill: "transparent" }), shape(points[i].status, px, py, 6));
    mark.append(el("title", {}, `${points[i].code}: ${labelOf(i)}`));
    if (points.length <= 60) mark.append(el("text", { x: px + 8, y: py - 5, "font-size": 12, fill: "#1f2328" }, points[i].code));
    mark.addEventListener("click", () => go(i));
    mark.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        go(i);
      }
    });
    picture.append(mark);
  }
  cross(mx, my, "#1f2328", 2.5);
  picture.append(el("circle", { cx: x(mx.point), cy: y(my.point), r: 11, fill: "none", stroke: "#1f2328", "stroke-width": 3, "pointer-events": "none" }));
  const [left, bottom] = [across.direction === "less", up.direction === "less"];
  picture.append(el("text", {
    x: left ? frame.left + 6 : width - frame.right - 6, y: bottom ? height - frame.bottom - 8 : frame.top + 12,
    "text-anchor": left ? "start" : "end", "font-size": 13, fill: "#59616b",
  }, `${bottom ? "↓" : "↑"} ${t("better_here")} ${left ? "←" : "→"}`));
  if (focused !== undefined) picture.querySelector(`[data-point="${focused}"]`)?.focus();
};
const axis = (picture, scale, flat, frame, width, height, each) => {
  const [low, high] = [scale.low, scale.high], raw = (high - low) / 4, power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((part) => part * power).find((part) => part >= raw);
  for (let tick = Math.ceil(low / step) * step; tick <= high; tick += step) {
    const at = scale(tick), zero = Math.abs(tick) < step / 1e6;
    const line = flat ? { x1: at, x2: at, y1: frame.top, y2: height - frame.bottom } : { y1: at, y2: at, x1: frame.left, x2: width - frame.right };
    picture.append(el("line", { ...line, stroke: zero ? "#59616b" : "#e3e6ea", "stroke-width": zero ? 1.4 : 1 }));
    const place = flat ? { x: at, y: height - frame.bottom + 16, "text-anchor": "middle" } : { x: frame.left - 6, y: at + 4, "text-anchor": "end" };
    picture.append(el("text", { ...place, "font-size": 12, fill: "#59616b" }, zero ? "0" : number(tick)));
  }
  const text = `${outcomeName(each)}, ${unitName(each)}`;
  const place = flat
    ? { x: (frame.left + width - frame.right) / 2, y: height - 10, "text-anchor": "middle" }
    : { transform: `translate(14 ${(frame.top + height - frame.bottom) / 2}) rotate(-90)`, "text-anchor": "middle" };
  picture.append(el("text", { ...place, "font-size": 13, fill: "#1f2328" }, text));
};
const drawKey = () => {
  const key = $("key");
  key.replaceChildren();
  const entry = (mark, text) => {
    const part = html("span"), picture = el("svg", { viewBox: "-10 -10 20 20", "aria-hidden": "true" });
    picture.append(mark);
    part.append(picture, " " + text);
    key.append(part);
  };
  const seen = new Map(points.map((point) => [KINDS[point.status], point.status]));
  for (const [word, status] of seen) if (word !== "key_left" || $("left").checked || DATA.removed) entry(shape(status, 0, 0, 6), t(word));
  entry(el("circle", { r: 8, fill: "none", stroke: "#1f2328", "stroke-width": 3 }), t("key_you"));
};

/* All of it. */
const update = () => {
  const now = here();
  updateControls(now);
  drawScorecard(now);
  if (DATA.map) drawMap(now);
  drawChart(now);
};
const options = (select, entries) => {
  const before = select.value;
  select.replaceChildren(...entries.map(([value, text]) => html("option", { value, textContent: text })));
  if (entries.some(([value]) => String(value) === before)) select.value = before;
};
const speak = (chosen) => {
  language = chosen;
  document.documentElement.lang = chosen;
  document.title = t("title", { name: DATA.name });
  for (const node of document.querySelectorAll("[data-t]")) node.textContent = t(node.dataset.t);
  const facts = DATA.facts;
  $("intro").textContent = t("intro", { points: points.length, worlds: facts.worlds, replicates: facts.replicates });
  $("about").textContent = t("about_text", { region: facts.region, since: facts.since, seed: facts.seed });
  $("scorecard-note").textContent = t("scorecard_note", { base: baseName() });
  $("tradeoff-note").textContent = t("tradeoff_note", { base: baseName() });
  options($("bundle"), [["", t("own")], ...points.map((point, i) => [i, `${point.code} · ${labelOf(i)}`])]);
  const named = outcomes.map((each, i) => [i, outcomeName(each)]);
  options($("across"), named);
  options($("up"), named);
  if (DATA.map) {
    options($("layer"), layers.map((layer, i) => [i, t("layer_" + layer.id)]));
    $("map-note").textContent = t("map_note", { base: baseName(), size: number(DATA.map.size) });
  } else {
    $("map-section").replaceChildren(html("p", { className: "facts", textContent: t("no_map") }));
  }
  drawAxes();
  drawKey();
  update();
};
const begin = () => {
  $("name").textContent = DATA.name;
  $("version").textContent = "corredor " + DATA.version;
  $("removed").hidden = !DATA.removed;
  $("left-label").hidden = !points.some(leftOut);
  options($("language"), Object.entries(LANGUAGES).map(([code, each]) => [code, each.name]));
  const wanted = navigator.language.slice(0, 2);
  language = wanted in LANGUAGES ? wanted : "en";
  $("language").value = language;
  speak(language);
  $("across").value = Math.min(1, outcomes.length - 1);
  $("up").value = 0;
  update();
  $("language").addEventListener("change", (event) => speak(event.target.value));
  $("bundle").addEventListener("change", (event) => event.target.value !== "" && go(Number(event.target.value)));
  $("reset").addEventListener("click", () => go(DATA.base));
  for (const id of ["layer", "across", "up"]) $(id).addEventListener("change", update);
  addEventListener("resize", () => drawChart(here()));
  $("left").addEventListener("change", () => { drawKey(); update(); });
};
begin();
