/**
 * On a phone the next step and the next question lie in a bar at the bottom, in reach of a thumb.
 * This keeps room for it below the page (--dock), shows the clock in it once the big one is scrolled
 * away, and lets it lie in the page when very large letters would make it cover half of the screen.
 */
import { onView } from "./page.js";

const TALL = 0.45; // of the screen
const EDGE = 8; // px: what its own border changes must not make it jump to and fro
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
  const most = TALL * innerHeight - (document.body.classList.contains("is-dock-tall") ? EDGE : 0);
  document.body.classList.toggle("is-dock-tall", Boolean(watched) && watched.scrollHeight > most);
  const fixed = watched && getComputedStyle(watched).position === "fixed";
  document.documentElement.style.setProperty("--dock", `${fixed ? watched.offsetHeight : 0}px`);
  look();
}

function look() {
  const clock = document.getElementById("chair-clock");
  const away = Boolean(clock) && clock.getBoundingClientRect().bottom < 0;
  document.body.classList.toggle("is-clock-away", away);
}
