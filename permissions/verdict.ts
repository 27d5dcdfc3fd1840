/** Whether something holds; a text is why that cannot be told. */
export type Verdict = boolean | string;

/** What is false settles it, whatever cannot be told of the others. */
export function every(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes(false)) return false;
  return verdicts.find((verdict) => verdict !== true) ?? true;
}

/** What is true settles it, whatever cannot be told of the others. */
export function some(verdicts: readonly Verdict[]): Verdict {
  return not(every(verdicts.map(not)));
}

export function not(verdict: Verdict): Verdict {
  return typeof verdict === "string" ? verdict : !verdict;
}
