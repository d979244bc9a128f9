/**
 * Draws the outbox: each entry with its state in words and an icon, all taken from templates in the
 * page. Lines keep their place and their buttons keep focus while the state changes.
 */
import { draft, dropDraft, fill, isFree } from "./box.js";

const DRAFT = "draft";
let outbox = null;

/** Draw the outbox and listen to its buttons. */
export function startList(given) {
  outbox = given;
  document.getElementById("outbox").addEventListener("click", (event) => {
    const button = event.target.closest("[data-entry]");
    if (button) press(button, button.closest("li").dataset.id);
  });
  drawList();
}

/** Draw it as it stands now. */
export function drawList() {
  if (!outbox) return;
  const list = document.getElementById("outbox");
  const lines = [...strandedDraft(), ...outbox.entries()].reverse();
  const before = new Map([...list.children].map((line) => [line.dataset.id, line]));
  const wanted = lines.map((entry) => paint(before.get(entry.id) || blank(entry), entry));
  for (const line of before.values()) if (!wanted.includes(line)) line.remove();
  wanted.forEach((line, place) => {
    if (list.children[place] !== line) list.insertBefore(line, list.children[place] || null);
  });
  const mine = document.getElementById("mine");
  mine.hidden = mine.querySelector("li") === null;
  document.documentElement.classList.toggle("has-kept", wanted.length > 0);
}

/** A draft whose box was closed while it was being written is shown and kept, never sent. */
function strandedDraft() {
  const kept = document.getElementById("box-text") ? null : draft();
  return kept ? [{ id: DRAFT, name: DRAFT, text: kept.text, state: "late" }] : [];
}

function blank(entry) {
  const line = document.getElementById("entry").content.firstElementChild.cloneNode(true);
  line.dataset.id = entry.id;
  line.querySelector(".text").textContent = entry.text;
  for (const kind of line.querySelectorAll("[data-kind]")) kind.hidden = kind.dataset.kind !== entry.name;
  return line;
}

function paint(line, entry) {
  const state = stateOf(entry);
  for (const part of line.querySelectorAll("[data-state]")) {
    part.hidden = !part.dataset.state.split(" ").includes(state);
  }
  const text = line.querySelector(".text");
  if (text.textContent !== entry.text) text.textContent = entry.text;
  if (entry.error) line.querySelector("[data-message]").textContent = entry.error.message;
  line.querySelector('[data-entry="again"]').hidden = !isFree() || entry.name === "withdraw_note";
  return line;
}

function stateOf(entry) {
  if (entry.state !== "waiting") return entry.state;
  if (entry.cancel) return "cancelling";
  return outbox.isSending(entry) ? "sending" : "waiting";
}

function press(button, id) {
  const entry = id === DRAFT ? draft() : outbox.entries().find((one) => one.id === id);
  if (!entry) return;
  const remove = () => (id === DRAFT ? dropDraft() : outbox.remove(id));
  const { entry: what } = button.dataset;
  if (what === "copy") copy(button, entry.text);
  if (what === "cancel") outbox.cancel(id);
  if (what === "again") { remove(); fill(entry.text); }
  if (what === "remove") remove();
  drawList();
}

async function copy(button, text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copyByHand(text); // Over plain http there is no clipboard.
  }
  button.querySelector("[data-copied]").hidden = false;
  button.querySelector("[data-copy]").hidden = true;
}

function copyByHand(text) {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "visually-hidden";
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}
