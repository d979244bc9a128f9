/** The chair's and the minute-taker's page: its buttons that need more than a command. */
import { remaining, used } from "./clock.js";
import { ask, give, listen, notice } from "./commands.js";
import { dock } from "./dock.js";
import { drafts, hasDraft, saveNow } from "./drafts.js";
import { find } from "./find.js";
import { folds } from "./folds.js";
import { help, helpDone, showHelp } from "./help.js";
import { keys } from "./keys.js";
import { likes, mergeLike, unlike } from "./likes.js";
import { news, showNew } from "./news.js";
import { over } from "./over.js";
import { boot, currentStage, onView } from "./page.js";
import { pair, showPair } from "./pair.js";
import { render } from "./rendering.js";
import { sortable } from "./sort.js";
import { merge, mergingNote, noteCard, noteOf, shift, showMerging, sort, stopMerging, undo } from "./sorting.js";
import { steps } from "./steps.js";
import { typed } from "./typed.js";
import { word } from "./words.js";

const DAY_S = 86400;

/** What the buttons with data-do do: `id` is the note that they belong to, then the button itself. */
const DO = {
  select_note: (id) => sort("select_note", { note: id }),
  unselect_note: (id) => sort("unselect_note", { note: id }),
  set_aside_note: (id) => sort("set_aside_note", { note: id }),
  restore_note: (id) => sort("restore_note", { note: id }),
  unmerge_note: (id) => sort("unmerge_note", { note: id }),
  up: (id) => shift(id, -1),
  down: (id) => shift(id, 1),
  merge: (id) => merge(id),
  "merge-stop": stopMerging,
  "merge-like": (id, button) => mergeLike(button),
  unlike: (id, button) => unlike(button),
  "show-new": (id, button) => showNew(button),
  help: showHelp,
  "help-done": helpDone,
  pair,
  "pair-show": showPair,
  undo,
  more,
  render,
  answered,
  "began-now": () => tell(give("backdate_start", { seconds: -Math.round(used()) })),
  renew,
};

async function tell(answer) {
  const { ok, error } = await answer;
  notice(ok ? "" : error.message);
}

/** Takes the question off the floor, with whatever stands in its answer box. */
function answered(id) {
  if (hasDraft(`answer-${id}`)) return saveNow(`answer-${id}`);
  return tell(give("answer_question", { note: id, answer: "" }));
}

async function renew() {
  if (await ask(word("renew"), word("renewYes"))) document.getElementById("renew-form").submit();
}

// --- erasing a note, silencing a phone

let noteInDialog = null;

function more(id) {
  const dialog = document.getElementById("more");
  noteInDialog = id;
  dialog.querySelector("[data-more-text]").textContent = noteCard(id).querySelector(".postit-text").textContent;
  dialog.querySelector("[data-more-phone]").hidden = !noteCard(id).hasAttribute("data-phone");
  dialog.showModal();
}

function moreChosen(name) {
  document.getElementById("more").close();
  tell(give(name, { note: noteInDialog }));
}

// --- the question before going on

/** More than a third of the planned time is left: the page asks, the command never refuses. */
function early() {
  const left = remaining();
  return left !== null && left > currentStage().planned_s / 3;
}

/** One question at most: what stands unfinished (the server knows) goes before the clock. */
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-early]");
  if (!button) return;
  const question = button.dataset.unfinished || (early() ? button.dataset.early : "");
  if (question) button.dataset.confirm = question;
  else delete button.dataset.confirm;
}, true);

// --- forms that count first

/** The next moment (unix ms) at which a clock in `timezone` shows `time` ("21:30"). */
export function nextAt(time, timezone, now) {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: timezone, hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
  }).formatToParts(now);
  const number = (type) => Number(parts.find((part) => part.type === type).value);
  const here = number("hour") * 3600 + number("minute") * 60 + number("second");
  const [hours, minutes] = time.split(":").map(Number);
  const ahead = (hours * 3600 + minutes * 60 - here + DAY_S) % DAY_S;
  return Math.floor(now / 1000) * 1000 + ahead * 1000;
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.hasAttribute("data-fit")) {
    event.preventDefault();
    const time = form.querySelector("input").value;
    tell(give("fit_to_end", { ends_at: nextAt(time, form.dataset.timezone, Date.now()) }));
  } else if (form.hasAttribute("data-break")) {
    event.preventDefault();
    tell(give("add_break", { seconds: Number(form.querySelector("input").value) * 60 }));
  }
});

// What was sent and accepted is no longer being typed: a push may renew it again (regions.js).
document.addEventListener("command:answered", ({ detail: { command, args, answer } }) => {
  if (!answer.ok) return;
  for (const form of document.querySelectorAll(`form[data-command="${command}"]:not([data-reset])`)) {
    for (const field of form.elements) {
      if (field.name && String(args[field.name]) === field.value) field.defaultValue = field.value;
    }
  }
});

// --- clicks

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.do) return act(button);
  if (button?.dataset.open) return document.getElementById(button.dataset.open).showModal();
  if (button?.dataset.more) return moreChosen(button.dataset.more);
  if (button?.hasAttribute("data-close")) return button.closest("dialog").close();
  // While merging, a tap anywhere on a note of the table is the answer.
  const card = event.target.closest("article[data-note]");
  if (mergingNote() !== null && card && !button && !event.target.closest("summary")) merge(card.dataset.note);
  return undefined;
});

function act(button) {
  if (button.getAttribute("aria-disabled") === "true") return;
  DO[button.dataset.do]?.(button.dataset.note || noteOf(button), button);
}

help();
folds();
news();
find();
likes();
dock();
typed();
drafts();
keys();
over();
steps();
sortable((note, position) => sort("move_note", { note, position }));
listen();
onView(showMerging);
boot();
