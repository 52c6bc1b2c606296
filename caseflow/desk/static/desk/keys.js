"use strict";

// Keys move the focus and never act by themselves, so that what is focused is what is read aloud.
// They are silent while somebody types and with Ctrl, Alt or Meta, and can be switched off.
const help = document.querySelector("dialog[data-desk-keys]");
const off = help?.querySelector("input[name=off]");
const rows = () => [...document.querySelectorAll("[data-desk-row]")];

const step = (by) => {
  const links = rows();
  const here = links.indexOf(document.activeElement);
  const next = here < 0 ? (by > 0 ? 0 : links.length - 1) : here + by;
  links[Math.min(Math.max(next, 0), links.length - 1)]?.focus();
};

const open = (selector) => document.querySelector(selector)?.focus();

const keys = {
  j: () => step(1),
  k: () => step(-1),
  "/": () => open("#desk-search-text"),
  d: () => open("[data-desk-next]"),
  n: () => open("[data-desk-onward]"),
  "?": () => help.showModal(),
};

const isTyping = (target) =>
  target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);

if (help) {
  off.checked = localStorage.getItem("desk-keys") === "off";
  off.addEventListener("change", () => {
    localStorage.setItem("desk-keys", off.checked ? "off" : "on");
  });
  document.querySelector("[data-desk-keys-open]").hidden = false;
  document.querySelector("[data-desk-keys-open]").addEventListener("click", keys["?"]);
  document.addEventListener("keydown", (event) => {
    const plain = !(event.ctrlKey || event.altKey || event.metaKey);
    if (plain && !off.checked && !help.open && !isTyping(event.target) && keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    }
  });
}
