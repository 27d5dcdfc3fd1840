/** What is known of one source file without running it: `build/` reads it, `createManifest` judges it. */
export interface SourceModule {
  /** Relative to the backend folder, with forward slashes: `api/users/[id].ts`. */
  readonly file: string;
  /** Values the module exports, types left out; null if it cannot be parsed. */
  readonly exports: readonly ExportedName[] | null;
  /** Its `config`, or null if it exports none. */
  readonly config: readonly ConfigEntry[] | null;
  /** Its exports of these names: `READ_EXPORTS`. */
  readonly values: readonly ConfigEntry[];
}

/** Exports that are read beside `config`: what they mean depends on the kind of file. */
export const READ_EXPORTS: readonly string[] = ["schedule", "timezone"];

export interface ExportedName {
  /** `default`, `get`; `*` for `export * from`, whose names are in another file. */
  readonly name: string;
  readonly place: Place;
  /** True if the source shows that the value cannot be called: `export default { ... }`. */
  readonly isPlainData: boolean;
  /** True if the source shows that it is null, which is plain data as well. */
  readonly isNull: boolean;
}

/** One `key: value` of a `config`, or one export with its name. */
export interface ConfigEntry {
  readonly key: string;
  readonly keyPlace: Place;
  readonly value: ConfigValue;
}

export type ConfigValue =
  | { readonly kind: "static"; readonly value: unknown; readonly place: Place }
  /** Only known when the code runs; `reason` continues the sentence "it must be known, but". */
  | { readonly kind: "expression"; readonly reason: string; readonly place: Place };

/** A range in a source file, as in `Problem`. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly endColumn?: number;
}
