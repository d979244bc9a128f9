/**
 * What a note is made of, as a person counts and reads: characters left, and whether it holds more
 * than one question. The server counts again and decides; this is only to tell in time.
 */

const REGIONAL = /[\u{1F1E6}-\u{1F1FF}]{2}/gu; // two make a flag
const JOINED = /\u200d./gu; // what a joiner ties to the sign before it
const SMALL = /[\p{M}\u200c-\u200f\u{1F3FB}-\u{1F3FF}\u{E0020}-\u{E007F}]/gu;

/** How many characters a person counts (grapheme clusters), spaces put together as the server does. */
export function characters(text) {
  const line = text.normalize("NFC").replace(/\s+/g, " ").trim();
  if (typeof Intl === "undefined" || !Intl.Segmenter) return roughly(line);
  return Array.from(new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(line)).length;
}

/** For browsers without Intl.Segmenter: marks, joiners, skin tones and flags belong to their letter. */
export function roughly(line) {
  return Array.from(line.replace(REGIONAL, "x").replace(JOINED, "").replace(SMALL, "")).length;
}

const ENDS = /[?？؟]+[!….?？؟"'”’»)\]]*(?=\s|$)/g;

/**
 * The questions in a text, each with the words that lead up to it; what follows the last one stays
 * with it. One item when there is nothing to split.
 */
export function questions(text) {
  const line = text.replace(/\s+/g, " ").trim();
  const found = [];
  let from = 0;
  for (const match of line.matchAll(ENDS)) {
    const end = match.index + match[0].length;
    const piece = line.slice(from, end).trim();
    if (!/[\p{L}\p{N}]/u.test(piece)) continue;
    found.push(piece);
    from = end;
  }
  const rest = line.slice(from).trim();
  if (rest && found.length) found[found.length - 1] += ` ${rest}`;
  return found.length ? found : [line];
}
