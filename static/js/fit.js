/**
 * Grows the one [data-fit] text of the hall screen until it fills the box around it (56 to 112
 * pixels at 1080 lines; lower only when a script is so wide that words would be cut off). The size
 * goes to a custom property of <html>, which morphing a region leaves alone; the fit-… classes are
 * the size until then, and without scripts. data-fit-max (in rem) keeps lists and summaries smaller.
 */
const LARGEST = 5.83; // rem; the hall's rem is 19.2 pixels at 1080 lines
const SMALLEST = 1.6;
const STEPS = 9; // halvings: finer than half a pixel

function overflows(box) {
  return box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1;
}

/** The largest size, in rem, at which the box does not overflow. */
export function largest(box, apply, most = LARGEST) {
  let low = SMALLEST;
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

export function fit() {
  const text = document.querySelector("[data-fit]");
  if (!text) return;
  const root = document.documentElement.style;
  largest(text.closest("[data-fit-box]") || text.parentElement, (size) => {
    root.setProperty("--fit", `${size.toFixed(3)}rem`);
  }, Number(text.dataset.fitMax) || LARGEST);
}

let lastText = null;
function fitWhenChanged() {
  const node = document.querySelector("[data-fit]");
  const text = node && node.textContent;
  if (text !== lastText) {
    lastText = text;
    fit();
  }
}

new MutationObserver(fitWhenChanged).observe(document.documentElement, {
  childList: true, subtree: true, characterData: true,
});
window.addEventListener("resize", fit);
if (document.fonts) document.fonts.ready.then(fit);
fitWhenChanged();
