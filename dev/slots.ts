import type { Instance } from "./instance.ts";

/** An instance as its pool sees it. */
export interface Slot {
  readonly instance: Instance;
  /**
   * `answered`: about to be idle. `late`: has answered, and then not asked for more: code of the
   * backend is still at it.
   */
  state: "starting" | "idle" | "running" | "answered" | "late";
  /** Of an earlier package, or one too many: ends as soon as it is not running. */
  isRetired: boolean;
  timer: NodeJS.Timeout | undefined;
}

/** The instances of a pool, the one used last at the end. */
export class Slots {
  #slots: readonly Slot[] = [];

  get all(): readonly Slot[] {
    return this.#slots;
  }

  get running(): number {
    return this.#count(({ state }) => state === "running");
  }

  get starting(): number {
    return this.#count(({ state }) => state === "starting");
  }

  /** How many will be idle before long. */
  get coming(): number {
    return this.#count(
      ({ state, isRetired }) => !isRetired && (state === "starting" || state === "answered"),
    );
  }

  get provisioned(): readonly Slot[] {
    return this.#slots.filter((slot) => isProvisioned(slot) && !slot.isRetired);
  }

  /** Adds a slot, or moves it to the end. */
  add(slot: Slot): void {
    this.#slots = [...this.#slots.filter((other) => other !== slot), slot];
  }

  remove(slot: Slot): void {
    this.#slots = this.#slots.filter((other) => other !== slot);
  }

  /**
   * Provisioned instances serve first; what they cannot spills over. Of the others the one used last
   * serves, so that those that are too many get a chance to end.
   */
  findIdle(): Slot | undefined {
    const idle = this.#slots.filter(({ state, isRetired }) => state === "idle" && !isRetired);
    return idle.findLast(isProvisioned) ?? idle.at(-1);
  }

  #count(matches: (slot: Slot) => boolean): number {
    return this.#slots.filter(matches).length;
  }
}

export function isProvisioned({ instance }: Slot): boolean {
  return instance.type === "provisioned-concurrency";
}
