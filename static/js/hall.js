/**
 * The hall screen's own doings: gong, staying awake, full screen, the QR code by key, and the hint
 * how to turn the chairs while a circle's turn is young. What the hall reads comes from the server;
 * nothing here sends a command.
 */
import { remaining, used } from "./clock.js";
import { fit } from "./fit.js";
import { allow, allowed, strike } from "./gong.js";
import { steps } from "./steps.js";
import { boot, currentStage, onView } from "./page.js";

const TURNING_S = 75; // time to turn the chairs and sit down
const LATE_GONG_S = 90; // a laptop that slept does not ring for what is long past
const IDLE_MS = 3000;

const root = document.documentElement;
const lookup = (name) => document.querySelector(name);

// --- hints at the top of the screen

function hint(name, shown) {
  const node = lookup(`[data-hint="${name}"]`);
  node.hidden = !shown || sessionStorage.getItem(`hall:${name}`) === "dismissed";
  fit();
}

function dismiss(button) {
  const { hint: name } = button.closest("[data-hint]").dataset;
  sessionStorage.setItem(`hall:${name}`, "dismissed");
  hint(name, false);
}

// --- gong

async function soundOn() {
  hint("sound", !(await allow()));
  return allowed();
}

async function testGong() {
  if (await soundOn()) strike();
}

document.addEventListener("clock:zero", () => {
  if ((remaining() ?? 0) > -LATE_GONG_S) strike();
});

// --- the screen stays awake

let lock = null;

async function stayAwake() {
  if (document.visibilityState !== "visible") return;
  try {
    lock = await navigator.wakeLock.request("screen");
    lock.addEventListener("release", () => { lock = null; });
  } catch {
    lock = null; // plain http on a school's network, or a battery that is nearly empty
  }
  hint("awake", lock === null);
}

// --- full screen, QR code, cursor

async function fullScreen() {
  try {
    await (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen());
  } catch {
    // The browser's own key (F11) still does it.
  }
}

function showJoin(shown) {
  root.classList.toggle("is-join", shown);
  lookup('[data-do="join"]').setAttribute("aria-pressed", String(shown));
}

const joinShown = () => root.classList.contains("is-join");

const DEEDS = {
  sound: soundOn,
  gong: testGong,
  dismiss,
  full: fullScreen,
  join: () => showJoin(!joinShown()),
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (!button) return;
  DEEDS[button.dataset.do](button);
  if (event.detail) button.blur(); // a mouse leaves no focus behind: the toolbar must go away again
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.key === "f") fullScreen();
  else if (event.key === "q") showJoin(!joinShown());
  else if (event.key === "Escape") showJoin(false);
});

document.addEventListener("fullscreenchange", () => {
  lookup('[data-do="full"]').setAttribute("aria-pressed", String(Boolean(document.fullscreenElement)));
});

let idle = 0;

function awake() {
  root.classList.remove("is-idle");
  clearTimeout(idle);
  idle = setTimeout(() => root.classList.add("is-idle"), IDLE_MS);
}

for (const name of ["pointermove", "pointerdown", "keydown"]) document.addEventListener(name, awake);

// --- how to turn the chairs

let turning = 0;

function turn() {
  clearTimeout(turning);
  const stage = currentStage();
  const young = stage?.phase === "discussion" && used() < TURNING_S;
  if (root.classList.contains("is-seated") === young) {
    root.classList.toggle("is-seated", !young);
    fit();
  }
  if (young && stage.running_since !== null) {
    turning = setTimeout(turn, (TURNING_S - used()) * 1000 + 20);
  }
}

document.addEventListener("visibilitychange", () => { turn(); stayAwake(); });

onView(turn);
steps();
boot();
turn();
awake();
stayAwake();
soundOn();
