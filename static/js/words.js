/** The few sentences that scripts say: the page carries them, translated, in #words. */
export function word(name) {
  return document.getElementById("words")?.dataset[name] || "";
}

/** The numbers for which a page carries a counted sentence: one of each kind that a language has. */
const NUMBERS = [0, 1, 2, 3, 5, 11, 100];

/** A counted sentence for `n`: the one for a number of the same kind, with `n` in its place. */
export function counted(name, n) {
  const kind = new Intl.PluralRules(document.documentElement.lang || "en");
  const forms = word(name).split("|");
  const index = NUMBERS.findIndex((one) => kind.select(one) === kind.select(n));
  const like = index < 0 ? NUMBERS.length - 1 : index;
  return forms[like].replace(String(NUMBERS[like]), String(n));
}
