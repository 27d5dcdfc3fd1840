import type { Concurrency } from "../manifest/concurrency.ts";
import { atExit } from "./at-exit.ts";
import { type FunctionConfiguration, type InitOutcome, Instance } from "./instance.ts";
import type { InitializationType } from "./instance-environment.ts";
import type { Invocation, InvocationResult } from "./invocation.ts";
import type { Limits } from "./limits.ts";
import { isProvisioned, type Slot, Slots } from "./slots.ts";
import { Waiters } from "./waiters.ts";

export interface PoolOptions {
  readonly configuration: FunctionConfiguration;
  readonly concurrency: Concurrency;
  readonly limits: Limits;
  /** Called when an invocation has ended or a limit has changed: there may be capacity now. */
  readonly freed: () => void;
}

/** What happens to an invocation for which there is no capacity. */
export type Overflow = "refuse" | "wait";

interface Waiting {
  readonly invocation: Invocation;
  readonly resolve: (result: InvocationResult) => void;
}

/** Milliseconds for an instance that has answered to ask for more, before another is started. */
const LATE_MS = 100;
/** Least limit of an init phase with provisioned concurrency; else it is that of the function. */
const PROVISIONED_INIT_SECONDS = 130;
/** Provisioned instances that may end in a row before they are given up. */
const MAX_CRASHES = 3;

/**
 * The execution environments of the function: one invocation at a time in each, started on demand
 * up to the reserved concurrency, kept warm up to the provisioned concurrency.
 */
export class FunctionPool {
  readonly #limits: Limits;
  readonly #freed: () => void;
  #configuration: FunctionConfiguration;
  #concurrency: Concurrency;
  readonly #slots = new Slots();
  readonly #waiting: Waiting[] = [];
  /** Capacity taken for messages that are about to be received. */
  #claims = 0;
  /** Stops a package whose init phase fails from being started over and over. */
  #isProvisioningFailed = false;
  /** Provisioned instances that have ended by themselves since the last result. */
  #crashes = 0;
  readonly #warm = new Waiters();
  readonly #begun = new Waiters();
  #isClosed = false;
  readonly #forget: () => void;

  constructor({ configuration, concurrency, limits, freed }: PoolOptions) {
    this.#configuration = configuration;
    this.#concurrency = concurrency;
    this.#limits = limits;
    this.#freed = freed;
    this.#forget = atExit(() => this.#killAll());
    this.#pump();
  }

  get concurrency(): Concurrency {
    return this.#concurrency;
  }

  get isBusy(): boolean {
    return this.#waiting.length > 0 || this.#slots.running > 0;
  }

