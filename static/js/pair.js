/**
 * The chair's own link as a QR code, for the chair's phone. It is fetched when somebody has read the
 * warning and asks for it, stands in the page for two minutes at most, and goes with the dialog:
 * this page may hang on a projector, and who scans the code is chair.
 */
import { seatId } from "./page.js";
import { word } from "./words.js";

const SHOWN_MS = 120_000;
let timer = 0;

const dialog = () => document.getElementById("pair");
const part = (name) => dialog().querySelector(`[data-pair="${name}"]`);

/** Open the dialog with its warning. */
export function pair() {
  forget();
  dialog().addEventListener("close", forget, { once: true });
  dialog().showModal();
}

/** Fetch the code and show it. */
export async function showPair() {
  say("");
  try {
    const answer = await fetch(`/seat/${seatId()}/pair`, {
      method: "POST", cache: "no-store", headers: { Accept: "application/json" },
    });
    const told = await answer.json();
    if (!answer.ok) return say(told.error.message);
    if (dialog().open) show(told);
  } catch {
    say(word("notFetched"));
  }
  return undefined;
}

function show({ svg, only_here: onlyHere }) {
  const drawn = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
  dialog().querySelector("[data-pair-code]").replaceChildren(document.importNode(drawn, true));
  dialog().querySelector("[data-pair-here]").hidden = !onlyHere;
  part("warning").hidden = true;
  part("code").hidden = false;
  part("code").querySelector("[data-close]").focus();
  timer = setTimeout(() => dialog().close(), SHOWN_MS);
}

function forget() {
  clearTimeout(timer);
  dialog().querySelector("[data-pair-code]").replaceChildren();
  part("warning").hidden = false;
  part("code").hidden = true;
  say("");
}

function say(message) {
  dialog().querySelector("[data-pair-error]").textContent = message;
}
