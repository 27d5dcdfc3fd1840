import { findNearest } from "../find-nearest.ts";
import { MONTHS, WEEKDAYS } from "./cron-fields.ts";
import { parsePhrase } from "./parse-phrase.ts";
import { createToken, splitPhrase, WORDS } from "./phrase-tokens.ts";

const VOCABULARY = [
  ...WORDS,
  ...WEEKDAYS,
  ...WEEKDAYS.map((day) => `${day}s`),
  ...MONTHS,
  ...["noon", "midnight"],
];
const TIME = /(^|\S+ )(\d{1,2}(?::\d\d)?(?:am|pm)|\d{1,2}:\d\d|noon|midnight)(?= |$)/g;

/** The phrase that was probably meant by one that cannot be read, if any: it can be read. */
export function suggestPhrase(phrase: string): string | undefined {
  const corrected = splitPhrase(phrase).map(correctWord).join(" ");
  const timed = corrected.replace(/\bat (\d{1,2})(?= |$)/g, "at $1:00").replace(TIME, insertAt);
  const candidates = [corrected, timed].flatMap((text) => [
    text,
    `every ${text}`,
    `on ${text}`,
    text.replace(/^(?:every|on) /, ""),
  ]);
  return candidates.find(canRead);
}

function correctWord(word: string): string {
  const isKnown = createToken(word).kind !== "word" || VOCABULARY.includes(word);
  return isKnown || word.length < 3 ? word : (findNearest(word, VOCABULARY) ?? word);
}

function insertAt(_: string, before: string, time: string): string {
  return /^(?:at|and) $/.test(before) ? `${before}${time}` : `${before}at ${time}`;
}

function canRead(phrase: string): boolean {
  try {
    parsePhrase(phrase);
    return true;
  } catch {
    return false;
  }
}
