/**
 * Buttons and forms that give commands: data-command, data-args (JSON), data-confirm (a question to
 * ask first). A form's named fields become arguments. A command is sent with an id of its own and
 * the revision of the page, and again with the same id until it is answered; a refusal is told in
 * the page's #notice and changes nothing.
 */
import { freshId, send } from "./link.js";
import { revision } from "./page.js";

const TRIES = 6;
const PAUSE_MS = 700;

// By note or agreement: this page's change to it that is under way, and the revision of its last.
const changing = new Map();
const changed = new Map();
const subjects = (args) => [args.note, args.into, args.agreement].filter(Boolean);

/**
 * Give a command. Resolves with the answer ({ok, result} or {ok: false, error}); an answer that
 * never came gives the error code "no_answer".
 */
export async function give(name, args = {}, pressedOn = revision()) {
  const delivery = deliver({ ...args, id: freshId(), name, revision: pressedOn });
  for (const about of subjects(args)) changing.set(about, delivery);
  const answer = await delivery;
  for (const about of subjects(args)) {
    if (changing.get(about) === delivery) changing.delete(about);
    if (answer.ok) changed.set(about, answer.revision);
  }
  return answer;
}

/**
 * Give a command after this page's own last change to the same note or agreement. That change is no
 * surprise to who pressed here, and the server held it against what else had changed. A box that a
 * click leaves is being saved at that moment, and keys are pressed faster than answers come.
 */
export async function giveAfterOwn(name, args, pressedOn) {
  await Promise.all(subjects(args).map((about) => changing.get(about)));
  const own = subjects(args).map((about) => changed.get(about) ?? 0);
  return give(name, args, Math.max(pressedOn, ...own));
}

async function deliver(command) {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    try {
      const answer = await send(command);
      if (answer.ok || !answer.error.retry) return answer;
    } catch {
      // No link or no answer: nobody knows whether it happened, so the same id goes again.
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  return { ok: false, error: { code: "no_answer", message: document.body.dataset.noAnswer || "", retry: true } };
}

/** Say something in the page's notice; "" takes it away. */
export function notice(message, bad = true) {
  const place = document.getElementById("notice");
  if (!place) return;
  place.textContent = message;
  place.classList.toggle("notice-bad", Boolean(message) && bad);
}

/** Ask in the page's own dialog; resolves with true or false. */
export function ask(question, yes) {
  const dialog = document.getElementById("confirm");
  if (!dialog.showModal) return Promise.resolve(window.confirm(question)); // phones of before 2022
  dialog.querySelector("[data-question]").textContent = question;
  const button = dialog.querySelector('[value="yes"]');
  (button.querySelector("span") || button).textContent = yes || button.dataset.default;
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

async function pressed(element, args, pressedOn) {
  const { command, confirm, confirmYes } = element.dataset;
  if (confirm && !(await ask(confirm, confirmYes))) return;
  if (element.getAttribute("aria-busy") === "true") return;
  element.setAttribute("aria-busy", "true");
  const answer = await giveAfterOwn(command, args, pressedOn);
  element.removeAttribute("aria-busy");
  notice(answer.ok ? "" : answer.error.message);
  const detail = { command, args, answer };
  document.dispatchEvent(new CustomEvent("command:answered", { detail }));
  if (answer.ok && element instanceof HTMLFormElement && element.hasAttribute("data-reset")) {
    element.reset();
  }
}

function argumentsOf(element) {
  return JSON.parse(element.dataset.args || "{}");
}

function fields(form) {
  const values = {};
  for (const field of form.elements) {
    if (!field.name) continue;
    const number = field.type === "number" || field.dataset.type === "number";
    values[field.name] = number ? Number(field.value) : field.value;
  }
  return values;
}

/** Listen to the page's data-command buttons and forms. */
export function listen() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-command]");
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    pressed(button, argumentsOf(button), revision());
  });
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-command]");
    if (!form) return;
    event.preventDefault();
    pressed(form, { ...argumentsOf(form), ...fields(form) }, revision());
  });
}
