import { HttpError } from "../../sdk/errors.ts";

/** Deeper values overflow the stack of code that walks them, `JSON.stringify` included. */
const MAX_DEPTH = 1000;

/** Some programs begin UTF-8 with it; `JSON.parse` does not take it. */
const BYTE_ORDER_MARK = "\ufeff";

/**
 * Parses a JSON body, or throws a 400. Refuses what harms code that trusts it: keys that reach a
 * prototype when the value is merged into another (`__proto__`, `constructor.prototype`), and nesting
 * beyond 1,000 levels.
 */
export function parseJsonBody(body: string): unknown {
  const text = body.startsWith(BYTE_ORDER_MARK) ? body.slice(1) : body;
  checkDepth(text);
  try {
    // The reviver costs several times the parse, so only texts that could hold such a key pay for it.
    return /__proto__|constructor|\\u00/.test(text)
      ? JSON.parse(text, refuseKey)
      : JSON.parse(text);
  } catch (error) {
    if (error instanceof HttpError) throw error;
    throw new HttpError(400, `The body is not valid JSON: ${(error as SyntaxError).message}`);
  }
}

function refuseKey(key: string, value: unknown): unknown {
  const reachesPrototype =
    key === "__proto__" ||
    (key === "constructor" &&
      typeof value === "object" &&
      value !== null &&
      Object.hasOwn(value, "prototype"));
  if (reachesPrototype)
    throw new HttpError(400, `The body has a key that is not allowed: "${key}"`);
  return value;
}

function checkDepth(text: string): void {
  if (text.length < 2 * MAX_DEPTH) return;
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index++) {
    const char = text.charCodeAt(index);
    if (inString) {
      if (char === 0x5c /* \ */) index++;
      else if (char === 0x22 /* " */) inString = false;
    } else if (char === 0x22) inString = true;
    else if (char === 0x5b /* [ */ || char === 0x7b /* { */) {
      if (++depth > MAX_DEPTH)
        throw new HttpError(400, `The body is nested deeper than ${MAX_DEPTH} levels`);
    } else if (char === 0x5d /* ] */ || char === 0x7d /* } */) depth--;
  }
}
