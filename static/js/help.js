/** The chair's page in three sentences: shown until it was understood in this browser, and on asking. */
const SEEN = "chair:help";

const place = () => document.getElementById("help");

/** Show it the first time. */
export function help() {
  if (place()) place().hidden = understood();
}

/** Show it again. */
export function showHelp() {
  document.getElementById("keys").close();
  place().hidden = false;
  place().focus();
}

/** Never again by itself. */
export function helpDone() {
  place().hidden = true;
  try {
    localStorage.setItem(SEEN, "yes");
  } catch {
    // No storage: it will be there again after a reload.
  }
}

function understood() {
  try {
    return localStorage.getItem(SEEN) === "yes";
  } catch {
    return false;
  }
}
