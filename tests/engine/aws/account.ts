import type { TierPolicy } from "../../../permissions/tier.ts";
import type { Entities } from "./entities.ts";
import {
  type Injection,
  type JournalEntry,
  type Settings,
  Store,
  type StoredEntity,
} from "./store.ts";

export interface AwsAccountOptions {
  /** `eu-central-1` unless told; the partition follows. */
  readonly region?: string;
  readonly settings?: Partial<Settings>;
}

const DEFAULTS: Settings = {
  accountId: "123456789012",
  concurrency: 1000,
  minimumUnreserved: 100,
  clockMs: 0,
  policies: null,
};

/** An account at the stand-in for AWS, as a test sees it. */
export class AwsAccount {
  /** For the plugin: where the account is, and who calls. */
  readonly environment: Readonly<Record<string, string>>;
  readonly #store: Store;

  constructor(file: string, options: AwsAccountOptions = {}) {
    this.#store = new Store(file);
    this.#store.set({ ...DEFAULTS, ...options.settings });
    this.environment = {
      QUEUERUN_STAND_IN_AWS: file,
      AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
      AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
      AWS_REGION: options.region ?? "eu-central-1",
    };
  }

  /** Every call made since the start, or since `clearJournal`. */
  journal(): JournalEntry[] {
    return this.#store.journal();
  }

  clearJournal(): void {
    this.#store.clearJournal();
  }

  /** Everything there is, as `queue arn:aws:sqs:...`. */
  names(): string[] {
    return this.#store.names();
  }

  list<K extends keyof Entities>(kind: K): Entities[K][] {
    return this.#store.list(kind);
  }

  /** Everything there is, to be put back by `load`. */
  dump(): readonly StoredEntity[] {
    return this.#store.dump();
  }

  /** Puts this in the place of all there is, and forgets calls and injections. */
  load(entities: readonly StoredEntity[]): void {
    this.#store.load(entities);
  }

  /** Changes something behind Pulumi's back. */
  put<K extends keyof Entities>(kind: K, id: string, entity: Entities[K]): void {
    this.#store.put(kind, id, entity);
  }

  delete(kind: keyof Entities, id: string): void {
    this.#store.delete(kind, id);
  }

  set(settings: Partial<Settings>): void {
    this.#store.set(settings);
  }

  /** Whoever calls from now on has these policies, and no others. */
  actAs(policies: readonly TierPolicy[]): void {
    this.#store.set({ policies });
  }

  /** The caller may do everything again. */
  actAsAdministrator(): void {
    this.#store.set({ policies: null });
  }

  /** Lets time pass. */
  advance(seconds: number): void {
    this.#store.set({ clockMs: this.#store.settings().clockMs + seconds * 1000 });
  }

  /** Lets a call to come go wrong. */
  inject(injection: Injection): void {
    this.#store.addInjection(injection);
  }

  /** What has not happened yet. */
  pendingInjections(): Injection[] {
    return this.#store.pendingInjections();
  }

  /** What has not happened yet does not happen. */
  clearInjections(): void {
    this.#store.clearInjections();
  }

  /** Calls that AWS has never answered. */
  hangs(): number {
    return this.#store.hangs();
  }

  close(): void {
    this.#store.close();
  }
}
