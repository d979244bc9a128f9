/**
 * Grows each [data-fit] text of the hall screen until it fills the [data-fit-box] around it (56 to
 * 112 pixels at 1080 lines; lower only when words would be cut off). The size is set on the element
 * and measured anew after every change, before anything is painted. The fit-… classes are the size
 * until then, and without scripts. data-fit-max and data-fit-min (in rem) set other bounds.
 */
const LARGEST = 5.83; // rem; the hall's rem is 19.2 pixels at 1080 lines
const SMALLEST = 1.6;
const STEPS = 9; // halvings: finer than half a pixel

function overflows(box) {
  return box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1;
}

/** The largest size, in rem, at which the box does not overflow. */
export function largest(box, apply, most = LARGEST, least = SMALLEST) {
  let low = least;
  let high = most;
  apply(high);
  if (!overflows(box)) return high;
  for (let step = 0; step < STEPS; step += 1) {
    const middle = (low + high) / 2;
    apply(middle);
    if (overflows(box)) high = middle;
    else low = middle;
  }
  apply(low);
  return low;
}

/** Measure every text that fits itself. */
export function fit() {
  for (const text of document.querySelectorAll("[data-fit]")) {
    const box = text.closest("[data-fit-box]") || text.parentElement;
    const apply = (size) => { text.style.fontSize = `${size.toFixed(3)}rem`; };
    largest(box, apply, Number(text.dataset.fitMax) || LARGEST, Number(text.dataset.fitMin) || SMALLEST);
  }
  seen = state();
}

let seen = null;

/** What the sizes depend on: texts, and whether a morph took a size away. */
function state() {
  return Array.from(document.querySelectorAll("[data-fit]"), (node) => (
    `${node.style.fontSize}|${node.textContent}`
  )).join("\n");
}

function fitWhenChanged() {
  if (state() !== seen) fit();
}

new MutationObserver(fitWhenChanged).observe(document.documentElement, {
  childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ["class", "hidden"],
});
document.addEventListener("regions:applied", fit);
window.addEventListener("resize", fit);
if (document.fonts) document.fonts.ready.then(fit);
fit();
