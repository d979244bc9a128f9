/**
 * The box to write one question in. What is typed is kept in this browser at every letter, put back
 * after a reload or a push, and cleared by nothing but sending or the person's own hand. A draft
 * belongs to the phase it was written in: in a later one the page asks whether it still fits.
 */
import { characters, questions } from "./note-text.js";
import { shelf } from "./shelf.js";
import { word } from "./words.js";

const form = () => document.getElementById("box");
const field = () => document.getElementById("box-text");
const panel = () => document.getElementById("split");

let drafts = null;
let hand = () => {};
let offered = [];
let blamed = ""; // the phase in which a text was refused; the error stands until the text changes

/** Look after the box of a seat; `handOver(text, phase)` takes what is sent. */
export function startBox(seat, handOver) {
  drafts = shelf(seat, "draft");
  hand = handOver;
  document.addEventListener("input", (event) => { if (event.target.id === "box-text") typed(); });
  document.addEventListener("submit", (event) => {
    if (event.target !== form()) return;
    event.preventDefault();
    offer();
  });
  panel().addEventListener("click", (event) => {
    const button = event.target.closest("[data-split]");
    if (button) choose(button.dataset.split);
  });
  window.addEventListener("storage", (event) => { if (event.key === drafts.key) otherTab(); });
  restore();
}

/** The draft {text, phase, to}, or null. */
export function draft() {
  return drafts.read();
}

/** Throw the draft away. */
export function dropDraft() {
  drafts.write(null);
  blamed = "";
  if (field()) field().value = "";
  show();
}

/** Whether there is an empty box to put something into. */
export function isFree() {
  return Boolean(field()) && field().value.trim() === "";
}

/** Put a text into the box, as if it had been typed now. */
export function fill(text) {
  field().value = text;
  typed();
  field().focus();
}

/** After a push or a load: the box holds the draft, whatever the server sent. */
export function restore() {
  const kept = drafts.read();
  const box = field();
  if (!box) panel().hidden = true;
  if (box && kept && box.value !== kept.text && document.activeElement !== box) box.value = kept.text;
  if (box && !kept && box.value.trim()) typed();
  show(form()?.dataset.phase === blamed);
}

/**
 * Tell how much room is left, or what is wrong, below a field. Gives whether the text may be sent.
 * `left` and `error` are the places; `strict` also tells that nothing was written.
 */
export function judge(text, limit, left, error, strict) {
  const room = limit - characters(text);
  const said = room < 0 ? word("over").replace("{n}", -room) : word("left").replace("{n}", room);
  if (left.textContent !== said) left.textContent = said;
  left.classList.toggle("is-over", room < 0);
  let wrong = "";
  if (strict && room < 0) wrong = said;
  if (strict && !/[^\s\p{Cf}\p{Cc}\p{M}]/u.test(text)) wrong = word("empty");
  if (error.textContent !== wrong) error.textContent = wrong;
  document.querySelector(`[aria-describedby~="${error.id}"]`)?.setAttribute("aria-invalid", String(wrong !== ""));
  return wrong === "";
}

function typed() {
  const text = field().value;
  panel().hidden = true;
  blamed = "";
  const { phase, to } = form().dataset;
  drafts.write(text.trim() ? { text, phase: Number(phase), to } : null);
  show();
}

function show(strict = false) {
  if (!field()) return true;
  const kept = drafts.read();
  const old = document.getElementById("draft-old");
  const isOld = kept !== null && kept.phase !== Number(form().dataset.phase);
  old.hidden = !isOld;
  old.textContent = isOld ? word("old").replace("{circle}", kept.to) : "";
  const [left, error] = ["box-left", "box-error"].map((id) => document.getElementById(id));
  return judge(field().value, Number(form().dataset.limit), left, error, strict);
}

function otherTab() {
  if (field() && document.activeElement !== field()) {
    field().value = (drafts.read() || { text: "" }).text;
    show();
  }
}

function offer() {
  if (!show(true)) {
    blamed = form().dataset.phase;
    return field().focus();
  }
  offered = questions(field().value);
  if (offered.length < 2) return sendAll([field().value]);
  const list = panel().querySelector("ol");
  const piece = document.getElementById("split-piece").content;
  list.replaceChildren(...offered.map((text) => {
    const item = piece.cloneNode(true);
    item.querySelector(".postit-text").textContent = text;
    return item;
  }));
  const many = offered.length === 2 ? "2" : "more";
  for (const words of panel().querySelectorAll("[data-many]")) words.hidden = words.dataset.many !== many;
  panel().hidden = false;
  panel().focus();
}

function choose(how) {
  panel().hidden = true;
  if (how === "yes") sendAll(offered);
  else if (how === "no") sendAll([field().value]);
  else field().focus();
}

/** Into the outbox first, then out of the box: a crash in between doubles a draft, and loses nothing. */
function sendAll(texts) {
  const phase = Number(form().dataset.phase);
  for (const text of texts) hand(text.trim(), phase);
  dropDraft();
  field().focus();
}
