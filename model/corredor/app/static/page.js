"use strict";
// What the page does by itself: rows of the portfolio, the file that is loaded, progress, and the language.
(() => {
  const byId = (id) => document.getElementById(id);
  const rows = () => [...document.querySelectorAll("fieldset.policy")];

  const showRows = (count) => rows().forEach((row, i) => { row.hidden = i >= Math.max(count, 1); });

  byId("add_policy").addEventListener("click", () => {
    const next = rows().find((row) => row.hidden);
    if (!next) return;
    next.hidden = false;
    next.querySelector("select").focus();
  });

  for (const button of document.querySelectorAll("button.remove"))
    button.addEventListener("click", () => {
      const select = byId(`kind_${button.dataset.row}`);
      select.value = "";
      select.dispatchEvent(new Event("change", { bubbles: true }));
      if (rows().filter((row) => !row.hidden).length > 1) byId(`policy_${button.dataset.row}`).hidden = true;
      byId("add_policy").focus();
    });

  const complain = (text) => Shiny.setInputValue("too_large", { text, at: Date.now() }, { priority: "event" });

  byId("load").addEventListener("change", async (event) => {
    const file = event.target.files[0];
    event.target.value = "";
    if (!file) return;
    if (file.size > Number(event.target.dataset.most)) { complain(file.name); return; }
    const text = await file.text();
    Shiny.setInputValue("upload", { name: file.name, text, at: Date.now() }, { priority: "event" });
  });

  byId("language").addEventListener("change", (event) => corredorLanguage(event.target.value));

  // Options come anew from the server when the region changes.
  for (const group of document.querySelectorAll("[data-t-options]"))
    new MutationObserver(() => corredorTranslate(group.parentElement)).observe(group.querySelector("select"), { childList: true });

  Shiny.addCustomMessageHandler("rows", ({ count }) => showRows(count));
  let standing = { key: "", values: {} };
  const sayStanding = () => { byId("standing").textContent = standing.key ? corredorSay(standing.key, standing.values) : ""; };
  Shiny.addCustomMessageHandler("standing", ({ share, key, values, busy }) => {
    byId("progress").value = share;
    byId("progress").hidden = !busy;
    byId("cancel").disabled = !busy;
    standing = { key, values };
    sayStanding();
    document.body.dataset.busy = busy ? "yes" : "no";
  });
  document.addEventListener("corredor-language", sayStanding);

  // Shiny tells of itself through jQuery.
  $(document).on("shiny:connected", () => {
    const wanted = (navigator.language || "en").slice(0, 2);
    if (wanted in window.corredorWords && wanted !== "en") {
      byId("language").value = wanted;
      byId("language").dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
  corredorTranslate();
})();
