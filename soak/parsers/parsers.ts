import fc from "fast-check";
import { parseEnvironment } from "../../build/environment.ts";
import { readModule } from "../../build/read-module.ts";
import { createFrameMeter } from "../../dev/frame-meter.ts";
import { parseTarget } from "../../dev/http-event.ts";
import { parseResult } from "../../dev/http-result.ts";
import { readZip } from "../../dev/read-zip.ts";
import { parseDuration } from "../../manifest/duration.ts";
import { parseMemorySize } from "../../manifest/memory-size.ts";
import { parseManifest } from "../../manifest/parse.ts";
import { parseQueueFile } from "../../manifest/queue-name.ts";
import { parseRouteFile } from "../../manifest/route-path.ts";
import { parseSchedule } from "../../manifest/schedule/parse-schedule.ts";
import { ScheduleError } from "../../manifest/schedule/schedule-error.ts";
import { parseScheduleFile } from "../../manifest/schedule/schedule-name.ts";
import { parseBackendPolicy } from "../../permissions/backend-policy.ts";
import { parseHttpEvent } from "../../runtime/event.ts";
import { parseBody, parseMultipart } from "../../runtime/http/body.ts";
import { splitPath } from "../../runtime/http/match.ts";
import { createRequest } from "../../runtime/http/request.ts";
import { parseOtherEvent } from "../../runtime/other-event.ts";
import { decodeDetails } from "../../sdk/attribute.ts";
import { HttpError } from "../../sdk/errors.ts";
import { jwt } from "../../sdk/jwt.ts";
import { decodePayload } from "../../sdk/payload.ts";
import { decodeText } from "../../sdk/socket-text.ts";
import { createHttpEvent } from "../../tests/support/http-event.ts";
import { hostileText } from "../hostile/hostile-text.ts";
import { hostileBody } from "../hostile/http-bodies.ts";
import { hostileValue, mutated } from "../hostile/mutated.ts";
import { textsOf } from "./inputs.ts";
import { MANIFEST, POLICY, zips } from "./valid.ts";

/** One parser, and what may be given to it. */
export interface Parser<Input = unknown> {
  readonly name: string;
  readonly inputs: fc.Arbitrary<Input>;
  readonly parse: (input: Input) => unknown;
  /** Of what is documented to be thrown; absent from a parser that never throws. */
  readonly isDocumented?: (error: unknown) => boolean;
  /** What must be true of any result. */
  readonly isResult?: (result: unknown, input: Input) => boolean;
}

const is400 = (error: unknown) => error instanceof HttpError && error.status === 400;
const messageOf = (error: unknown) => (error instanceof Error ? error.message : "");
const isSeconds = (value: unknown) =>
  value === null || (Number.isFinite(value) && Number(value) >= 0);
const isName = (value: unknown) =>
  "message" in Object(value) || Object.keys(Object(value)).length > 0;

const SECRET = "0123456789abcdef0123456789abcdef";
/** Of files (PATH_MAX of Linux). */
const PATH_LENGTH = { longest: 4_096 };
/** Of code, some of which is parsed in a process of its own: that takes its time. */
const CODE_LENGTH = { longest: 20_000 };
const CODE = textsOf(
  [
    ...[
      "export ",
      "const ",
      "config",
      "=",
      "{",
      "}",
      "(",
      ")",
      "...",
      "default ",
      "a",
      "1e9",
      ",",
      ":",
    ],
    ...[
      "`",
      "${",
      " as const",
      " satisfies X",
      "import ",
      "from ",
      '"x"',
      ";\n",
      "/*",
      "//",
      "<",
      "=>",
    ],
    ...[
      "timeout",
      "schedule",
      "-",
      "**",
      "0x",
      "?.",
      "exports.",
      "null",
      "class ",
      "async ",
      "[",
      "]",
    ],
  ],
  CODE_LENGTH,
);

/** Gives a parser its types, which the list of all does not need. */
function define<Input>(parser: Parser<Input>): Parser {
  return parser as Parser;
}

const REQUESTS: readonly Parser[] = [
  define({
    name: "path",
    inputs: textsOf(["/", "a", ".", "..", "%2F", "\\", "//"]),
    parse: splitPath,
    isResult: (result, path) =>
      result === undefined ||
      (Array.isArray(result) && !result.includes("..") && !path.includes("\0")),
  }),
  define({
    name: "query",
    inputs: textsOf(["a", "=", "&", "%", "%20", "+", ";", "[]", "__proto__"]),
    parse: async (rawQueryString) =>
      (await createRequest({ ...createHttpEvent("GET", "/"), rawQueryString }, {}, STATE, STATE))
        .query,
    isDocumented: is400,
  }),
  define({
    name: "cookies",
    inputs: fc.array(textsOf(["a", "=", ";", " ", '"', "%20", "%", "__proto__=b"]), {
      maxLength: 4,
    }),
    parse: async (cookies) =>
      (await createRequest({ ...createHttpEvent("GET", "/"), cookies }, {}, STATE, STATE)).cookies,
  }),
  define({
    name: "body",
    inputs: hostileBody,
    parse: ({ contentType, ...body }) => parseBody(eventOf(contentType, body)),
    isDocumented: is400,
  }),
  define({
    name: "multipart body",
    inputs: textsOf([
      ...["--x", "\r\n", "--", "content-disposition: form-data", '; name="a"', "; filename=", '"'],
      ...["content-type: text/plain", "\n", "=", "a", "__proto__"],
    ]),
    parse: (body) => parseMultipart(eventOf("multipart/form-data; boundary=x", { body })),
    isDocumented: is400,
  }),
  define({
    name: "boundary of multipart",
    inputs: textsOf(["multipart/form-data", ";", "boundary=", "x", '"', " ", "charset=utf-8"]),
    parse: (type) => parseMultipart(eventOf(type, { body: "--x\r\n\r\n\r\n--x--" })),
    isDocumented: is400,
  }),
  define({
    name: "token",
    inputs: textsOf(["eyJhbGciOiJIUzI1NiJ9", ".", "e30", "eyJzdWIiOiJhIn0", "=", "-", "_", "AAAA"]),
    parse: (token) => jwt.verify(token, { secret: SECRET }),
    isDocumented: (error) => error instanceof HttpError && error.status === 401,
    isResult: () => false,
  }),
  define({
    name: "request target of the local gateway",
    inputs: textsOf(["/", "?", "#", "%", "%2F", "%zz", "http://", "a", "..", "é", "@", ":"]),
    parse: parseTarget,
  }),
];

