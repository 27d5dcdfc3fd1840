type OnDemand = typeof import("./on-demand.ts");

/** Loads the code that a plain route does not need: most cold starts are without it. */
export function loadOnDemand(): Promise<OnDemand> {
  return import("./on-demand.ts");
}
