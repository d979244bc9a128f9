/**
 * Boxes that save themselves: a summary, an answer, an agreement. The fields in a [data-draft] are
 * this module's alone (data-keep: a push never touches them); what the server says stands beside
 * them in data-server and data-base, the revision at which it changed.
 *
 * A box is saved a moment after the last key and when it is left. What is not yet on the server's
 * disk is kept in this browser and survives a reload. When somebody else wrote in the same box, both
 * texts are shown and a person chooses: nobody's words are lost.
 */
import { give } from "./commands.js";
import { onState, onView, seatId } from "./page.js";
import { word } from "./words.js";

const PAUSE_MS = 1500;
const AGAIN_MS = 3000;
const GROWS_ITSELF = CSS.supports("field-sizing", "content");
const boxes = new Map();

/** Take up every box on the page, now and after each push. */
export function drafts() {
  discover();
  onView(discover);
  onState((state) => { if (state === "online") boxes.forEach((box) => box.dirty() && box.later(0)); });
  document.addEventListener("input", (event) => boxOf(event.target)?.typed());
  document.addEventListener("focusout", (event) => boxOf(event.target)?.left());
  document.addEventListener("click", (event) => {
    const solve = event.target.closest("[data-solve]");
    if (solve) boxOf(solve)?.solve(solve.dataset.solve);
  });
}

/** Save a box now, also when nothing was typed (marks a question as answered). */
export function saveNow(name) {
  return boxes.get(name)?.save(true) ?? Promise.resolve(false);
}

/** Whether there is such a box. */
export function hasDraft(name) {
  return boxes.has(name);
}

function boxOf(element) {
  return boxes.get(element.closest?.("[data-draft]")?.dataset.draft);
}

function discover() {
  const seen = new Set();
  for (const element of document.querySelectorAll("[data-draft]")) {
    const name = element.dataset.draft;
    seen.add(name);
    const box = boxes.get(name) || new Box(element);
    boxes.set(name, box);
    box.heard(element);
  }
  for (const name of boxes.keys()) if (!seen.has(name)) boxes.delete(name);
}

/** The same words in the same fields, in whatever order the server names them. */
function same(one, other) {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}

class Box {
  constructor(element) {
    this.element = element;
    this.name = element.dataset.draft;
    this.server = JSON.parse(element.dataset.server);
    this.base = Number(element.dataset.base);
    this.latest = { values: this.server, base: this.base };
    this.clean = this.server; // what the fields held when they were last the same as the server's
    this.saving = false;
    this.conflict = null;
    this.timer = 0;
    this.restore();
  }

  get key() {
    return `draft:${seatId()}:${this.name}`;
  }

  fields() {
    return [...this.element.querySelectorAll("[name]")];
  }

  values() {
    return Object.fromEntries(this.fields().map((field) => [field.name, field.value]));
  }

  fill(values) {
    for (const field of this.fields()) {
      if (field.value === values[field.name]) continue;
      const { selectionStart, selectionEnd } = field;
      field.value = values[field.name];
      if (field === document.activeElement) field.setSelectionRange(selectionStart, selectionEnd);
      grow(field);
    }
    this.clean = this.values();
  }

  dirty() {
    return !same(this.values(), this.clean);
  }

  /** What the server says now. Somebody else's words come in only where nobody is writing. */
  heard(element) {
    this.element = element;
    const values = JSON.parse(element.dataset.server);
    const base = Number(element.dataset.base);
    if (base < this.latest.base) return;
    this.latest = { values, base };
    this.settle();
  }

  settle() {
    if (this.saving || this.conflict) return;
    const { values, base } = this.latest;
    if (base < this.base) return;
    if (same(values, this.server)) {
      this.base = base;
    } else if (base === this.base) {
      // Our own words, tidied by the server: no change by somebody else, and nobody is disturbed.
      this.server = values;
      if (!this.element.contains(document.activeElement)) this.fill(values);
    } else if (!this.dirty()) {
      this.server = values;
      this.base = base;
      this.fill(values);
    }
  }

  typed() {
    this.fields().forEach(grow);
    this.keep();
    this.say(this.conflict ? "conflict" : "unsaved");
    this.later(PAUSE_MS);
  }

  left() {
    if (this.dirty()) this.later(0);
    else if (!this.saving && !this.conflict) this.fill(this.server);
  }

  later(wait) {
    clearTimeout(this.timer);
    if (this.byHand() || this.conflict) return;
    this.timer = setTimeout(() => this.save(), wait);
  }

  byHand() {
    return this.element.hasAttribute("data-by-hand");
  }

