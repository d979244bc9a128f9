/**
 * The page that tests a phone: measures, and shows which of the page's sentences is true. Every
 * word stands in the page; here are only numbers. Nothing is sent and nothing stays.
 */
import { copyText } from "./copy.js";
import { trySocket } from "./link.js";

const PINGS = 10;
const PATIENCE_MS = 6000;
const CLOCK_GOOD_MS = 2000;
const SLOW_TRIP_MS = 800;
const SLOW_RATE = 1; // Mbit/s: a page of 100 kB then takes about a second
const LANGUAGE = document.documentElement.lang;

const outcomes = new Map();
let running = false;

// --- the page's words

const line = (name) => document.querySelector(`[data-line="${name}"]`);

/** Show one outcome of a line; `values` fill its {blanks}. */
function show(name, outcome, values = {}) {
  outcomes.set(name, outcome);
  for (const one of line(name).querySelectorAll("[data-outcome]")) {
    one.hidden = one.dataset.outcome !== outcome;
    const text = one.querySelector("[data-text]");
    if (text && !one.hidden) text.textContent = filled(text.dataset.text, values);
  }
}

function verdict(name) {
  for (const one of document.querySelectorAll("[data-verdict]")) {
    one.hidden = one.dataset.verdict !== name;
  }
}

function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (blank, name) => values[name] ?? blank);
}

/** A number with its unit in the page's language; old browsers know fewer units. */
function quantity(value, unit, short) {
  const digits = value < 10 ? 1 : 0;
  try {
    const format = { style: "unit", unit, unitDisplay: "long", maximumFractionDigits: digits };
    return new Intl.NumberFormat(LANGUAGE, format).format(value);
  } catch {
    return `${value.toFixed(digits)} ${short}`;
  }
}

function duration(ms) {
  if (ms < 1000) return quantity(Math.round(ms), "millisecond", "ms");
  if (ms < 120000) return quantity(ms / 1000, "second", "s");
  if (ms < 7200000) return quantity(Math.round(ms / 60000), "minute", "min");
  return quantity(Math.round(ms / 3600000), "hour", "h");
}

// --- measuring

/** Fetch fresh; gives the body as `read` takes it and how long that took. Throws when it does not. */
async function timed(path, read) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE_MS);
  try {
    const began = performance.now();
    const answer = await fetch(path, { cache: "no-store", signal: stop.signal });
    if (!answer.ok) throw new Error(String(answer.status));
    const body = await read(answer);
    return { body, took: performance.now() - began };
  } finally {
    clearTimeout(timer);
  }
}

/** Round trips, and the clock's offset by the fastest of them. */
async function ping() {
  const trips = [];
  let best = Infinity;
  let offset = 0;
  for (let n = 0; n < PINGS; n += 1) {
    const { body, took } = await timed("/test/ping", (answer) => answer.json());
    trips.push(took);
    if (took < best) {
      best = took;
      offset = Date.now() - (body.now + took / 2);
    }
  }
  trips.sort((a, b) => a - b);
  return { trip: (trips[PINGS / 2 - 1] + trips[PINGS / 2]) / 2, offset };
}

async function measureTime() {
  try {
    const { trip, offset } = await ping();
    const time = duration(Math.abs(offset));
    show("clock", Math.abs(offset) <= CLOCK_GOOD_MS ? "good" : offset > 0 ? "ahead" : "behind", { time });
    const { body, took } = await timed("/test/load", (answer) => answer.arrayBuffer());
    const megabits = (body.byteLength * 8) / 1000 / Math.max(took, 1);
    const rate = quantity(megabits, "megabit-per-second", "Mbit/s");
    const slow = trip > SLOW_TRIP_MS || megabits < SLOW_RATE;
    show("speed", slow ? "slow" : "good", { trip: duration(trip), rate });
  } catch {
    if (outcomes.get("clock") === "busy") show("clock", "bad");
    show("speed", "bad");
  }
}

async function measureSocket(transport) {
  show(transport, (await trySocket(transport, PATIENCE_MS)) ? "good" : "bad");
}

function measureDrafts() {
  const key = "phone-test";
  try {
    localStorage.setItem(key, key);
    const kept = localStorage.getItem(key) === key;
    localStorage.removeItem(key);
    show("drafts", kept ? "good" : "note");
  } catch {
    show("drafts", "note");
  }
}

/** The live pages begin with long-polling (link.js), so without it nothing goes. */
function judged() {
  if (outcomes.get("polling") !== "good") return "bad";
  if (outcomes.get("speed") !== "good") return "slow";
  return outcomes.get("websocket") === "good" ? "good" : "fallback";
}

async function test() {
  if (running) return;
  running = true;
  verdict("busy");
  for (const name of ["websocket", "polling", "clock", "speed", "drafts"]) show(name, "busy");
  document.querySelector("[data-copied]").hidden = true;
  measureDrafts();
  await measureTime();
  await measureSocket("polling");
  await measureSocket("websocket");
  const found = judged();
  verdict(found);
  document.getElementById("advice").open = found === "bad";
  running = false;
}

// --- copying

function words(node) {
  return [...node.querySelectorAll("p")].map((one) => one.textContent.trim()).join(". ");
}

function results() {
  const shown = [...document.querySelectorAll("[data-line]")].map((one) => {
    const title = one.querySelector("h2").textContent.trim();
    return `${title}: ${words(one.querySelector("[data-outcome]:not([hidden])"))}`;
  });
  const said = document.querySelector("[data-verdict]:not([hidden])").textContent.trim();
  const when = new Date().toLocaleString(LANGUAGE);
  return [`${location.origin}/test, ${when}`, said, ...shown, navigator.userAgent].join("\n");
}

/** The text stays in sight: where copying is not allowed it can be taken by hand. */
async function copy(button) {
  const field = document.getElementById("results");
  field.value = results();
  document.querySelector("[data-copied]").hidden = false;
  const done = await copyText(field);
  const word = button.querySelector("[data-word]");
  if (!done || word.dataset.before) return;
  word.dataset.before = word.textContent;
  word.textContent = word.dataset.done;
  setTimeout(() => {
    word.textContent = word.dataset.before;
    delete word.dataset.before;
  }, 2000);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (button?.dataset.do === "again") test();
  if (button?.dataset.do === "copy") copy(button);
});
document.getElementById("advice").open = false;
document.querySelector("[data-buttons]").hidden = false;
test();
