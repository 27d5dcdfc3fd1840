import type { JournalEntry } from "../../tests/engine/aws/store.ts";

/** What goes wrong in one `pulumi up`. */
export interface Fault {
  /** `fail`: AWS refuses the call. Otherwise Pulumi and its plugins are killed, before or after it. */
  readonly effect: "fail" | "kill before" | "kill after";
  /** `lambda:CreateAlias` */
  readonly action: string;
  /** `aws:lambda/alias:Alias api` */
  readonly for: string;
  /** Of those calls for that resource, counted from 1. */
  readonly nth: number;
}

/** Those that change nothing in AWS: that they are the last to be made is no state of its own. */
const READS =
  /^(\w+:(Get|List|Describe)\w+|apigateway:GET|iam:PassRole|(lambda|iam|sqs|logs|dynamodb|scheduler):Tag\w+)$/;

/** Each call fails once; Pulumi is killed before and after each that changes something. */
export function listFaults(calls: readonly JournalEntry[]): readonly Fault[] {
  const counts = new Map<string, number>();
  return calls.flatMap(({ action, for: purpose }): Fault[] => {
    const key = `${action} ${purpose}`;
    const nth = (counts.get(key) ?? 0) + 1;
    counts.set(key, nth);
    const call = { action, for: purpose, nth };
    const failure = { effect: "fail", ...call } as const;
    if (READS.test(action)) return [failure];
    const kill = { effect: "kill before", ...call } as const;
    return [failure, kill, { ...kill, effect: "kill after" }];
  });
}

/** `kill after lambda:CreateAlias for aws:lambda/alias:Alias api` */
export function describeFault({ effect, action, nth, for: purpose }: Fault): string {
  return `${effect} ${action}${nth === 1 ? "" : ` (${nth})`} for ${purpose}`;
}

/** @param first Counted from 0. */
export function chooseEvery(faults: readonly Fault[], every: number, first: number): Fault[] {
  return faults.filter((_, index) => index % every === first);
}

/** Divides faults among deployments: so many for each. */
export function divide(faults: readonly Fault[], length: number): Fault[][] {
  return Array.from({ length: Math.ceil(faults.length / length) }, (_, index) =>
    faults.slice(index * length, (index + 1) * length),
  );
}
