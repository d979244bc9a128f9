/** A task's page asks how far it is and shows it, without loading itself anew. */
const PAUSE_MS = 1000;

export async function follow(place) {
  while (place.isConnected && "task" in place.dataset) {
    await new Promise((done) => setTimeout(done, PAUSE_MS));
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (!answer.ok || answer.redirected) continue;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("task");
      if (!fresh) continue;
      place.replaceChildren(...fresh.childNodes);
      if (!("task" in fresh.dataset)) delete place.dataset.task;
    } catch {
      // No answer now: asked again in a moment.
    }
  }
}
