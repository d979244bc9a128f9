/**
 * Notes that come in while somebody is busy at the table wait behind a button ("12 new notes"), so
 * that nothing moves under an eye or a hand.
 *
 * Rule: a pile holds new notes back when it stands open, holds something, and the person is busy:
 * has the focus in its cards or in the search, has scrolled down, or used the table in the last
 * seconds. An empty pile, a folded one, and one at which nobody looks take them in at once. Once
 * the button stands there, later ones join it, until it is pressed or the next step begins. What
 * one adds oneself, and what lay on the table before, is never held back.
 */
import { currentStage, onView } from "./page.js";
import { counted } from "./words.js";

const BUSY_MS = 8000;
const SCROLLED = 8; // px
const seen = new Set();
let touched = -BUSY_MS;
let step = null;

/** Look after the piles. */
export function news() {
  const table = document.querySelector(".chair-table");
  const touch = () => { touched = performance.now(); };
  for (const type of ["pointermove", "pointerdown", "wheel", "touchmove", "keydown"]) {
    table.addEventListener(type, touch, { passive: true });
  }
  document.addEventListener("command:answered", ({ detail: { command, answer } }) => {
    if (command === "add_paper_note" && answer.ok) own(answer.result.note);
  });
  onView(look);
  look();
}

/** Show what the pile holds back and go to the first of it. */
export function showNew(button) {
  const pile = button.closest("[data-pile]");
  const [first] = waiting(pile);
  remember(pile);
  draw(pile);
  first?.querySelector("[data-note]").focus();
}

/** Show whatever is held back in any pile: a search goes through all of it. */
export function showAllNew() {
  for (const pile of piles()) {
    remember(pile);
    draw(pile);
  }
}

const piles = () => [...document.querySelectorAll("[data-pile]")];
const cards = (pile) => [...pile.querySelectorAll(":scope > .chair-notes > li")];
const idOf = (card) => card.querySelector("[data-note]").dataset.note;
const waiting = (pile) => cards(pile).filter((card) => !seen.has(idOf(card)));
const buttonOf = (pile) => pile.querySelector('[data-do="show-new"]');

function remember(pile) {
  for (const note of pile.querySelectorAll("[data-note]")) seen.add(note.dataset.note);
}

function own(note) {
  seen.add(note);
  piles().forEach(draw);
}

/** After each push, before the browser paints: first hide, then see whether that is called for. */
function look() {
  const number = currentStage()?.number;
  const moved = number !== step;
  step = number;
  for (const pile of piles()) {
    for (const beneath of pile.querySelectorAll("[data-into], .chair-aside [data-note]")) seen.add(beneath.dataset.note);
    draw(pile);
    if (moved || (waiting(pile).length && !holds(pile))) {
      remember(pile);
      draw(pile);
    } else if (waiting(pile).length) {
      buttonOf(pile).dataset.holding = "";
    }
  }
}

function holds(pile) {
  if (!pile.open || waiting(pile).length === cards(pile).length) return false;
  return buttonOf(pile).dataset.holding === "" || busy(pile);
}

function busy(pile) {
  const focus = document.activeElement;
  if (focus?.closest(".chair-notes, .chair-find")) return true;
  if (performance.now() - touched < BUSY_MS) return true;
  return pile.closest(".chair-table").scrollTop > SCROLLED || pile.getBoundingClientRect().top < 0;
}

function draw(pile) {
  const held = waiting(pile);
  for (const card of cards(pile)) card.classList.toggle("is-held", !seen.has(idOf(card)));
  const button = buttonOf(pile);
  button.hidden = held.length === 0;
  if (!held.length) delete button.dataset.holding;
  const words = held.length ? counted("new", held.length) : "";
  if (button.textContent !== words) button.textContent = words;
}