  invoke(invocation: Invocation, overflow: Overflow): Promise<InvocationResult> {
    const { reserved } = this.#concurrency;
    if (reserved === 0) return Promise.resolve({ status: "paused" });
    const used = this.#slots.running + this.#waiting.length;
    if (this.#isClosed || (overflow === "refuse" && reserved !== "off" && used >= reserved))
      return Promise.resolve({ status: "throttled" });
    return new Promise((resolve) => {
      this.#waiting.push({ invocation, resolve });
      this.#pump();
    });
  }

  /** Takes capacity for messages about to be received, if there is any. */
  claim(): boolean {
    const used = this.#slots.running + this.#waiting.length + this.#claims;
    if (this.#isClosed || used >= this.#limit) return false;
    this.#claims++;
    return true;
  }

  /** @param isUsed An invocation follows. Otherwise other mappings may have been refused for it. */
  releaseClaim(isUsed: boolean): void {
    this.#claims--;
    if (!isUsed) this.#freed();
  }

  /**
   * New invocations get the new package; those under way finish on the old one. Resolves when the
   * last of the old one is gone.
   */
  async replace(configuration: FunctionConfiguration): Promise<void> {
    const old = this.#slots.all.map(({ instance }) => instance);
    this.#configuration = configuration;
    this.#isProvisioningFailed = false;
    for (const slot of this.#slots.all) this.#retire(slot);
    this.#pump();
    // Shows what fails in the init phase at once, and saves the next request the wait
    if (old.length > 0 && this.#concurrency.reserved !== 0 && this.#slots.starting === 0)
      this.#start("on-demand");
    await Promise.all(old.map(({ ended }) => ended));
  }

  setConcurrency(concurrency: Concurrency): void {
    if (concurrency.reserved === 0 && this.#concurrency.reserved !== 0) this.#refuseBlocked();
    this.#concurrency = concurrency;
    this.#isProvisioningFailed = false;
    const surplus = this.#slots.provisioned.slice(this.#provisionedTarget);
    for (const slot of surplus) this.#retire(slot);
    this.#pump();
    this.#freed();
  }

  /** Resolves when every invocation that was accepted so far has begun, or is answered. */
  begun(): Promise<void> {
    return this.#waiting.length === 0 ? Promise.resolve() : this.#begun.wait();
  }

  /** Resolves when all provisioned instances are warm, or one has failed its init phase. */
  warm(): Promise<void> {
    const warm = this.#warm.wait();
    this.#tellWarm();
    return warm;
  }

  /** Ends all processes at once. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#forget();
    this.#killAll();
    for (const { resolve } of this.#waiting.splice(0)) resolve({ status: "throttled" });
    for (const slot of this.#slots.all) clearTimeout(slot.timer);
    this.#tellWarm();
    this.#begun.release();
    await Promise.all(this.#slots.all.map(({ instance }) => instance.ended));
  }

  #killAll(): void {
    for (const { instance } of this.#slots.all) instance.kill();
  }

  get #limit(): number {
    const { reserved, provisioned } = this.#concurrency;
    if (reserved !== "off") return reserved;
    return Math.max(this.#limits.instances, provisioned === "off" ? 0 : provisioned);
  }

  /** A pause takes the provisioned instances away. */
  get #provisionedTarget(): number {
    const { reserved, provisioned } = this.#concurrency;
    return reserved === 0 || provisioned === "off" ? 0 : provisioned;
  }

  /** Gives what waits to who is idle, and starts what is missing. */
  #pump(): void {
    if (this.#isClosed) return;
    this.#dropLate();
    // During a pause there waits only what there was room for
    const limit = this.#concurrency.reserved === 0 ? Number.POSITIVE_INFINITY : this.#limit;
    let free = limit - this.#slots.running;
    for (; free > 0 && this.#waiting.length > 0; free--) {
      const slot = this.#slots.findIdle();
      if (slot === undefined) break;
      this.#run(slot, this.#waiting.shift() as Waiting);
    }
    if (!this.#isProvisioningFailed)
      while (this.#slots.provisioned.length < this.#provisionedTarget && this.#mayStart())
        this.#start("provisioned-concurrency");
    let missing = Math.min(this.#waiting.length, free) - this.#slots.coming;
    for (; missing > 0 && this.#mayStart(); missing--) this.#start("on-demand");
    this.#tellWarm();
    if (this.#waiting.length === 0) this.#begun.release();
  }

  /** A pause runs what waits for a cold start only: the rest would wait for others to end. */
  #refuseBlocked(): void {
    const free = Math.max(0, this.#limit - this.#slots.running);
    for (const { resolve } of this.#waiting.splice(free)) resolve({ status: "paused" });
  }

  /** Answers invocations that waited for so long that they must not begin any more. */
  #dropLate(): void {
    const now = performance.now();
    const isLate = ({ invocation: { beginUntil } }: Waiting) =>
      beginUntil !== undefined && beginUntil < now;
    const late = this.#waiting.filter(isLate);
    if (late.length === 0) return;
    this.#waiting.splice(0, Infinity, ...this.#waiting.filter((waiting) => !isLate(waiting)));
    for (const { resolve } of late) resolve({ status: "throttled" });
  }

  #mayStart(): boolean {
    return this.#slots.starting < this.#limits.startsAtOnce;
  }

  #start(type: InitializationType): void {
    const initSeconds =
      type === "on-demand"
        ? this.#limits.initSeconds
        : Math.max(PROVISIONED_INIT_SECONDS, this.#configuration.timeoutSeconds);
    const slot = this.#add(type, "starting", initSeconds);
    void slot.instance.initialized.then((outcome) => this.#takeInit(slot, outcome));
  }

  #add(type: InitializationType, state: Slot["state"], initSeconds: number): Slot {
    const instance = new Instance({
      configuration: this.#configuration,
      type,
      initSeconds,
      idle: () => this.#takeIdle(slot),
    });
    const slot: Slot = { instance, state, isRetired: false, timer: undefined };
    this.#slots.add(slot);
    void instance.ended.then(() => this.#remove(slot));
    return slot;
  }

  #takeIdle(slot: Slot): void {
    clearTimeout(slot.timer);
    slot.state = "idle";
    if (slot.isRetired) slot.instance.kill();
    this.#slots.add(slot);
    if (!isProvisioned(slot))
      slot.timer = setTimeout(() => this.#retire(slot), this.#limits.idleSeconds * 1000);
    this.#pump();
  }

  /** A failed init phase fails the invocation that waits longest; one that was too slow is redone in it. */
  #takeInit(slot: Slot, outcome: InitOutcome): void {
    if (outcome.status === "ready" || slot.isRetired || this.#isClosed) return;
    this.#retire(slot);
    this.#dropLate();
    if (isProvisioned(slot)) this.#isProvisioningFailed = true;
    else {
      const waiting = this.#waiting.shift();
      if (outcome.status === "error") waiting?.resolve(outcome);
      else if (waiting !== undefined)
        this.#run(this.#add("on-demand", "running", Number.POSITIVE_INFINITY), waiting);
    }
    this.#freed();
    this.#pump();
  }

  #run(slot: Slot, { invocation, resolve }: Waiting): void {
    clearTimeout(slot.timer);
    slot.state = "running";
    slot.instance.invoke(invocation, (result) => {
      slot.state = "answered";
      this.#crashes = 0;
      slot.timer = setTimeout(() => this.#takeLate(slot), LATE_MS);
      if (slot.isRetired) this.#retire(slot);
      resolve(result);
      this.#freed();
      this.#pump();
    });
  }

  /** Code of the backend goes on after the answer: it may do so for as long as an invocation. */
  #takeLate(slot: Slot): void {
    slot.state = "late";
    slot.timer = setTimeout(() => this.#retire(slot), this.#configuration.timeoutSeconds * 1000);
    this.#pump();
  }

  #retire(slot: Slot): void {
    slot.isRetired = true;
    clearTimeout(slot.timer);
    if (slot.state !== "running") slot.instance.kill();
  }

  #remove(slot: Slot): void {
    clearTimeout(slot.timer);
    this.#slots.remove(slot);
    if (isProvisioned(slot) && !slot.isRetired)
      this.#isProvisioningFailed ||= ++this.#crashes > MAX_CRASHES;
    this.#pump();
  }

  #tellWarm(): void {
    const { provisioned } = this.#slots;
    const isWarm =
      this.#isProvisioningFailed ||
      this.#isClosed ||
      (provisioned.length >= this.#provisionedTarget &&
        provisioned.every(({ state }) => state !== "starting"));
    if (isWarm) this.#warm.release();
  }
}
