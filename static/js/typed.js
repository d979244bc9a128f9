/**
 * Half-written forms of the desk (a note on paper, a new agreement) survive a reload: what stands in
 * a form[data-typed] is kept in this tab at every letter, and let go when it was sent or emptied.
 */
import { onView, seatId } from "./page.js";

/** Look after these forms, now and after each push. */
export function typed() {
  restoreAll();
  onView(restoreAll);
  document.addEventListener("input", (event) => { if (event.target.form?.dataset.typed) keep(event.target.form); });
  document.addEventListener("reset", (event) => { if (event.target.dataset.typed) write(event.target, null); });
}

const keyOf = (form) => `typed:${seatId()}:${form.dataset.typed}`;
const fieldsOf = (form) => [...form.elements].filter((field) => field.name);

function keep(form) {
  const values = Object.fromEntries(fieldsOf(form).map((field) => [field.name, field.value]));
  write(form, Object.values(values).some(Boolean) ? values : null);
}

function write(form, values) {
  try {
    if (values === null) sessionStorage.removeItem(keyOf(form));
    else sessionStorage.setItem(keyOf(form), JSON.stringify(values));
  } catch {
    // A full or forbidden storage: the words still stand in the form.
  }
}

function restoreAll() {
  document.querySelectorAll("form[data-typed]").forEach(restore);
}

/** Only into an empty form, which is then unfolded so that the words are seen. */
function restore(form) {
  let values = null;
  try {
    values = JSON.parse(sessionStorage.getItem(keyOf(form)) || "null");
  } catch {
    return;
  }
  if (!values || fieldsOf(form).some((field) => field.value)) return;
  for (const field of fieldsOf(form)) field.value = values[field.name] || "";
  for (let fold = form.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  const panel = form.closest("[role=tabpanel][hidden]");
  if (panel) document.getElementById(panel.getAttribute("aria-labelledby")).click();
}
