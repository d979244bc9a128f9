/** The few sentences that scripts say: the page carries them, translated, in #words. */
export function word(name) {
  return document.getElementById("words")?.dataset[name] || "";
}
