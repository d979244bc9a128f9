/**
 * A note that somebody wrote in another language: chair or minute-taker writes beside it what it
 * says. The dialog is outside the regions, and what was typed for a note is kept until it is saved.
 */
import { give } from "./commands.js";

const drafts = new Map();
let noteNow = null;

const dialog = () => document.getElementById("render");
const field = () => document.getElementById("render-words");

function standing(note, what) {
  return document.querySelector(`[data-note="${CSS.escape(note)}"] ${what}, [data-chosen="${CSS.escape(note)}"] ${what}, [data-question="${CSS.escape(note)}"] ${what}`);
}

/** Open the dialog for a note. */
export function render(note) {
  noteNow = note;
  const text = standing(note, ".postit-text, .text") || standing(note, ".text");
  dialog().querySelector("[data-render-text]").textContent = text ? text.textContent : "";
  field().value = drafts.get(note) ?? document.querySelector(`[data-rendering="${CSS.escape(note)}"]`)?.textContent ?? "";
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

async function save(note, text) {
  const answer = await give("render_note", { note, text });
  if (answer.ok) {
    if (drafts.get(note) === text) drafts.delete(note);
    if (noteNow === note) dialog().close();
  } else if (noteNow === note) {
    complain(answer.error.message);
    field().focus();
  }
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
