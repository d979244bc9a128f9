/**
 * The page of a participant. Views come and are put in place by page.js; what a person writes goes
 * from the box into the outbox and stays in this browser until the server has answered.
 */
import { aloud } from "./aloud.js";
import { drawList, startList } from "./outbox-list.js";
import { restore, startBox } from "./box.js";
import { listen } from "./commands.js";
import { startEditing } from "./edit.js";
import { freshId, online, send } from "./link.js";
import { createOutbox } from "./outbox.js";
import { boot, onState, onView, revision, seatId } from "./page.js";
import { sweep } from "./shelf.js";
import { word } from "./words.js";

const DONE_SHOWN_MS = 4000;
const NEWS = "[data-news]";

let told = newsOf();

function newsOf() {
  const heading = document.querySelector(NEWS);
  return heading ? [heading, heading.nextElementSibling].map((one) => one?.textContent.trim()).join(". ") : "";
}

/** Only what matters is said aloud: another step, and that a question was received or came too late. */
function announce(text) {
  document.getElementById("announce").textContent = text;
}

function announceStep() {
  const news = newsOf();
  if (news && news !== told) announce(news);
  told = news;
}

function answered(entry) {
  drawList();
  if (!entry) return;
  if (entry.answer.ok && entry.name === "submit_note") announce(word("received"));
  if (!entry.answer.ok) announce(entry.answer.error.message);
  setTimeout(() => outbox.shown(Infinity), DONE_SHOWN_MS);
}

/** Another circle or language: the whole page is spoken differently, so it is loaded anew. */
function reloadAfter(event) {
  const { command, answer } = event.detail;
  if (answer.ok && ["set_language", "change_circle"].includes(command)) location.reload();
}

document.documentElement.classList.add("has-script");
sweep();
const outbox = createOutbox(seatId(), { send, online, freshId }, answered);
startBox(seatId(), (text, phase) => outbox.put("submit_note", { text, phase }, text));
startList(outbox);
startEditing(seatId(), outbox);
listen();
aloud();
document.addEventListener("command:answered", reloadAfter);
outbox.shown(revision());
onView((view) => {
  restore();
  outbox.shown(view.revision);
  drawList();
  announceStep();
});
onState((state) => { if (state === "online") outbox.pump(); drawList(); });
boot();
