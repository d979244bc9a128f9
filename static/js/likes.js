/**
 * "Looks like: …" on a note: merge at once, or say that it is something else. A no is this browser's
 * own and hides the offer for good; the other device, and the minute-taker, may judge for themselves.
 */
import { onView, seatId } from "./page.js";
import { shelf } from "./shelf.js";
import { noteCard, noteOf, sort } from "./sorting.js";

const MOST = 1000;
let refused = null;

/** Look after the offers. */
export function likes() {
  refused = shelf(seatId(), "unlike");
  onView(draw);
  draw();
}

/** Merge the note with the one that it is like. */
export function mergeLike(button) {
  return sort("merge_notes", { note: noteOf(button), into: likeOf(button).dataset.like });
}

/** Hide this offer in this browser. */
export function unlike(button) {
  const note = noteOf(button);
  refused.write([...said(), pair(likeOf(button))].slice(-MOST));
  draw();
  noteCard(note)?.focus();
}

const likeOf = (element) => element.closest("[data-like]");
const pair = (offer) => `${noteOf(offer)} ${offer.dataset.like}`;
const said = () => refused.read() ?? [];

function draw() {
  const no = new Set(said());
  for (const offer of document.querySelectorAll("[data-like]")) offer.hidden = no.has(pair(offer));
}
