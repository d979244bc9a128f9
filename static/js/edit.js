/**
 * Changing and withdrawing one's own note that has been sent. The new text stands in a dialog
 * outside the regions, is kept at every letter, and goes by the outbox like everything else.
 */
import { judge } from "./box.js";
import { ask } from "./commands.js";
import { shelf } from "./shelf.js";
import { word } from "./words.js";

const dialog = () => document.getElementById("edit");
const field = () => document.getElementById("edit-text");
const LIMIT = 280; // as the server's; it counts again

let drafts = null;
let outbox = null;

/** Listen to the buttons of own notes. */
export function startEditing(seat, given) {
  drafts = shelf(seat, "edit");
  outbox = given;
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-edit]");
    if (button) open(button.dataset.edit, wordsOf(button.dataset.edit));
  });
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.withdraw) withdraw(event);
    if (event.target.closest("#edit")) finish(event);
  });
  dialog().addEventListener("cancel", () => drafts.write(null));
  field().addEventListener("input", () => {
    drafts.write({ ...drafts.read(), text: field().value });
    look(false);
  });
  takeUpAgain();
}

/** What stood in the dialog at a reload; when it is too late by now, the outbox keeps it and says so. */
function takeUpAgain() {
  const kept = drafts.read();
  if (!kept || !kept.note) return;
  if (document.querySelector(`[data-edit="${CSS.escape(kept.note)}"]`)) return open(kept.note, kept.text);
  outbox.put("edit_note", { note: kept.note, text: kept.text }, kept.text);
  drafts.write(null);
}

function wordsOf(note) {
  return document.getElementById(`note-${note}`).querySelector(".text").textContent;
}

function open(note, text) {
  drafts.write({ note, text });
  field().value = text;
  look(false);
  if (dialog().showModal) dialog().showModal();
  else dialog().setAttribute("open", "");
  field().focus();
}

function close() {
  drafts.write(null);
  if (dialog().close) dialog().close();
  else dialog().removeAttribute("open");
}

function look(strict) {
  const [left, error] = ["edit-left", "edit-error"].map((id) => document.getElementById(id));
  return judge(field().value, LIMIT, left, error, strict);
}

function finish(event) {
  event.preventDefault();
  const { note } = drafts.read() || {};
  const text = field().value.trim();
  const saving = !event.submitter || event.submitter.value === "save";
  if (saving && !look(true)) return field().focus();
  if (saving && note && text !== wordsNow(note)) outbox.put("edit_note", { note, text }, text);
  close();
}

function wordsNow(note) {
  return document.getElementById(`note-${note}`) ? wordsOf(note) : null;
}

async function withdraw(event) {
  event.preventDefault();
  const note = event.target.dataset.withdraw;
  const text = wordsOf(note);
  if (await ask(word("withdraw"), word("withdrawYes"))) outbox.put("withdraw_note", { note }, text);
}
