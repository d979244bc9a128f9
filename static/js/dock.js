/**
 * On a phone the next step and the next question lie in a bar at the bottom, in reach of a thumb.
 * This keeps room for it below the page (--dock), and shows the clock in it once the big one is
 * scrolled away.
 */
import { onView } from "./page.js";

let watched = null;
const sizes = new ResizeObserver(measure);

/** Look after the bar. */
export function dock() {
  onView(watch);
  watch();
  document.addEventListener("scroll", look, { passive: true });
  window.addEventListener("resize", measure);
}

function watch() {
  const bar = document.getElementById("chair-dock");
  if (bar !== watched) {
    sizes.disconnect();
    if (bar) sizes.observe(bar);
    watched = bar;
  }
  measure();
}

function measure() {
  const fixed = watched && getComputedStyle(watched).position === "fixed";
  document.documentElement.style.setProperty("--dock", `${fixed ? watched.offsetHeight : 0}px`);
  look();
}

function look() {
  const clock = document.getElementById("chair-clock");
  const away = Boolean(clock) && clock.getBoundingClientRect().bottom < 0;
  document.body.classList.toggle("is-clock-away", away);
}
