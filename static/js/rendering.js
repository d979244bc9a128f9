/**
 * A note that somebody wrote in another language: chair or minute-taker writes beside it what it
 * says. The dialog is outside the regions, and what was typed for a note is kept until it is saved.
 */
import { give } from "./commands.js";
import { revision } from "./page.js";

const drafts = new Map();
let noteNow = null;
let seen = null; // what stood there when the dialog opened, or was told since: {text, on: revision}

const dialog = () => document.getElementById("render");
const field = () => document.getElementById("render-words");

function standing(note, what) {
  return document.querySelector(`[data-note="${CSS.escape(note)}"] ${what}, [data-chosen="${CSS.escape(note)}"] ${what}, [data-question="${CSS.escape(note)}"] ${what}`);
}

/** Open the dialog for a note. */
export function render(note) {
  noteNow = note;
  const original = standing(note, ".postit-text, .text") || standing(note, ".text");
  dialog().querySelector("[data-render-text]").textContent = original ? original.textContent : "";
  const text = document.querySelector(`[data-rendering="${CSS.escape(note)}"]`)?.textContent ?? "";
  seen = { text, on: revision() };
  field().value = drafts.get(note) ?? text;
  complain("");
  dialog().showModal();
  field().focus();
}

function complain(message) {
  const place = document.getElementById("render-error");
  place.textContent = message;
  place.hidden = !message;
  field().setAttribute("aria-invalid", String(Boolean(message)));
}

async function save(note, text, on = seen.on) {
  const before = seen;
  const answer = await give("render_note", { note, text }, on);
  if (answer.ok) {
    if (drafts.get(note) === text) drafts.delete(note);
    if (noteNow === note) dialog().close();
    return;
  }
  const { code, current, message } = answer.error;
  const overtaken = code === "stale_screen";
  // The note was moved, say, and its translation is still what stood here.
  if (overtaken && on !== null && current === before.text) return save(note, text, null);
  if (noteNow !== note) return;
  if (overtaken) seen = { text: current, on: revision() };
  complain(overtaken && current ? `${message} “${current}”` : message);
  field().focus();
}

document.addEventListener("input", (event) => {
  if (event.target === field() && noteNow) drafts.set(noteNow, field().value);
});

document.addEventListener("submit", (event) => {
  if (!event.target.hasAttribute("data-render")) return;
  event.preventDefault();
  drafts.set(noteNow, field().value);
  save(noteNow, field().value);
});
