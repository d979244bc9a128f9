/**
 * Sorting notes on the table: choose, set aside, order, merge, and undo. What undoes an action is
 * worked out from the page before the action is sent, and it goes out as ordinary commands: somebody
 * who changed the same note meanwhile is not overrun (the server answers stale_screen).
 */
import { give, notice } from "./commands.js";
import { revision } from "./page.js";
import { word } from "./words.js";

const MOST_UNDO = 30;
const past = [];
let merging = null;

/** The card of a note on the table. */
export function noteCard(id) {
  return document.getElementById(`note-${id}`);
}

/** The note that an element belongs to. */
export function noteOf(element) {
  const card = element?.closest?.("[data-note],[data-chosen]");
  return card ? card.dataset.note || card.dataset.chosen : null;
}

/** Sort: send a command about a note and remember what undoes it. */
export async function sort(name, args) {
  const undo = inverse(name, args);
  const answer = await give(name, args);
  notice(answer.ok ? "" : answer.error.message);
  if (answer.ok && undo.length) remember({ undo, revision: answer.revision });
  return answer.ok;
}

/** Choose or not, set aside or put back: whichever the note is not. */
export function toggle(id, pair) {
  const state = stateOf(id);
  const [on, off, place] = pair;
  return sort(state.place === place ? off : on, { note: id });
}

export const CHOOSE = ["select_note", "unselect_note", "selected"];
export const ASIDE = ["set_aside_note", "restore_note", "aside"];

/** One place up (-1) or down (1) among the chosen. */
export function shift(id, by) {
  const card = document.getElementById(`chosen-${id}`);
  const place = Number(card?.dataset.position) + by;
  const last = document.querySelectorAll("[data-sortable] > [data-chosen]").length - 1;
  if (!card || place < 0 || place > last) return Promise.resolve(false);
  return sort("move_note", { note: id, position: place });
}

// --- undo

function stateOf(id) {
  const data = noteCard(id)?.dataset || {};
  const chosen = document.getElementById(`chosen-${id}`)?.dataset.position;
  const position = data.position ?? chosen;
  return {
    place: data.place || (chosen === undefined ? "table" : "selected"),
    position: position === undefined ? null : Number(position),
    beneath: (data.beneath || "").split(" ").filter(Boolean),
  };
}

/** The commands that bring a lying note back to where it lay. */
function putBack(note, { place, position }) {
  if (place === "aside") return [["set_aside_note", { note }]];
  if (place !== "selected") return [];
  return [["select_note", { note }], ["move_note", { note, position }]];
}

function inverse(name, args) {
  const { note } = args;
  const before = stateOf(note);
  switch (name) {
    case "select_note":
      return [before.place === "aside" ? ["set_aside_note", { note }] : ["unselect_note", { note }]];
    case "unselect_note":
      return putBack(note, before);
    case "set_aside_note":
      return [["restore_note", { note }], ...putBack(note, before)];
    case "restore_note":
      return [["set_aside_note", { note }]];
    case "move_note":
      return [["move_note", { note, position: before.position }]];
    case "merge_notes":
      return unmerge(note, args.into, before);
    case "unmerge_note": {
      const original = document.querySelector(`[data-note="${note}"][data-into]`);
      return original ? [["merge_notes", { note, into: original.dataset.into }]] : [];
    }
    default:
      return [];
  }
}

function unmerge(note, into, before) {
  const all = [note, ...before.beneath];
  const apart = all.map((one) => ["unmerge_note", { note: one }]);
  const again = before.beneath.map((one) => ["merge_notes", { note: one, into: note }]);
  const inherited = before.place === "selected" && stateOf(into).place !== "selected";
  const free = inherited ? [["unselect_note", { note: into }]] : [];
  return [...apart, ...again, ...free, ...putBack(note, before)];
}

function remember(step) {
  past.push(step);
  if (past.length > MOST_UNDO) past.shift();
  showUndo();
}

/** Undo the last sorting action of this tab. */
export async function undo() {
  const step = past.pop();
  showUndo();
  if (!step) return;
  let on = step.revision;
  for (const [name, args] of step.undo) {
    const answer = await give(name, args, on);
    if (!answer.ok) return notice(answer.error.message);
    on = Math.max(answer.revision, revision());
  }
  notice(word("undone"), false);
}

function showUndo() {
  const button = document.getElementById("undo");
  if (button) button.hidden = past.length === 0;
}

// --- merging: choose "merge", then the note that it is like

/** The note that waits for the one it is like, or null. */
export function mergingNote() {
  return merging;
}

/** Begin, finish (on another note) or stop (on the same one). */
export function merge(id) {
  if (merging === null) return startMerging(id);
  const note = merging;
  stopMerging();
  if (id !== null && id !== note) sort("merge_notes", { note, into: id });
}

function startMerging(id) {
  merging = id;
  showMerging();
}

/** Leave the merging mode without merging. */
export function stopMerging() {
  merging = null;
  showMerging();
}

/** After each push: buttons and cards say again what merging makes of them. */
export function showMerging() {
  if (merging !== null && !noteCard(merging)) merging = null;
  document.body.classList.toggle("is-merging", merging !== null);
  const line = document.getElementById("merging");
  if (line) line.hidden = merging === null;
  for (const button of document.querySelectorAll('[data-do="merge"]')) {
    button.dataset.words ??= button.textContent;
    const own = noteOf(button) === merging;
    const words = own ? word("mergeStop") : word("mergeHere");
    const text = merging === null ? button.dataset.words : words;
    if (button.textContent !== text) button.textContent = text;
    button.closest(".postit").classList.toggle("is-merging-note", merging !== null && own);
  }
}
