/**
 * Reads the page aloud: what is happening, the central question, the question on the floor. Only by
 * voices on the device (localService), so that no word leaves the phone for it; without such a voice
 * for the page's language there is no button. A note is read in its own language where a voice for
 * that is here too. What is being read is never cut off by a push; pressing again stops it.
 */
const WORDS = ["h1", "h2", "p", "li", ".label", ".text"];
const READ = WORDS.flatMap((one) => [`[data-read] ${one}`, `${one}[data-read]`]).join(", ");

let reading = []; // held on to: browsers forget an utterance that nobody holds, and then never end it

/** Offer it where the device can. */
export function aloud() {
  if (!window.speechSynthesis || !window.SpeechSynthesisUtterance) return;
  speechSynthesis.addEventListener?.("voiceschanged", show); // many browsers find their voices late
  document.addEventListener("regions:applied", show);
  document.addEventListener("click", (event) => {
    if (event.target.closest("#aloud")) (reading.length ? stop : start)();
  });
  window.addEventListener("pagehide", stop);
  show();
}

function show() {
  const button = document.getElementById("aloud");
  if (!button) return;
  button.hidden = voiceFor(document.documentElement.lang) === null;
  for (const words of button.querySelectorAll("[data-aloud]")) {
    words.hidden = (words.dataset.aloud === "stop") !== reading.length > 0;
  }
}

/** A voice on this device that speaks the language: nl fits nl-NL, nl-BE and nl_NL. */
function voiceFor(language) {
  const voices = speechSynthesis.getVoices().filter(
    (voice) => voice.localService && primary(voice.lang) === primary(language),
  );
  return voices.find((voice) => voice.default) || voices[0] || null;
}

function primary(tag) {
  return tag.toLowerCase().split(/[-_]/)[0];
}

function start() {
  const own = pieces().map(utterance);
  if (!own.length) return;
  reading = own;
  own[own.length - 1].onend = () => { if (reading === own) stop(); };
  for (const one of own) {
    one.onerror = () => { if (reading === own) stop(); };
    speechSynthesis.speak(one);
  }
  show();
}

function stop() {
  if (!reading.length) return;
  reading = [];
  speechSynthesis.cancel();
  show();
}

/** What there is to read, in the order of the page; a piece with pieces in it is read by those. */
function pieces() {
  return [...document.querySelectorAll(READ)].filter(
    (node) => node.getClientRects().length && node.textContent.trim() && !node.querySelector(WORDS.join(", ")),
  );
}

function utterance(node) {
  const language = node.closest("[lang]").lang;
  const one = new SpeechSynthesisUtterance(node.textContent.replace(/\s+/g, " ").trim());
  one.voice = voiceFor(language) || voiceFor(document.documentElement.lang);
  one.lang = one.voice.lang;
  return one;
}
