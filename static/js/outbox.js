/**
 * What was written and is not yet known to be on the server's disk. Rule: an entry leaves only when
 * the server has answered, or by the person's own hand. One is in flight at a time, in the order of
 * writing, and it goes again with the same id until it is answered, however long that takes: so a
 * reload, sleep, a dead network, a restarted server or a second tab neither lose nor double it.
 *
 * An entry: {id, name, args, text, state, tried, cancel?, error?, note?, revision?}. States:
 * "waiting", "done" (answered ok; it stays until the page shows what came of it), "late" (the phase
 * it was written in is over) and "refused". It never expires, and never goes to another phase.
 */
import { shelf } from "./shelf.js";

const LATE = new Set([
  "already_collected", "wrong_phase", "your_circle_speaks", "conversation_ended", "unknown_note",
]);
const RETRY = new Set(["unknown_ticket"]); // the seat may be on its way back; the text is not lost
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5000;

/** The outbox of one seat. `link`: {send, online, freshId}; `changed(answered)` after any change. */
export function createOutbox(seat, link, changed) {
  const store = shelf(seat, "outbox");
  let flying = null;
  let timer = 0;
  let pause = FIRST_PAUSE_MS;

  const entries = () => store.read() || [];

  function update(id, change) {
    store.write(keepSome(entries().map((entry) => (entry.id === id ? { ...entry, ...change } : entry))));
  }

  function remove(id) {
    store.write(keepSome(entries().filter((entry) => entry.id !== id)));
    changed();
  }

  /** Put something in the outbox and send it as soon as that is possible. */
  function put(name, args, text) {
    const entry = { id: link.freshId(), name, args, text, state: "waiting", tried: 0 };
    store.write([...entries(), entry]);
    changed();
    pump();
    return entry.id;
  }

  /**
   * Take an unanswered entry back. What was never sent is gone at once; of what was, nobody knows
   * whether it arrived, so it is sent on until it is answered and then withdrawn.
   */
  function cancel(id) {
    const entry = entries().find((one) => one.id === id);
    if (!entry || entry.state !== "waiting") return;
    if (entry.tried === 0 || entry.name !== "submit_note") return remove(id);
    update(id, { cancel: true });
    changed();
  }

  /** Send the oldest waiting entry, if there is one and none is in flight. */
  async function pump() {
    const next = entries().find((entry) => entry.state === "waiting");
    if (flying || !next || !link.online()) return;
    flying = next.id;
    update(next.id, { tried: next.tried + 1 });
    changed();
    let answer = null;
    try {
      answer = await link.send({ ...next.args, id: next.id, name: next.name });
    } catch {
      // No answer: it may have arrived or not. The same id goes again.
    }
    flying = null;
    take(next.id, answer);
  }

  function take(id, answer) {
    const again = !answer || (!answer.ok && (answer.error.retry || RETRY.has(answer.error.code)));
    if (again) return later();
    pause = FIRST_PAUSE_MS;
    const entry = entries().find((one) => one.id === id);
    if (entry && answer.ok) arrived(entry, answer);
    else if (entry) refused(entry, answer.error);
    changed(entry && { ...entry, answer });
    pump();
  }

  function arrived(entry, answer) {
    const note = answer.result && answer.result.note;
    if (entry.cancel && note) {
      const withdrawal = {
        id: link.freshId(), name: "withdraw_note", args: { note }, text: entry.text, state: "waiting", tried: 0,
      };
      store.write([...entries().filter((one) => one.id !== entry.id), withdrawal]);
    } else {
      update(entry.id, { state: "done", note, revision: answer.revision });
    }
  }

  function refused(entry, error) {
    const nothingToKeep = entry.cancel || (entry.name === "withdraw_note" && error.code === "unknown_note");
    if (nothingToKeep) return remove(entry.id);
    const state = LATE.has(error.code) ? "late" : "refused";
    update(entry.id, { state, error: { code: error.code, message: error.message } });
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(pump, pause);
    pause = Math.min(LONGEST_PAUSE_MS, pause * 2);
    changed();
  }

  /** The page shows this revision now: what was answered by then needs no line here any more. */
  function shown(revision) {
    const before = entries();
    const left = before.filter((entry) => entry.state !== "done" || entry.revision > revision);
    if (left.length !== before.length) {
      store.write(keepSome(left));
      changed();
    }
  }

  window.addEventListener("storage", (event) => {
    if (event.key !== store.key) return;
    changed();
    pump();
  });

  /** Whether an entry is on its way for the first time (else it is one that we try again). */
  const isSending = (entry) => link.online() && entry.tried < 2;

  return { entries, put, cancel, remove, pump, shown, isSending };
}

function keepSome(entries) {
  return entries.length ? entries : null;
}
