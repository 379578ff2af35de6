// Ctrl+K (⌘K on a Mac) opens a list of places over any page of the console: type, arrow keys, Enter.
// Without this file the link leads to the same list as a page. Ctrl+K takes no letter away from
// speech input (WCAG 2.2, 2.1.4), and is left alone while an input method composes.
"use strict";

(() => {
  const dialog = document.getElementById("go");
  const input = document.getElementById("go-q");
  const list = document.getElementById("go-list");
  const told = document.getElementById("go-told");
  const link = document.getElementById("go-link");
  const keys = document.getElementById("go-keys");
  const mac = /Mac|iPhone|iPad/.test(navigator.platform);
  const PAUSE_MS = 120;
  let timer = 0;
  let asked = 0;
  let shownFor = "";

  function entry(place) {
    const item = document.createElement("li");
    const anchor = document.createElement("a");
    const kind = document.createElement("span");
    anchor.href = place.path;
    anchor.textContent = place.title;
    kind.className = "fine";
    kind.textContent = place.kind;
    item.append(anchor, " ", kind);
    return item;
  }

  async function look() {
    const mine = ++asked;
    const typed = input.value;
    try {
      const answer = await fetch(`/console/go/places?q=${encodeURIComponent(typed)}`, { headers: { accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.status);
      const places = await answer.json();
      if (mine !== asked) return; // a later question has been asked
      list.replaceChildren(...places.map(entry));
      shownFor = typed;
      told.textContent = places.length ? `${places.length} ${told.dataset.some}` : told.dataset.none;
    } catch {
      if (mine !== asked) return;
      list.replaceChildren();
      told.textContent = told.dataset.off;
    }
  }

  function open() {
    if (dialog.open) return;
    dialog.showModal();
    input.select();
    look();
  }

  function step(by) {
    const stops = [input, ...list.querySelectorAll("a")];
    const now = Math.max(stops.indexOf(document.activeElement), 0);
    stops[Math.min(Math.max(now + by, 0), stops.length - 1)].focus();
  }

  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const asksFor = event.key.toLowerCase() === "k" && (mac ? event.metaKey : event.ctrlKey);
    if (asksFor && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      open();
    } else if (dialog.open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      step(event.key === "ArrowDown" ? 1 : -1);
    }
  });
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE_MS);
  });
  input.form.addEventListener("submit", (event) => {
    const first = list.querySelector("a");
    if (!first || !input.value.trim() || shownFor !== input.value) return; // the page finds it
    event.preventDefault();
    first.click();
  });
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // opened elsewhere, as a page
    event.preventDefault();
    open();
  });
  keys.textContent = mac ? "⌘K" : "Ctrl+K";
  keys.hidden = false;
})();
