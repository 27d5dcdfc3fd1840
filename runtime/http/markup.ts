/**
 * True of what renders itself: an element of `hono/jsx`, or an `html` template of Hono. Both carry a mark
 * that says so. So may JSON that a client has sent, but that has no way to render itself.
 */
export function isMarkup(value: object): boolean {
  if (!("isEscaped" in value) || value.isEscaped !== true) return false;
  const render: unknown = value.toString;
  return typeof render === "function" && render !== Object.prototype.toString;
}

/** Some of it, such as a component that is async, is rendered in a promise. */
export async function renderMarkup(value: object): Promise<string> {
  return String(await value.toString());
}

/** True of an element of Preact or React, which has to be rendered by their own packages. */
export function isUnrendered(value: object): boolean {
  if ("$$typeof" in value) return typeof value.$$typeof === "symbol";
  // Preact marks its elements like this, so that no JSON is mistaken for one
  return value.constructor === undefined && Object.hasOwn(value, "constructor");
}
