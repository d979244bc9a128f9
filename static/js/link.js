/**
 * The link to the server: the only module that knows Socket.IO.
 *
 * Polling first, then an upgrade (a school's filter may block websockets). After sleep or a lost
 * network it reconnects at once: a phone's socket can hang for minutes without a close event. There
 * is no replay: the first view after each connection is whole.
 */
import { io } from "../vendor/socket.io.esm.min.js";

const ANSWER_MS = 6000; // the server answers within five seconds, or never will
const ASLEEP_MS = 5000;
const CLOCK_SAMPLES = 5;
const CLOCK_EVERY_MS = 30000;
const GONE = new Set(["unknown_ticket", "unknown_conversation"]);

let socket = null;
let listeners = {};
let hiddenSince = null;

/**
 * Connect a ticket. Listeners: onView(view), onState("online"|"offline"), onGone(error),
 * onTurnedAway(error) (there is no room now; it goes on trying), onOffset(ms).
 */
export function connect(ticket, given) {
  listeners = given;
  socket = io({
    auth: { ticket },
    transports: ["polling", "websocket"],
    reconnectionDelay: 300,
    reconnectionDelayMax: 3000,
    timeout: 8000,
  });
  socket.on("connect", () => { tell("online"); syncClock(); });
  socket.on("disconnect", (reason) => {
    tell("offline");
    if (reason === "io server disconnect") later();
  });
  socket.on("connect_error", (error) => {
    tell("offline");
    if (error.data && GONE.has(error.data.code)) return gone(error.data);
    if (error.data && !error.data.retry) listeners.onTurnedAway?.(error.data);
    if (!socket.active) later();
  });
  socket.on("view", (view) => listeners.onView?.(view));
  socket.on("gone", gone);
  watchSleep();
  setInterval(() => { if (socket.connected) syncClock(); }, CLOCK_EVERY_MS);
}

/** Whether commands can be sent now. */
export function online() {
  return Boolean(socket && socket.connected);
}

/**
 * Send one command and wait for its answer. Rejects when the link is down or no answer came: then
 * nobody knows, and the same command (same id) must be sent again.
 */
export function send(command) {
  if (!online()) return Promise.reject(new Error("offline"));
  return socket.timeout(ANSWER_MS).emitWithAck("command", command);
}

/** A command id: 128 random bits. crypto.randomUUID needs https, which a school's LAN has not. */
export function freshId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Give up the present connection and make a new one at once. */
export function reconnect() {
  if (!socket) return;
  socket.disconnect();
  socket.connect();
}

/**
 * Whether a connection over this one transport ("websocket" or "polling") reaches the server. It
 * comes without a ticket and takes no seat: the refusal with a reason is the proof.
 */
export function trySocket(transport, timeout) {
  return new Promise((resolve) => {
    const probe = io({
      auth: { ticket: "" },
      transports: [transport],
      upgrade: false,
      forceNew: true,
      reconnection: false,
      timeout,
    });
    const done = (works) => {
      clearTimeout(timer);
      probe.disconnect();
      resolve(works);
    };
    const timer = setTimeout(() => done(false), timeout);
    probe.on("connect_error", (error) => done(Boolean(error.data && error.data.code)));
    probe.on("connect", () => done(true));
  });
}

function tell(state) {
  listeners.onState?.(state);
}

function later() {
  setTimeout(() => socket.connect(), 1000 + Math.random() * 1000);
}

function gone(error) {
  socket.disconnect();
  tell("offline");
  listeners.onGone?.(error);
}

function watchSleep() {
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      hiddenSince = Date.now();
    } else if (hiddenSince !== null && Date.now() - hiddenSince > ASLEEP_MS) {
      reconnect();
    }
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) reconnect(); });
  window.addEventListener("online", reconnect);
}

/** Offset = server now − client now, by the fastest of a few round trips. */
async function syncClock() {
  let best = Infinity;
  for (let sample = 0; sample < CLOCK_SAMPLES; sample += 1) {
    try {
      const sent = performance.now();
      const { now } = await socket.timeout(3000).emitWithAck("clock");
      const trip = performance.now() - sent;
      if (trip < best) {
        best = trip;
        listeners.onOffset?.(now + trip / 2 - Date.now());
      }
    } catch {
      return;
    }
  }
}
