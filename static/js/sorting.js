/**
 * Sorting notes on the table: choose, set aside, order, merge, and undo. What undoes an action is
 * worked out from the page before the action is sent, and it goes out as ordinary commands: somebody
 * who changed the same note meanwhile is not overrun (the server answers stale_screen).
 */
import { giveAfterOwn, notice } from "./commands.js";
import { onView, revision } from "./page.js";
import { word } from "./words.js";

const MOST_UNDO = 30;
const CATCH_UP_MS = 2000;
const past = [];
let merging = null;
let last = Promise.resolve();
let lastChange = 0;
let caughtUp = null;
onView(() => { if (caughtUp && revision() >= lastChange) caughtUp(); });

/**
 * One action after another, each on a page that shows what the one before did: keys are pressed
 * faster than answers come, and what an action does and undoes is read from the page.
 */
function inTurn(action) {
  const pressedOn = revision();
  const turn = last.then(shown).then(() => action(pressedOn));
  last = turn.catch(() => {});
  return turn;
}

function shown() {
  if (revision() >= lastChange) return undefined;
  return new Promise((resolve) => {
    caughtUp = resolve;
    setTimeout(resolve, CATCH_UP_MS); // without a link no view comes
  });
}

async function change(name, args, pressedOn) {
  const answer = await giveAfterOwn(name, args, pressedOn);
  if (answer.ok) lastChange = answer.revision;
  return answer;
}

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
export function sort(name, args) {
  return inTurn((pressedOn) => act(name, args, pressedOn));
}

async function act(name, args, pressedOn) {
  const undo = inverse(name, args);
  const answer = await change(name, args, pressedOn);
  notice(answer.ok ? "" : answer.error.message);
  if (answer.ok && undo.length) remember({ undo, revision: answer.revision });
  return answer.ok;
}

/** Choose or not, set aside or put back: whichever the note is not. */
export function toggle(id, pair) {
  const [on, off, place] = pair;
  const wanted = () => (stateOf(id).place === place ? off : on);
  return inTurn((pressedOn) => act(wanted(), { note: id }, pressedOn));
}

export const CHOOSE = ["select_note", "unselect_note", "selected"];
export const ASIDE = ["set_aside_note", "restore_note", "aside"];

/** One place up (-1) or down (1) among the chosen. */
export function shift(id, by) {
  return inTurn((pressedOn) => moved(id, by, pressedOn));
}

function moved(id, by, pressedOn) {
  const card = document.getElementById(`chosen-${id}`);
  const place = Number(card?.dataset.position) + by;
  const lowest = document.querySelectorAll("[data-sortable] > [data-chosen]").length - 1;
  if (!card || place < 0 || place > lowest) return false;
  return act("move_note", { note: id, position: place }, pressedOn);
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
export function undo() {
  return inTurn(undone);
}

async function undone() {
  const step = past.pop();
  showUndo();
  if (!step) return;
  let on = step.revision;
  for (const [name, args] of step.undo) {
    const answer = await change(name, args, on);
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