const EVENTS: readonly Parser[] = [
  define({
    name: "event",
    inputs: hostileValue,
    parse: (event) => parseHttpEvent(event) ?? parseOtherEvent(event),
    isDocumented: (error) => error instanceof TypeError && /^Cannot handle /.test(messageOf(error)),
  }),
  define({ name: "message of a WebSocket", inputs: hostileText, parse: decodeText }),
  define({ name: "attribute of a message", inputs: hostileText, parse: decodeDetails }),
  define({
    name: "payload of a job",
    inputs: fc.record({ body: hostileText, isBytes: fc.boolean() }),
    parse: decodePayload,
  }),
  define({
    name: "frames of a WebSocket",
    inputs: fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 8 }),
    parse: (chunks) => {
      const meter = createFrameMeter(32_768);
      return chunks.every((chunk) => meter(Buffer.from(chunk)));
    },
    isResult: (result) => typeof result === "boolean",
  }),
  define({
    name: "result of a function",
    inputs: fc.oneof(
      hostileText,
      hostileValue.map((value) => JSON.stringify(value)),
    ),
    parse: parseResult,
  }),
];

const FILES: readonly Parser[] = [
  define({ name: "code", inputs: CODE, parse: (text) => readModule("api/a.ts", text) }),
  define({
    name: "config",
    inputs: CODE,
    parse: (text) => readModule("queues/a.ts", `export const config = {${text}};`),
  }),
  define({
    name: "env file",
    inputs: textsOf(["A", "=", '"', "'", "`", "#", "\n", "\r", "export ", "\\", "$", "{"]),
    parse: (text) => parseEnvironment(".env", text, "local"),
  }),
  define({
    name: "schedule",
    inputs: textsOf([
      ...[
        "every ",
        "at ",
        "on ",
        "monday",
        "and ",
        "15",
        "9:30",
        "am",
        "*",
        "*/5",
        "1-5",
        ",",
        " ",
      ],
      ...["day", "minutes", "of the month", "cron(", "@daily", "L", "#2", "-", "/"],
    ]),
    parse: parseSchedule,
    isDocumented: (error) => error instanceof ScheduleError,
  }),
  define({
    name: "duration",
    inputs: textsOf(["1", ".", "5", "s", "m", "h", "d", "-", "e9", " "]),
    parse: parseDuration,
    isResult: isSeconds,
  }),
  define({
    name: "memory size",
    inputs: textsOf(["1", ".", "5", "MB", "GB", "-", "e9", " "]),
    parse: parseMemorySize,
    isResult: isSeconds,
  }),
  define({
    name: "name of a route",
    inputs: textsOf(["a", "[", "]", "...", "/", ".", "index", ".ts", "_"], PATH_LENGTH),
    parse: (text) => parseRouteFile(`${text}.ts`),
    isResult: isName,
  }),
  define({
    name: "name of a queue",
    inputs: textsOf(["a", ".fifo", ".", "/", "_", "-", ".ts"], PATH_LENGTH),
    parse: (text) => parseQueueFile(`${text}.ts`),
    isResult: isName,
  }),
  define({
    name: "name of a schedule",
    inputs: textsOf(["a", ".", "/", "_", "-", ".ts"], PATH_LENGTH),
    parse: (text) => parseScheduleFile(`${text}.ts`),
    isResult: isName,
  }),
  define({
    name: "manifest",
    inputs: fc.oneof(mutated(fc.constant(MANIFEST)), hostileValue),
    parse: parseManifest,
    isDocumented: (error) => /^Cannot read the manifest:\n {2}\S/.test(messageOf(error)),
  }),
  define({
    name: "policy of a backend",
    inputs: fc.oneof(mutated(fc.constant(POLICY)), hostileValue, hostileText),
    parse: parseBackendPolicy,
    isResult: (result) => "policy" in Object(result) !== "problems" in Object(result),
  }),
  define({
    name: "deployment package",
    inputs: zips,
    parse: readZip,
    isDocumented: (error) => /^Cannot read deployment package: /.test(messageOf(error)),
  }),
];

/** Of everything that reads what others have written. */
export const PARSERS: readonly Parser[] = [...REQUESTS, ...EVENTS, ...FILES];

const STATE = { requestId: "request-1", user: null, signal: new AbortController().signal };

function eventOf(contentType: string | undefined, body: object) {
  const headers = contentType === undefined ? {} : { "content-type": contentType };
  return { ...createHttpEvent("POST", "/", { headers }), ...body };
}
