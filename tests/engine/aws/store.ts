import { DatabaseSync } from "node:sqlite";
import type { TierPolicy } from "../../../permissions/tier.ts";
import type { Entities } from "./entities.ts";

/** A call to AWS, in the words of its authorization: what a policy allows or denies. */
export interface ApiCall {
  /** `lambda:CreateFunction`. */
  readonly action: string;
  /** ARN, or `*` for what AWS cannot narrow. */
  readonly resource: string;
  /** Condition keys that AWS sets: `iam:PassedToService`. */
  readonly conditions?: Readonly<Record<string, string>>;
}

export interface JournalEntry extends ApiCall {
  /** The type and name of the resource it was made for: `aws:sqs/queue:Queue orders`. */
  readonly for: string;
  /** AWS's error code, when it refused. */
  readonly error?: string;
}

/** How a call is to go wrong. */
export interface Injection {
  readonly action: string;
  /** As in the journal; absent: whatever the call is made for. */
  readonly for?: string;
  /** Counted from now; 1 is the next. */
  readonly nth: number;
  /**
   * `fail`: refused, without effect. `throttle`: refused once, so the plugin tries again. `hang`: AWS
   * never answers. `lose`: it takes effect, but AWS never answers.
   */
  readonly effect: "fail" | "throttle" | "hang" | "lose";
}

export interface Settings {
  readonly accountId: string;
  /** Concurrent executions of all functions. */
  readonly concurrency: number;
  /** What reservations must leave for functions without one. */
  readonly minimumUnreserved: number;
  /** Added to the time of this machine. */
  readonly clockMs: number;
  /** All that the caller may do; null: an administrator may do everything. */
  readonly policies: readonly TierPolicy[] | null;
}

/** A part of what an account holds, as it is kept. */
export interface StoredEntity {
  readonly kind: string;
  readonly id: string;
  readonly json: string;
}

const TABLES = `
  PRAGMA busy_timeout = 10000;
  PRAGMA synchronous = OFF;
  CREATE TABLE IF NOT EXISTS entity (kind TEXT, id TEXT, json TEXT, PRIMARY KEY (kind, id));
  CREATE TABLE IF NOT EXISTS journal (number INTEGER PRIMARY KEY, json TEXT);
  CREATE TABLE IF NOT EXISTS injection (number INTEGER PRIMARY KEY, json TEXT);
  CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, json TEXT);
  CREATE TABLE IF NOT EXISTS hang (number INTEGER PRIMARY KEY);
`;

/** All that an account holds, in a file: shared by the plugins of all stacks and the tests. */
export class Store {
  readonly #database: DatabaseSync;

  constructor(file: string) {
    this.#database = new DatabaseSync(file);
    this.#database.exec(TABLES);
  }

  /** Runs `work` alone, across processes; nothing of it stays when it throws or dies. */
  transaction<T>(work: () => T): T {
    return this.#run("BEGIN IMMEDIATE", "COMMIT", "ROLLBACK", work);
  }

  /** Runs a part of a transaction of which nothing stays when it throws. */
  attempt<T>(work: () => T): T {
    return this.#run("SAVEPOINT attempt", "RELEASE attempt", "ROLLBACK TO attempt", work);
  }

