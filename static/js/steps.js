/**
 * Says aloud, once, that another step has begun, in the page's live region beside the clock's own
 * announcements (clock.js). The words are those of [data-news], else of the first heading. Nothing
 * else that a push brings is said: who wants to know goes there.
 */
import { currentStage, onView } from "./page.js";

const words = () => ["[data-news]", "#main :is(h1, h2)"]
  .map((one) => document.querySelector(one)?.textContent.trim()).find(Boolean);

/** Listen for steps. */
export function steps() {
  let step = currentStage()?.number;
  onView(() => {
    const now = currentStage()?.number;
    if (now === step) return;
    step = now;
    const live = document.querySelector('[data-clock="live"]');
    if (live) live.textContent = words() || "";
  });
}
