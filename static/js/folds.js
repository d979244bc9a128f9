/**
 * What is folded and what is not. Whether something stands open is the person's own choice and is
 * kept; only a new step opens what belongs to it ([data-auto]) and, on a phone, folds the rest.
 */
import { currentStage, onView } from "./page.js";

const wide = window.matchMedia("(min-width: 44rem)");
let step = null;
let tab = null;

/** Take up folds and tabs. */
export function folds() {
  step = currentStage()?.number;
  fold();
  wide.addEventListener("change", fold);
  onView(() => { moved(); showTab(); });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-tab]");
    if (button) choose(button);
  });
  document.addEventListener("keydown", arrows);
}

/** A phone shows clock, line and main button first; the rest lies folded beneath. */
function fold() {
  const phase = currentStage()?.phase;
  for (const one of document.querySelectorAll("[data-fold]")) {
    one.open = wide.matches || (one.dataset.foldOpen || "").split(" ").includes(phase);
  }
}

function moved() {
  const number = currentStage()?.number;
  if (number === step) return;
  step = number;
  tab = null;
  document.querySelector(".chair-side").scrollTop = 0; // the clock and the next step
  for (const one of document.querySelectorAll("[data-auto]")) {
    if (!one.contains(document.activeElement)) one.open = one.dataset.auto === "open";
  }
  if (!wide.matches && !document.activeElement?.closest("[data-fold]")) fold();
}

function showTab() {
  if (tab === null && document.activeElement?.closest("[role=tabpanel]")) {
    tab = document.activeElement.closest("[role=tabpanel]").id.replace("panel-", "");
  }
  if (tab === null) return;
  for (const button of document.querySelectorAll("[data-tab]")) {
    const on = button.dataset.tab === tab;
    button.setAttribute("aria-selected", String(on));
    button.tabIndex = on ? 0 : -1;
    document.getElementById(`panel-${button.dataset.tab}`).hidden = !on;
  }
}

function choose(button) {
  tab = button.dataset.tab;
  showTab();
  const panel = document.getElementById(`panel-${tab}`);
  panel.dispatchEvent(new CustomEvent("tab:shown", { bubbles: true }));
}

function arrows(event) {
  const from = event.target.closest?.("[data-tab]");
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!from || !by) return;
  const all = [...document.querySelectorAll("[data-tab]")];
  const turned = document.dir === "rtl" ? -by : by;
  const next = all[(all.indexOf(from) + turned + all.length) % all.length];
  event.preventDefault();
  choose(next);
  next.focus();
}
