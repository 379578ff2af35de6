// Keys for a list of requests: j and k go down and up, Enter follows the link, ? shows the help.
// Without this file the list is a list of links. Single letters can be switched off, since they get
// in the way of speech input (WCAG 2.2, 2.1.4).
"use strict";

const OFF = "upheld-keys-off";
const help = document.getElementById("keys");
const hint = document.getElementById("keys-hint");
const off = document.getElementById("keys-off");
const rows = [...document.querySelectorAll("[data-row]")];

function isOff() {
  try { return localStorage.getItem(OFF) === "yes"; } catch { return false; }
}

function step(by) {
  if (!rows.length) return;
  const now = rows.indexOf(document.activeElement);
  const next = now < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(now + by, 0), rows.length - 1);
  rows[next].focus();
}

const ACTS = {
  j: () => step(1),
  k: () => step(-1),
  "?": () => help.showModal(),
  Escape: () => document.activeElement?.blur(),
};

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (document.querySelector("dialog[open]") || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.isComposing || (event.key.length === 1 && isOff())) return;
  const act = ACTS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

hint.hidden = false;
hint.querySelector("button").addEventListener("click", () => help.showModal());
off.checked = isOff();
off.addEventListener("change", () => {
  try { localStorage.setItem(OFF, off.checked ? "yes" : "no"); } catch { /* asked again next time */ }
});