  #run<T>(begin: string, end: string, undo: string, work: () => T): T {
    this.#database.exec(begin);
    try {
      const result = work();
      this.#database.exec(end);
      return result;
    } catch (error) {
      this.#database.exec(undo);
      throw error;
    }
  }

  get<K extends keyof Entities>(kind: K, id: string): Entities[K] | undefined {
    const rows = this.#database
      .prepare("SELECT json FROM entity WHERE kind = ? AND id = ?")
      .all(kind, id);
    return rows.map(parseRow<Entities[K]>)[0];
  }

  list<K extends keyof Entities>(kind: K): Entities[K][] {
    const query = this.#database.prepare("SELECT json FROM entity WHERE kind = ? ORDER BY id");
    return query.all(kind).map(parseRow<Entities[K]>);
  }

  put<K extends keyof Entities>(kind: K, id: string, entity: Entities[K]): void {
    const query = this.#database.prepare("INSERT OR REPLACE INTO entity VALUES (?, ?, ?)");
    query.run(kind, id, JSON.stringify(entity));
  }

  delete(kind: keyof Entities, id: string): void {
    this.#database.prepare("DELETE FROM entity WHERE kind = ? AND id = ?").run(kind, id);
  }

  /** `queue arn:aws:sqs:...` for everything there is; what only blocks a name is not there. */
  names(): string[] {
    const query = this.#database.prepare(
      "SELECT kind, id FROM entity WHERE kind <> 'deletedQueue' ORDER BY kind, id",
    );
    return query.all().map(({ kind, id }) => `${kind} ${id}`);
  }

  addToJournal(entry: JournalEntry): void {
    const query = this.#database.prepare("INSERT INTO journal (json) VALUES (?)");
    query.run(JSON.stringify(entry));
  }

  journal(): JournalEntry[] {
    const query = this.#database.prepare("SELECT json FROM journal ORDER BY number");
    return query.all().map(parseRow<JournalEntry>);
  }

  clearJournal(): void {
    this.#database.exec("DELETE FROM journal");
  }

  addInjection(injection: Injection): void {
    const query = this.#database.prepare("INSERT INTO injection (json) VALUES (?)");
    query.run(JSON.stringify(injection));
  }

  /** Counts a call down, and takes what is due for it; what else is due waits for the next one. */
  takeInjection(action: string, purpose: string): Injection["effect"] | undefined {
    const rows = this.#database.prepare("SELECT number, json FROM injection ORDER BY number").all();
    let due: Injection["effect"] | undefined;
    for (const row of rows) {
      const injection = parseRow<Injection>(row);
      if (injection.action !== action || (injection.for ?? purpose) !== purpose) continue;
      const number = Number(row.number);
      const left = { ...injection, nth: injection.nth - 1 };
      if (left.nth === 0 && due !== undefined) continue;
      if (left.nth === 0) {
        due = left.effect;
        this.#database.prepare("DELETE FROM injection WHERE number = ?").run(number);
      } else {
        const query = this.#database.prepare("UPDATE injection SET json = ? WHERE number = ?");
        query.run(JSON.stringify(left), number);
      }
    }
    return due;
  }

  pendingInjections(): Injection[] {
    const query = this.#database.prepare("SELECT json FROM injection ORDER BY number");
    return query.all().map(parseRow<Injection>);
  }

  clearInjections(): void {
    this.#database.exec("DELETE FROM injection");
  }

  addHang(): void {
    this.#database.exec("INSERT INTO hang DEFAULT VALUES");
  }

  hangs(): number {
    return this.#database.prepare("SELECT number FROM hang").all().length;
  }

  /** Everything there is, to be put back by `load`. */
  dump(): readonly StoredEntity[] {
    const rows = this.#database.prepare("SELECT kind, id, json FROM entity").all();
    return rows.map(({ kind, id, json }) => ({
      kind: String(kind),
      id: String(id),
      json: String(json),
    }));
  }

  /** Puts this in the place of all there is, and forgets what has been called. */
  load(entities: readonly StoredEntity[]): void {
    this.transaction(() => {
      this.#database.exec("DELETE FROM entity; DELETE FROM journal; DELETE FROM injection");
      const query = this.#database.prepare("INSERT INTO entity VALUES (?, ?, ?)");
      for (const { kind, id, json } of entities) query.run(kind, id, json);
    });
  }

  set(settings: Partial<Settings>): void {
    const query = this.#database.prepare("INSERT OR REPLACE INTO setting VALUES (?, ?)");
    for (const [name, value] of Object.entries(settings)) query.run(name, JSON.stringify(value));
  }

  settings(): Settings {
    const rows = this.#database.prepare("SELECT name, json FROM setting").all();
    const values = rows.map((row) => [row.name, JSON.parse(String(row.json))]);
    return Object.fromEntries(values) as Settings;
  }

  close(): void {
    this.#database.close();
  }
}

/** What this class wrote itself. */
function parseRow<T>(row: Record<string, unknown>): T {
  return JSON.parse(String(row.json)) as T;
}
