/** A task's page asks how far it is and shows it, without loading itself anew. */
const PAUSE_MS = 1000;

/** Part by part: the region that is read aloud stays, and says something only when it is new. */
function show(place, fresh) {
  for (const part of ["h1", "label", "[role=status]"]) {
    const [old, now] = [place.querySelector(part), fresh.querySelector(part)];
    if (old.innerHTML !== now.innerHTML) old.replaceChildren(...now.childNodes);
  }
  const [bar, now] = [place.querySelector("progress"), fresh.querySelector("progress")];
  [bar.max, bar.value] = [now.max, now.value];
}

export async function follow(place) {
  while (place.isConnected && "task" in place.dataset) {
    await new Promise((done) => setTimeout(done, PAUSE_MS));
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (!answer.ok || answer.redirected) continue;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("task");
      if (!fresh) continue;
      show(place, fresh);
      if (!("task" in fresh.dataset)) delete place.dataset.task;
    } catch {
      // No answer now: asked again in a moment.
    }
  }
}
