/** What the handlers have written, in the order in which they did. */
export interface RecordedEvent {
  readonly event: "begun" | "done";
  /** Of the job, as planned. */
  readonly id: number;
  readonly messageId: string;
  readonly receives: number;
  /** Of the instance. */
  readonly pid: number;
  /** Of the code. */
  readonly version: number;
}

export function parseRecord(text: string): RecordedEvent[] {
  return text.split("\n").flatMap((line) => {
    const [event, first, messageId = "", ...more] = line.split(" ");
    if (event !== "begun" && event !== "done") return [];
    const [id = 0, receives = 0, pid = 0, version = 0] = [first, ...more].map(Number);
    return [{ event, id, messageId, receives, pid, version }];
  });
}
