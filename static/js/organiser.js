/**
 * Comfort on the organiser's pages: copy a link, show a password, hint at a theme, print.
 * Everything works without it; what needs it stays hidden until it is here.
 */
import { copyText } from "./copy.js";
import { follow } from "./task.js";

const HINT_DELAY_MS = 500;

for (const button of document.querySelectorAll("[data-copy], [data-reveal], [data-print]")) {
  button.hidden = false;
}

async function copy(button) {
  const done = await copyText(document.getElementById(button.dataset.copy));
  const word = button.querySelector("span").firstChild;
  if (!done || button.dataset.word) return;
  button.dataset.word = word.data;
  word.data = button.dataset.done;
  setTimeout(() => {
    word.data = button.dataset.word;
    delete button.dataset.word;
  }, 2000);
}

function reveal(button) {
  const field = document.getElementById(button.dataset.reveal);
  const shown = field.type === "text";
  field.type = shown ? "password" : "text";
  const word = button.textContent;
  button.textContent = button.dataset.hide;
  button.dataset.hide = word;
  field.focus();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.copy) copy(button);
  if (button.dataset.reveal) reveal(button);
  if ("print" in button.dataset) window.print();
});

/** The hint comes from the server, which holds the list of words. */
function hintAtTheme(field, place) {
  let timer = 0;
  const ask = async () => {
    try {
      const answer = await fetch(`${place.dataset.hint}?theme=${encodeURIComponent(field.value)}`);
      if (answer.ok && !answer.redirected) place.innerHTML = await answer.text();
    } catch {
      // No hint is no harm.
    }
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, HINT_DELAY_MS);
  });
}

const theme = document.getElementById("theme");
const place = document.getElementById("theme-hint-place");
if (theme && place) hintAtTheme(theme, place);

const task = document.querySelector("[data-task]");
if (task) follow(task);

document.getElementById("errors")?.focus();
