import assert from "node:assert/strict";
import fc from "fast-check";
import type { Manifest } from "../../manifest/manifest.ts";
import { parseManifest } from "../../manifest/parse.ts";
import { createQueue } from "../support/queue-manifest.ts";

const MANIFEST: Manifest = {
  version: 1,
  function: { memorySize: 1_024, timeoutSeconds: 305 },
  index: "index.ts",
  routes: [
    {
      path: "/users/[id]",
      file: "api/users/[id].ts",
      middleware: ["api/_middleware.ts"],
      methods: ["GET", "DELETE"],
      timeoutSeconds: 0.5,
    },
  ],
  queues: [createQueue("billing.fifo", { groups: "concurrent" })],
  socket: { file: "socket/index.ts", middleware: [], timeoutSeconds: 10 },
  schedules: [
    {
      name: "cleanup",
      file: "schedules/cleanup.ts",
      middleware: ["schedules/_middleware.ts"],
      cron: "15 4 * * *",
      timezone: "UTC",
      timeoutSeconds: 300,
    },
  ],
};

describe("parseManifest()", () => {
  it("gives back a manifest as it is", () => {
    const copy = JSON.parse(JSON.stringify(MANIFEST));
    assert.equal(parseManifest(copy), copy);
    assert.deepEqual(copy, MANIFEST);
  });

  it("names all that is wrong, by key path", () => {
    const [route] = MANIFEST.routes;
    const [queue] = MANIFEST.queues;
    const { socket } = MANIFEST;
    const [schedule] = MANIFEST.schedules;
    const value = {
      ...MANIFEST,
      version: 2,
      function: { memorySize: 100, timeoutSeconds: 0.5, cpu: 2 },
      index: 5,
      routes: [route, { ...route, methods: ["GET", "FETCH"], path: undefined }, null],
      queues: [{ ...queue, fifo: "yes", name: "", maximumConcurrency: 1, retentionSeconds: [] }],
      socket: { ...socket, timeoutSeconds: 30 },
      schedules: [{ ...schedule, cron: 4 }],
      sockets: [],
    };
    assert.throws(() => parseManifest(value), {
      message: `Cannot read the manifest:
  version is 2 (a number), must be 1
  function.memorySize is 100 MB, must be a whole number, 128 to 10,240 MB
  function.timeoutSeconds is 0.5 s, must be a whole number, 1 to 900 s
  function.cpu is not known
  index is 5 (a number), must be a text
  routes[1].path is missing, must be a text
  routes[1].methods[1] is "FETCH" (a string), must be "GET" or "HEAD" or "POST" or "PUT" or "PATCH" or "DELETE" or "OPTIONS"
  routes[2] is null, must be an object
  queues[0].name is "" (a string), must be a text
  queues[0].fifo is "yes" (a string), must be true or false
  queues[0].maximumConcurrency is 1, must be a whole number, 2 to 1,000
  queues[0].retentionSeconds is an array, must be a number
  socket.timeoutSeconds is 30 s, must be 0.1 to 28 s
  schedules[0].cron is 4 (a number), must be a text
  sockets is not known`,
    });
  });

  it("refuses any other JSON by an error of its own", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        assert.throws(() => parseManifest(value), {
          message: /^Cannot read the manifest:\n {2}\S/,
        });
      }),
    );
  });

  it("refuses a manifest with any one value replaced by one that does not belong there", () => {
    const paths = listPaths(MANIFEST);
    fc.assert(
      fc.property(fc.constantFrom(...paths), (path) => {
        const copy = JSON.parse(JSON.stringify(MANIFEST));
        const target = path.slice(0, -1).reduce((value, key) => value[key], copy);
        target[path.at(-1) ?? ""] = { unexpected: true };
        assert.throws(() => parseManifest(copy), { message: /^Cannot read the manifest:\n/ });
      }),
    );
  });
});

function listPaths(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [[...path]];
  return Object.entries(value).flatMap(([key, member]) => listPaths(member, [...path, key]));
}
