/**
 * Search in the notes on the table, in the page alone. Every word must occur, whatever its case and
 * accents; originals beneath a note count too. Piles with a find in them open, and close again with
 * the search. Esc clears. The row appears when there are more notes than one sees at a glance.
 */
import { showAllNew } from "./news.js";
import { onView } from "./page.js";
import { counted } from "./words.js";

const FEW = 8;
const LETTERS = { ı: "i", ł: "l", ø: "o", đ: "d", ß: "ss", æ: "ae", œ: "oe" };
const opened = new Set();

const row = () => document.getElementById("find-row");
const field = () => document.getElementById("find");
const cards = () => [...document.querySelectorAll(".chair-table .chair-notes > li")];

/** Look after the search. */
export function find() {
  field().addEventListener("input", () => {
    if (field().value.trim()) showAllNew();
    draw();
  });
  field().addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !field().value) return;
    event.preventDefault();
    field().value = "";
    draw();
  });
  onView(draw);
  draw();
}

/** Go to the search; false when there is none now. */
export function goFind() {
  if (row().hidden) return false;
  document.getElementById("fold-table").open = true;
  field().focus();
  field().select();
  return true;
}

/** A text as it is compared: small letters without accents. */
export function plain(text) {
  const bare = text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
  return bare.replace(/[ıłøđßæœ]/g, (letter) => LETTERS[letter]);
}

function draw() {
  const all = cards();
  const words = plain(field().value).split(/\s+/).filter(Boolean);
  row().hidden = all.length < FEW && !words.length && document.activeElement !== field();
  const found = all.filter((card) => toggle(card, words));
  unfold(words.length ? found : []);
  const said = words.length ? counted("found", found.length) : "";
  const place = document.getElementById("found");
  if (place.textContent !== said) place.textContent = said;
}

/** Whether a card holds all words; who has the focus in one keeps it in sight. */
function toggle(card, words) {
  const holds = words.length === 0 || all(textOf(card), words);
  card.classList.toggle("is-unmatched", !holds && !card.contains(document.activeElement));
  return holds;
}

const all = (text, words) => words.every((word) => text.includes(word));

function textOf(card) {
  const texts = card.querySelectorAll(".postit-text, .note-beneath [lang]");
  return plain([...texts].map((one) => one.textContent).join(" "));
}

/** Opens the folds in which something was found, closes those that it opened before. */
function unfold(found) {
  const wanted = new Set();
  for (const card of found) {
    for (let fold = card.closest("details"); fold; fold = fold.parentElement.closest("details")) wanted.add(fold);
  }
  for (const fold of wanted) {
    if (!fold.open) opened.add(fold);
    fold.open = true;
  }
  for (const fold of opened) {
    if (wanted.has(fold)) continue;
    fold.open = false;
    opened.delete(fold);
  }
}
