/**
 * At zero a chair's phone says so with its whole screen, and shakes where it can, unless that was
 * switched off in this browser. It never comes over somebody who is writing: then it waits until the
 * field is left. On a laptop the clock itself shows the overtime.
 */
import { remaining } from "./clock.js";
import { currentStage, onView } from "./page.js";

const SHAKE_MS = [300, 150, 300, 150, 300];
const SWITCH = "chair:vibrate";
const small = window.matchMedia("(max-width: 43.99rem)");
let waits = false;
let step = null;
let pressed = false;

/** Listen to the clock. */
export function over() {
  const screen = document.getElementById("over");
  if (!screen) return;
  startSwitch();
  for (const type of ["click", "keydown"]) document.addEventListener(type, () => { pressed = true; }, { once: true });
  document.addEventListener("clock:zero", () => {
    shake();
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

/** A laptop's browser may know the word, and vibrates nothing. */
function canShake() {
  return Boolean(navigator.vibrate) && window.matchMedia("(pointer: coarse)").matches;
}

function startSwitch() {
  if (!canShake()) return;
  const box = document.getElementById("vibrate");
  box.checked = wanted();
  box.addEventListener("change", () => localStorage.setItem(SWITCH, box.checked ? "on" : "off"));
  document.getElementById("vibrate-row").hidden = false;
}

function wanted() {
  try {
    return localStorage.getItem(SWITCH) !== "off";
  } catch {
    return true;
  }
}

/** Browsers let a page vibrate only after somebody pressed something on it. */
function shake() {
  if (canShake() && pressed && wanted()) navigator.vibrate(SHAKE_MS);
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
