/**
 * The chair's keyboard. Arrows and keys with Alt always work; keys of one character can be switched
 * off (WCAG 2.1.4), are remembered in this browser, and never act while somebody writes.
 */
import { goFind } from "./find.js";
import { ASIDE, CHOOSE, merge, mergingNote, noteOf, shift, stopMerging, toggle, undo } from "./sorting.js";

const SWITCH = "chair:single-keys";
const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

/** Listen. `press(selector)` clicks a button of the page if it is there. */
export function keys() {
  const box = document.getElementById("single-keys");
  box.checked = single();
  box.addEventListener("change", () => localStorage.setItem(SWITCH, box.checked ? "on" : "off"));
  document.addEventListener("keydown", pressed);
}

function single() {
  try {
    return localStorage.getItem(SWITCH) !== "off";
  } catch {
    return true;
  }
}

function pressed(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || document.querySelector("dialog[open]")) return;
  if (event.key === "Escape" && mergingNote() !== null) return stopMerging();
  if (writing(event.target)) return;
  const handled = event.altKey ? withAlt(event) : arrow(event) || enter(event) || (single() && letter(event));
  if (handled) event.preventDefault();
}

function writing(element) {
  return element.matches?.("input, textarea, select, [contenteditable]");
}

function focused() {
  return noteOf(document.activeElement);
}

function withAlt(event) {
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const id = focused();
  if (!by || !id) return false;
  shift(id, by);
  return true;
}

function enter(event) {
  if (event.key !== "Enter" || mergingNote() === null) return false;
  if (!document.activeElement.matches("[data-note]")) return false;
  merge(focused());
  return true;
}

// --- arrows: from card to card, left and right from column to column

function columns() {
  const lists = [...document.querySelectorAll(".chair-notes, .chair-chosen")];
  return lists
    .filter((list) => list.offsetParent && !list.closest("details:not([open])"))
    .map((list) => [...list.querySelectorAll(":scope > li > [data-note], :scope > [data-chosen], :scope > [data-question]")])
    .map((cards) => cards.filter((card) => card.offsetParent)) // not found, or not shown yet
    .filter((cards) => cards.length);
}

function arrow(event) {
  const step = ARROWS[event.key];
  if (!step) return false;
  const active = document.activeElement;
  const nowhere = active === document.body || active === null;
  const card = active?.closest?.("[data-note],[data-chosen],[data-question]");
  if (!nowhere && !card) return false;
  const all = columns();
  if (!all.length) return false;
  const column = all.findIndex((cards) => cards.includes(card));
  if (column < 0) return go(all[0][0]);
  const row = all[column].indexOf(card);
  if (step[1]) return go(all[column][row + step[1]]);
  const other = all[column + (document.dir === "rtl" ? -step[0] : step[0])];
  return go(other?.[Math.min(row, (other?.length ?? 1) - 1)]);
}

function go(card) {
  card?.focus();
  return true;
}

// --- keys of one character

function letter(event) {
  const active = document.activeElement;
  const nothing = active === document.body || active === null;
  if (event.key === " ") return nothing && click("#pause-button");
  if (event.key === "?") return open();
  if (event.key === "/") return goFind();
  const id = focused();
  switch (event.key.toLowerCase()) {
    case "z": undo(); return true;
    case "b": return click('[data-state="floor"] [data-do="answered"]');
    case "k": return id !== null && Boolean(toggle(id, CHOOSE));
    case "w": return id !== null && Boolean(toggle(id, ASIDE));
    case "v": if (id !== null) merge(id); return id !== null;
    case "l": return id !== null && click(`#put-${CSS.escape(id)}`);
    default: return false;
  }
}

function click(selector) {
  const button = document.querySelector(selector);
  button?.click();
  return Boolean(button);
}

function open() {
  document.getElementById("keys").showModal();
  return true;
}
