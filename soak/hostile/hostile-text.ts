import fc from "fast-check";

/** What has broken parsers before. */
const KNOWN = [
  ...["", " ", "\0", "a\0b", "\r\nset-cookie: a=b", "\n", "\t", "\u007f", "\u0085", "\u2028"],
  ...[
    "..",
    ".",
    "../../etc/passwd",
    "%2F",
    "%2e%2e%2f",
    "%",
    "%zz",
    "%00",
    "%c0%af",
    "\\",
    "//",
    "/",
  ],
  ...["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "__defineGetter__"],
  ...[
    "\ud800",
    "\udfff",
    "a\udc00b",
    "\ufeff",
    "\uffff",
    "\u202e",
    "e\u0301",
    "é",
    "€",
    "👩‍👩‍👧",
    "İ",
    "ß",
  ],
  ...[
    "null",
    "undefined",
    "NaN",
    "-0",
    "1e999",
    "0x10",
    "00",
    "9007199254740993",
    "true",
    "[object Object]",
  ],
  ...["'", '"', "`", ";", "a=b; c=d", "=", ",", "&", "?", "#", "$(id)", "{{1}}", "<script>"],
  ...[
    "[",
    "{",
    "[]",
    "{}",
    '{"a":',
    "\\u005f_proto__",
    "*",
    "W/",
    '"a", "b"',
    "bytes=0-",
    "br;q=9",
  ],
] as const;

/** Long ones are the same few: most of the time is to go into other things than their bytes. */
const LONG = ["a".repeat(5_000), "%2F".repeat(5_000), "é".repeat(40_000), "a;".repeat(30_000)];

/** Any text that somebody may send, as well as what looks much like it. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...KNOWN) },
  { weight: 6, arbitrary: fc.string({ unit: "binary", maxLength: 12 }) },
  { weight: 3, arbitrary: fc.string({ unit: "grapheme", maxLength: 12 }) },
  {
    weight: 3,
    arbitrary: fc.array(fc.constantFrom(...KNOWN), { maxLength: 4 }).map((list) => list.join("")),
  },
  { weight: 1, arbitrary: fc.constantFrom(...LONG) },
);

/** A valid part, or hostile text in its place. */
export function mostly(valid: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.oneof({ weight: 4, arbitrary: valid }, { weight: 1, arbitrary: hostileText });
}
