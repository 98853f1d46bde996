"use strict";
// Puts the page into the language that is chosen, without losing what has been chosen otherwise.
window.corredorSay = (key, values = {}) => {
  const language = document.documentElement.lang || "en";
  const text = window.corredorWords[language][key] ?? window.corredorWords.en[key] ?? key;
  return text.replace(/\{(\w+)(?::[^}]*)?\}/g, (whole, name) => values[name] ?? whole);
};

document.documentElement.lang = "en";

window.corredorTranslate = (root = document) => {
  for (const element of root.querySelectorAll("[data-t]")) element.textContent = corredorSay(element.dataset.t);
  for (const element of root.querySelectorAll("[data-t-label]"))
    element.setAttribute("aria-label", corredorSay(element.dataset.tLabel));
  for (const group of root.querySelectorAll("[data-t-options]"))
    for (const option of group.querySelectorAll("option")) {
      const key = group.dataset.tOptions + (option.value || "none");
      if (window.corredorWords.en[key]) option.textContent = corredorSay(key);
    }
};

window.corredorLanguage = (language) => {
  document.documentElement.lang = language;
  corredorTranslate();
  document.dispatchEvent(new CustomEvent("corredor-language"));
};
