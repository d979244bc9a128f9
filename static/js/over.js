/**
 * At zero a chair's phone says so with its whole screen, and shakes where it can. It never comes
 * over somebody who is writing: then it waits until the field is left. On a laptop the clock itself
 * shows the overtime.
 */
import { remaining } from "./clock.js";
import { currentStage, onView } from "./page.js";

const SHAKE_MS = [300, 150, 300, 150, 300];
const small = window.matchMedia("(max-width: 43.99rem)");
let waits = false;
let step = null;

/** Listen to the clock. */
export function over() {
  const screen = document.getElementById("over");
  if (!screen) return;
  document.addEventListener("clock:zero", () => {
    navigator.vibrate?.(SHAKE_MS);
    waits = true;
    show();
  });
  document.addEventListener("focusout", () => setTimeout(show));
  onView(() => { if (currentStage()?.number !== step || !past()) hide(); });
  screen.querySelector("[data-over-next]").addEventListener("click", () => {
    hide();
    document.getElementById("main-button")?.click();
  });
  screen.querySelector("[data-over-minute]").addEventListener("click", () => {
    hide();
    document.querySelector('[data-command="adjust_time"]')?.click();
  });
  screen.querySelector("[data-over-close]").addEventListener("click", hide);
}

function past() {
  const left = remaining();
  return left !== null && left <= 0;
}

function writing() {
  return document.activeElement?.matches("input, textarea") || document.querySelector("dialog[open]");
}

function show() {
  if (!waits || !small.matches || !past() || writing()) return;
  waits = false;
  step = currentStage()?.number;
  const screen = document.getElementById("over");
  const colour = [...document.querySelector(".chair-clock").classList].filter((name) => name.startsWith("circle-"));
  screen.className = ["chair-over", "on-fill", ...colour].join(" ");
  screen.querySelector("[data-over-next]").textContent = document.getElementById("main-button")?.textContent ?? "";
  document.getElementById("main").inert = true;
  screen.hidden = false;
}

function hide() {
  if (!past() || currentStage()?.number !== step) waits = false;
  document.getElementById("over").hidden = true;
  document.getElementById("main").inert = false;
}
