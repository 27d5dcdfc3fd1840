/** A promise of queuerun, and what a run has seen of it: one line of the table. */
export interface Row {
  /** The same words in each run: `docs/reliability.md` is held to them. */
  readonly promise: string;
  /** How often, how much, under which faults. */
  readonly done: string;
  /** What was counted or measured. */
  readonly figures: string;
  readonly held: boolean;
}

/** How much a part does. */
export interface Scale {
  /** True in the run of a minute that is part of `npm test`. */
  readonly isQuick: boolean;
  /** Aborted when the part's time is over: then it ends what it has started, and rejects. */
  readonly signal: AbortSignal;
  /** Takes a line for whoever watches. */
  readonly progress: (line: string) => void;
}

/** Puts some promises to the test. Rejects when it could not, which counts as a broken promise. */
export interface Part {
  /** As in `--only NAME`. */
  readonly name: string;
  /** After which it is ended. What it does should take half of it, on a machine that is not busy. */
  readonly limitSeconds: { readonly quick: number; readonly full: number };
  readonly run: (scale: Scale) => Promise<readonly Row[]>;
}