  async save(always = false) {
    clearTimeout(this.timer);
    if (this.saving || this.conflict || !(always || this.dirty())) return false;
    this.saving = true;
    this.say("saving");
    const sent = this.values();
    const { write, args } = this.element.dataset;
    const answer = await give(write, { ...JSON.parse(args), ...sent }, this.base);
    this.saving = false;
    if (answer.ok) this.saved(sent, answer.revision);
    else this.refused(answer.error);
    return answer.ok;
  }

  saved(sent, revision) {
    this.clean = sent;
    this.server = sent;
    this.base = revision;
    this.keep();
    this.say(this.dirty() ? "unsaved" : "saved");
    if (this.dirty()) this.later(PAUSE_MS);
    this.settle();
  }

  refused(error) {
    if (error.code === "stale_screen") return this.standing(error.current);
    this.say("unsaved", error.message);
    if (error.retry) this.later(AGAIN_MS);
  }

  /** Somebody was ahead: show both, unless the words are the same after all. */
  standing(current) {
    const theirs = typeof current === "string" ? { [this.fields()[0].name]: current } : current;
    if (!theirs || same(theirs, this.values())) {
      this.base = Math.max(this.base, this.latest.base);
      return this.later(PAUSE_MS / 3);
    }
    this.conflict = { theirs, mine: this.values() };
    this.show();
    this.say("conflict");
  }

  show() {
    const place = this.element.querySelector(".draft-conflict");
    place.replaceChildren();
    if (!this.conflict) return;
    const card = document.getElementById("conflict-template").content.cloneNode(true);
    card.querySelector(".theirs").textContent = told(this.conflict.theirs);
    card.querySelector(".mine").textContent = told(this.conflict.mine);
    place.append(card);
  }

  solve(how) {
    const { theirs } = this.conflict;
    const mine = this.values();
    this.conflict = null;
    this.show();
    this.server = theirs;
    this.base = Math.max(this.base, this.latest.base);
    this.clean = theirs;
    if (how === "theirs") this.fill(theirs);
    if (how === "both") this.write(together(theirs, mine));
    this.keep();
    this.fields()[0].focus();
    if (this.dirty()) this.save();
    else this.say("saved");
  }

  write(values) {
    for (const field of this.fields()) {
      field.value = values[field.name];
      grow(field);
    }
  }

  /** Words that are not on the server's disk yet are kept in this browser. */
  keep() {
    try {
      if (this.dirty() || this.conflict) {
        const kept = { values: this.values(), server: this.server, base: this.base };
        localStorage.setItem(this.key, JSON.stringify(kept));
      } else {
        localStorage.removeItem(this.key);
      }
    } catch {
      // A full or forbidden storage: the words still stand in the box.
    }
  }

  restore() {
    this.fields().forEach(grow);
    let kept = null;
    try {
      kept = JSON.parse(localStorage.getItem(this.key) || "null");
    } catch {
      return;
    }
    if (!kept || same(kept.values, this.server)) return localStorage.removeItem(this.key);
    this.server = kept.server;
    this.base = kept.base;
    this.clean = kept.server;
    this.write(kept.values);
    this.say("unsaved");
    this.later(PAUSE_MS);
  }

  say(state, message = "") {
    const place = this.element.querySelector(".draft-state");
    if (!place) return;
    const words = message ? `${word("unsaved")} – ${message}` : word(state);
    if (place.textContent !== words) place.textContent = words;
    place.classList.toggle("state-good", state === "saved");
    place.classList.toggle("state-wait", state === "saving" || state === "unsaved");
    place.classList.toggle("state-bad", state === "conflict" || Boolean(message));
  }
}

function told(values) {
  return Object.values(values).filter(Boolean).join(" · ") || "–";
}

function together(theirs, mine) {
  return Object.fromEntries(Object.keys(mine).map((name) => [name, joined(theirs[name], mine[name])]));
}

function joined(one, other) {
  if (!one || other.includes(one)) return other;
  return !other || one.includes(other) ? one : `${one}\n${other}`;
}

/** A box is as high as its words, also where the browser does not see to it (field-sizing). */
function grow(field) {
  if (GROWS_ITSELF || !(field instanceof HTMLTextAreaElement) || !field.offsetParent) return;
  field.style.blockSize = "auto";
  field.style.blockSize = `${field.scrollHeight + 4}px`;
}

document.addEventListener("toggle", (event) => event.target.querySelectorAll?.("[data-draft] textarea").forEach(grow), true);
document.addEventListener("tab:shown", (event) => event.target.querySelectorAll("textarea").forEach(grow));
window.addEventListener("resize", () => document.querySelectorAll("[data-draft] textarea").forEach(grow));
document.fonts?.ready.then(() => document.querySelectorAll("[data-draft] textarea").forEach(grow));
