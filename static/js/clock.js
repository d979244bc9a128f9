/**
 * The one clock of a page. It knows the last stage and the offset of the server's clock
 * (offset = server now - client now) and paints from the deadline, so that a hidden tab, a sleeping
 * laptop or a late timer never makes it drift: every painting reads the time anew.
 *
 * Paints [data-clock=digits], [data-clock=end] (when the evening is expected to end),
 * svg[data-clock=ring], svg[data-ring=fill] and [data-clock=live] (a polite live region that is
 * told only the half, five minutes, one minute and the end). Sets
 * is-overtime, is-paused, is-last-five and is-last-minute on <html>. Dispatches clock:half,
 * clock:five, clock:one and clock:zero on document once per crossing, never for one that lies
 * before the page was opened.
 */
import { chairsFor, emptied, paint as paintRing, paintFill } from "./ring.js";

const STILL = new Set(["lobby", "ended"]);
const EARLY_MS = 4; // timers may fire a little before the second turns

let stage = null;
let offset = 0;
let timer = 0;
let seen = { number: null, remaining: null };

/** The last message's stage (phase, number, circle, planned_s, spent_s, running_since). */
export function setStage(next) {
  stage = next;
  tick();
}

/** Server's clock minus this one, in milliseconds. */
export function setOffset(milliseconds) {
  offset = milliseconds;
  tick();
}

/** Seconds used in this phase so far. */
export function used() {
  if (!stage) return 0;
  const running = stage.running_since === null || stage.running_since === undefined
    ? 0 : Date.now() + offset - stage.running_since;
  return stage.spent_s + running / 1000;
}

/** Seconds left, negative in overtime; null in a phase that counts up. */
export function remaining() {
  return stage && stage.planned_s ? stage.planned_s - used() : null;
}

/** m:ss. Time left is rounded up, time used and overtime down, so that zero is shown at zero. */
export function format(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** What the digits say. */
export function digits() {
  if (!stage) return "";
  const left = remaining();
  if (left === null) return STILL.has(stage.phase) ? "" : format(used());
  if (left > -1) return format(Math.ceil(left));
  return `+${format(-left)}`;
}

function marks() {
  const plan = stage.planned_s;
  return [
    ["half", plan > 120 ? plan / 2 : null],
    ["five", plan > 300 && plan !== 600 ? 300 : null],
    ["one", plan > 120 ? 60 : null],
    ["zero", 0],
  ].filter(([, at]) => at !== null);
}

function announce(name) {
  for (const region of document.querySelectorAll('[data-clock="live"]')) {
    region.textContent = region.dataset[name] || "";
  }
  const detail = { number: stage.number, phase: stage.phase, circle: stage.circle };
  document.dispatchEvent(new CustomEvent(`clock:${name}`, { detail }));
}

/** Compare with the painting before: a mark that lies between the two has just been crossed. */
function crossings(left) {
  const before = seen.number === stage.number ? seen.remaining : null;
  seen = { number: stage.number, remaining: left };
  if (left === null || before === null) return;
  const crossed = marks().filter(([, at]) => before > at && left <= at);
  if (crossed.length) announce(crossed[crossed.length - 1][0]);
}

function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

function paintDigits() {
  const text = digits();
  for (const node of document.querySelectorAll('[data-clock="digits"]')) {
    write(node, text);
    if (node.classList.contains("is-long") !== text.length > 4) {
      node.classList.toggle("is-long", text.length > 4);
    }
  }
}

function paintRings() {
  for (const svg of document.querySelectorAll('svg[data-clock="ring"]')) {
    const chairs = chairsFor(stage.planned_s, svg.dataset.chairs);
    paintRing(svg, chairs, emptied(chairs, used(), stage.planned_s));
  }
}

function paintClasses(left) {
  const counting = left !== null && !STILL.has(stage.phase);
  const classes = {
    "is-overtime": counting && left <= 0,
    "is-last-minute": counting && left > 0 && left <= 60,
    "is-last-five": counting && left > 0 && left <= 300,
    "is-paused": !STILL.has(stage.phase) && (stage.running_since ?? null) === null,
  };
  for (const [name, on] of Object.entries(classes)) {
    document.documentElement.classList.toggle(name, on);
  }
}

/**
 * The expected end of the evening: what the present phase still has (or will have used), and what
 * is ahead. Before the start it counts from the planned start, unless that has passed.
 */
export function expectedEnd(data, now) {
  const left = Math.max(0, Number(data.presentMs) - used() * 1000);
  const begin = stage.phase === "lobby" ? Math.max(now, Number(data.startsAt)) : now;
  return begin + left + Number(data.aheadMs);
}

function paintEnds() {
  if (!stage) return;
  for (const node of document.querySelectorAll('[data-clock="end"]')) {
    const end = expectedEnd(node.dataset, Date.now() + offset);
    const form = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: node.dataset.timezone };
    write(node, new Intl.DateTimeFormat(document.documentElement.lang, form).format(end));
  }
}

/** Paint everything now; safe to call at any time and as often as you like. */
export function repaint() {
  document.querySelectorAll('svg[data-ring="fill"]').forEach(paintFill);
  if (!stage) return;
  paintClasses(remaining());
  paintDigits();
  paintRings();
  paintEnds();
  observer.takeRecords();
}

function untilNextSecond() {
  const left = remaining();
  const milliseconds = (left === null ? 1 - (used() % 1) : ((left % 1) + 1) % 1 || 1) * 1000;
  return milliseconds + EARLY_MS;
}

function tick() {
  clearTimeout(timer);
  if (!stage) return;
  repaint();
  crossings(remaining());
  if ((stage.running_since ?? null) !== null) timer = setTimeout(tick, untilNextSecond());
}

// Morphing a region may take painted chairs and digits away; they are put back before the next frame.
const observer = new MutationObserver(repaint);
observer.observe(document.documentElement, {
  childList: true,
  subtree: true,
  characterData: true,
  attributes: true,
  attributeFilter: ["data-filled", "data-chairs", "data-clock", "data-ring"],
});
// A paused evening ends later every minute.
setInterval(paintEnds, 10000);
document.addEventListener("visibilitychange", tick);
window.addEventListener("pageshow", tick);
repaint();
