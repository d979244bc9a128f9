/**
 * Dragging a card to another place in its list, with a mouse, a finger or a pen. The list itself is
 * never touched: cards are shifted by a transform and the new place is told, so that a push in the
 * middle of a drag does no harm. Buttons and keys do the same; nothing works by dragging alone.
 */
const EDGE = 48; // px from the edge of what scrolls, where it begins to scroll
const STEP = 10;

let drag = null;

/** Let [data-sortable] lists be sorted by their [data-drag] handles: onDrop(id, position). */
export function sortable(onDrop) {
  document.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest?.("[data-drag]");
    const card = handle?.closest("[data-chosen]");
    if (!card || event.button !== 0) return;
    event.preventDefault();
    drag = { id: card.dataset.chosen, pointer: event.pointerId, from: event.clientY, y: event.clientY };
    document.body.classList.add("is-dragging");
  });
  document.addEventListener("pointermove", (event) => {
    if (!drag || event.pointerId !== drag.pointer) return;
    drag.y = event.clientY;
    show();
  });
  document.addEventListener("pointerup", (event) => {
    if (!drag || event.pointerId !== drag.pointer) return;
    const place = target();
    const { id } = drag;
    stop();
    if (place !== null) onDrop(id, place);
  });
  document.addEventListener("pointercancel", stop);
  document.addEventListener("keydown", (event) => { if (drag && event.key === "Escape") stop(); });
  document.addEventListener("regions:applied", show);
}

function cards() {
  return [...document.querySelectorAll("[data-sortable] > [data-chosen]")];
}

function dragged() {
  return cards().find((card) => card.dataset.chosen === drag.id);
}

/** How many other cards have their middle above the pointer: the new place, or null if it stays. */
function target() {
  const own = dragged();
  if (!own) return null;
  const others = cards().filter((card) => card !== own);
  const place = others.filter((card) => middle(card) < drag.y).length;
  return place === cards().indexOf(own) ? null : place;
}

function middle(card) {
  const box = card.getBoundingClientRect();
  return box.top + box.height / 2;
}

function show() {
  if (!drag) return;
  const own = dragged();
  if (!own) return stop();
  scroll(own);
  const place = target();
  const others = cards().filter((card) => card !== own);
  own.classList.add("is-dragged");
  own.style.transform = `translateY(${drag.y - drag.from}px)`;
  others.forEach((card, index) => {
    card.classList.toggle("is-drop-before", place !== null && index === place);
    card.classList.toggle("is-drop-after", place === others.length && index === place - 1);
  });
}

function scroll(card) {
  const column = card.closest("section");
  const box = column.getBoundingClientRect();
  if (drag.y < box.top + EDGE) column.scrollBy(0, -STEP);
  if (drag.y > box.bottom - EDGE) column.scrollBy(0, STEP);
}

function stop() {
  drag = null;
  document.body.classList.remove("is-dragging");
  for (const card of cards()) {
    card.classList.remove("is-dragged", "is-drop-before", "is-drop-after");
    card.style.removeProperty("transform");
  }
}
