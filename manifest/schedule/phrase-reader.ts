import { createToken, splitPhrase, type Token } from "./phrase-tokens.ts";
import { ScheduleError } from "./schedule-error.ts";

/** Takes the words of a phrase one after the other. */
export interface PhraseReader {
  /** True if the next word is one of these; takes it. */
  accept(...words: readonly string[]): boolean;
  /** The next word, taken, if it is of this kind. */
  take<Kind extends Token["kind"]>(kind: Kind): Extract<Token, { kind: Kind }> | undefined;
  /** One or more of a kind, joined by "and". */
  takeList<Kind extends Token["kind"]>(kind: Kind): readonly Extract<Token, { kind: Kind }>[];
  readonly isAtEnd: boolean;
  /** What to throw when the next word cannot stand here. */
  unexpected(): ScheduleError;
}

/** What to write that can be read for certain. */
export const PHRASE_FORMS =
  'Write words such as "every 15 minutes", "daily at 4:15", "every monday at 9:30", "on the 1st and 15th at 6:00", or a cron expression of five fields such as "15 4 * * *"';

export function createPhraseReader(phrase: string): PhraseReader {
  const tokens = splitPhrase(phrase).map(createToken);
  let position = 0;
  /** Of the first word that nobody could take. */
  let farthest = 0;
  const reader: PhraseReader = {
    accept(...words) {
      const token = tokens[position];
      if (token?.kind !== "word" || !words.includes(token.text)) return false;
      position++;
      return true;
    },
    take(kind) {
      const token = tokens[position];
      if (!isOfKind(token, kind)) return undefined;
      position++;
      return token;
    },
    takeList(kind) {
      const list = [reader.take(kind)];
      for (let start = position; list.at(-1) !== undefined; start = position) {
        // The "and" may belong to what follows the list.
        list.push(reader.accept("and") ? reader.take(kind) : undefined);
        farthest = position;
        if (list.at(-1) === undefined) position = start;
      }
      return list.filter((token) => token !== undefined);
    },
    get isAtEnd() {
      return position === tokens.length;
    },
    unexpected() {
      const token = tokens[Math.max(position, farthest)];
      const what =
        token === undefined
          ? `Cannot read the schedule "${phrase}": it ends too early`
          : `Cannot read "${token.text}" in the schedule "${phrase}"`;
      return new ScheduleError(what, PHRASE_FORMS);
    },
  };
  return reader;
}

function isOfKind<Kind extends Token["kind"]>(
  token: Token | undefined,
  kind: Kind,
): token is Extract<Token, { kind: Kind }> {
  return token?.kind === kind;
}
