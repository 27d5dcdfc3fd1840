type OnDemand = typeof import("./on-demand.ts");

let loading: Promise<OnDemand> | undefined;

/** Loads the code that a plain route does not need: most cold starts are without it. */
export function loadOnDemand(): Promise<OnDemand> {
  // `import()` goes through the module loader at each call
  loading ??= import("./on-demand.ts");
  return loading;
}
