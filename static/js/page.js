/**
 * What every live page does: take its seat from the body, keep the clock, apply views in order, and
 * say in words whether the link is up.
 */
import { setOffset, setStage } from "./clock.js";
import { connect } from "./link.js";
import { apply } from "./regions.js";

const viewListeners = [];
const stateListeners = [];
const seat = document.body.dataset;
let lastRevision = Number(seat.revision || 0);
let stage = JSON.parse(seat.stage || "null");

/** The revision of the view that the page shows: what a command was pressed on. */
export function revision() {
  return lastRevision;
}

/** The stage that the page shows. */
export function currentStage() {
  return stage;
}

/** The seat's name, for things kept in this browser. */
export function seatId() {
  return seat.seat;
}

/** Call `listener(view)` after each view is in the page. */
export function onView(listener) {
  viewListeners.push(listener);
}

/** Call `listener("online" | "offline")` when the link comes or goes. */
export function onState(listener) {
  stateListeners.push(listener);
}

/** Start the page. */
export function boot() {
  setOffset(Number(seat.now) + age() - Date.now());
  if (stage) setStage(stage);
  connect(seat.ticket, {
    onView: take,
    onState: say,
    onGone: gone,
    onTurnedAway: (error) => turnedAway(error.message),
    onOffset: setOffset,
  });
}

/** How many milliseconds ago the page's first byte came, which is how old its "now" is. */
function age() {
  const [loading] = performance.getEntriesByType("navigation");
  return loading && loading.responseStart ? performance.now() - loading.responseStart : 0;
}

function take(view) {
  if (view.revision < lastRevision) return;
  lastRevision = view.revision;
  stage = view.stage;
  setStage(stage);
  document.documentElement.dataset.phase = stage.phase;
  apply(view.regions);
  for (const listener of viewListeners) listener(view);
}

function say(state) {
  document.documentElement.dataset.link = state;
  if (state === "online") turnedAway("");
  for (const node of document.querySelectorAll("[data-connection]")) {
    node.classList.toggle("is-lost", state !== "online");
    for (const words of node.querySelectorAll("[data-when]")) {
      words.hidden = words.dataset.when !== state;
    }
  }
  for (const listener of stateListeners) listener(state);
}

/** Why there is no place for this seat now; "" once there is one. */
function turnedAway(reason) {
  const notice = document.getElementById("notice");
  if (!notice || (!reason && notice.dataset.turnedAway === undefined)) return;
  notice.textContent = reason;
  if (reason) notice.dataset.turnedAway = "";
  else delete notice.dataset.turnedAway;
}

/** The seat is no longer good (link renewed, conversation erased): the page itself says how on. */
function gone() {
  document.documentElement.dataset.link = "gone";
  const notice = document.querySelector("[data-gone]");
  if (notice) notice.hidden = false;
}
