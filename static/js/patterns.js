/** The page of all parts: its clock runs, its buttons set the clock, its dialog opens. */
import { setStage } from "./clock.js";

const PLANNED_S = 900;

function show({ used, planned = PLANNED_S, running = true }) {
  setStage({
    phase: "discussion",
    number: 2,
    circle: "pupils",
    planned_s: planned,
    spent_s: used,
    running_since: running ? Date.now() : null,
  });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.clockState) show(JSON.parse(button.dataset.clockState));
  if (button?.dataset.open) document.getElementById(button.dataset.open).showModal();
});

show({ used: 396 });
