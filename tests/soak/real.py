"""The part of the phones that use the real JavaScript client, all in one page of Chromium.

Rule: the same outbox as everywhere (one in flight, the same id until it is answered), and the same
books; only the line is the vendored socket.io client with its own reconnecting and buffering.
"""

from __future__ import annotations

from typing import Any

from playwright.async_api import Page, async_playwright

from tests.browser import ARGUMENTS, executable_path

CLIENT = "/static/any/vendor/socket.io.esm.min.js"

SCRIPT = """async ({ client, phones, live, pauseMs }) => {
  const { io } = await import(client);
  const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
  const soak = (window.soak = { stopped: false, phones: [] });

  async function answered(phone, command) {
    for (;;) {
      try {
        const answer = await phone.socket.timeout(6000).emitWithAck("command", command);
        if (answer.ok || !answer.error.retry) return answer;
      } catch { /* nobody knows: the same id again */ }
      await sleep(200);
    }
  }

  function next(phone) {
    const { stage } = phone;
    if (!stage || stage.phase !== "discussion" || stage.circle === phone.circle) return null;
    const here = (phone.here[stage.number] ||= []);
    const text = `${phone.name}, vraag ${phone.count}?`;
    const id = `${phone.name}-${phone.count + 1}`;
    if (!here.length || (here.length < live && Math.random() < 0.6)) {
      return { id, name: "submit_note", text, phase: stage.number };
    }
    const note = here[Math.floor(Math.random() * here.length)];
    return Math.random() < 0.25
      ? { id, name: "withdraw_note", note } : { id, name: "edit_note", note, text };
  }

  function enter(phone, command, answer) {
    const forget = () => Object.values(phone.here).forEach((notes) => {
      const at = notes.indexOf(command.note);
      if (at >= 0) notes.splice(at, 1);
    });
    if (!answer.ok) {
      phone.refused[answer.error.code] = (phone.refused[answer.error.code] || 0) + 1;
      return forget();
    }
    phone.acknowledged.push(command.id);
    if (command.name === "withdraw_note") { delete phone.live[command.note]; forget(); }
    else phone.live[answer.result.note] = command.text;
    if (command.name === "submit_note") phone.here[command.phase].push(answer.result.note);
  }

  async function run(phone) {
    while (!soak.stopped) {
      await sleep((0.5 + Math.random()) * pauseMs);
      const command = next(phone);
      if (!command) continue;
      phone.count += 1;
      enter(phone, command, await answered(phone, command));
    }
  }

  soak.running = phones.map(({ name, ticket, circle }, place) => {
    const transports = place % 2 ? ["polling"] : ["polling", "websocket"];
    const socket = io({
      auth: { ticket }, transports, forceNew: true,
      reconnectionDelay: 300, reconnectionDelayMax: 1500,
    });
    const phone = {
      name, circle, socket, stage: null, revision: -1, regions: {}, here: {}, live: {}, count: 0,
      acknowledged: [], refused: {},
    };
    socket.on("view", (view) => {
      if (view.revision < phone.revision) return;
      phone.revision = view.revision;
      phone.stage = view.stage;
      Object.assign(phone.regions, view.regions);
    });
    soak.phones.push(phone);
    return run(phone);
  });
}"""

STOP = """async () => {
  window.soak.stopped = true;
  await Promise.race([
    Promise.all(window.soak.running), new Promise((done) => setTimeout(done, 30000)),
  ]);
}"""

TOLD = """() => window.soak.phones.map(
  ({ name, live, acknowledged, refused, stage, regions, socket }) =>
    ({ name, live, acknowledged, refused, stage, regions, connected: socket.connected }),
)"""


class RealPhones:
    """A page full of them."""

    def __init__(self, url: str, phones: list[dict[str, str]], pause_s: float, live: int) -> None:
        self.url, self.phones, self.pause_s, self.live = url, phones, pause_s, live
        self.page: Page | None = None

    async def start(self) -> None:
        if not self.phones:
            return
        self._playwright = await async_playwright().start()
        chromium = self._playwright.chromium
        self._browser = await chromium.launch(executable_path=executable_path(), args=ARGUMENTS)
        self.page = await self._browser.new_page()
        await self.page.goto(f"{self.url}/")
        given = {
            "client": CLIENT,
            "phones": self.phones,
            "live": self.live,
            "pauseMs": self.pause_s * 1000,
        }
        await self.page.evaluate(SCRIPT, given)

    async def stop_writing(self) -> None:
        if self.page is not None:
            await self.page.evaluate(STOP)

    async def told(self) -> list[dict[str, Any]]:
        """Each phone's books and what it shows."""
        return list(await self.page.evaluate(TOLD)) if self.page is not None else []

    async def close(self) -> None:
        if self.page is not None:
            await self._browser.close()
            await self._playwright.stop()
