import fc from "fast-check";
import { zipSync } from "fflate";
import { createManifest } from "../../manifest/create.ts";
import { createQueue } from "../../tests/support/queue-manifest.ts";

/** Written out in full, for each of its values to be replaced. */
export const MANIFEST = {
  ...createManifest([], []).manifest,
  index: "index.ts",
  routes: [
    {
      ...{ path: "/users/[id]", file: "api/users/[id].ts", methods: ["GET"], timeoutSeconds: 10 },
      middleware: ["api/_middleware.ts"],
    },
  ],
  queues: [createQueue("billing.fifo", { groups: "concurrent" })],
  socket: { file: "socket/index.ts", middleware: [], timeoutSeconds: 10 },
  schedules: [
    {
      ...{ name: "cleanup", file: "schedules/cleanup.ts", middleware: [], cron: "15 4 * * *" },
      ...{ timezone: "UTC", timeoutSeconds: 300 },
    },
  ],
};

export const POLICY = {
  Version: "2012-10-17",
  Statement: [
    {
      ...{ Sid: "A", Effect: "Allow", Action: ["s3:Get*"], Resource: ["arn:aws:s3:::a/*"] },
      Condition: { StringEquals: { "aws:RequestedRegion": ["eu-central-1"] } },
    },
  ],
};

const files = fc.dictionary(fc.stringMatching(/^[a-z.]{1,8}$/), fc.uint8Array({ maxLength: 300 }), {
  maxKeys: 4,
});
const changes = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 4 });

/** Zip files, most with some bytes changed or their end cut off. */
export const zips: fc.Arbitrary<Uint8Array> = fc
  .tuple(files, changes, fc.option(fc.nat(), { freq: 4 }))
  .map(([contents, list, length]) => {
    const zip = zipSync(contents, { mtime: new Date(2000, 0, 1) });
    for (const [at, byte] of list) zip[at % zip.length] = byte;
    return length === null ? zip : zip.subarray(0, length % zip.length);
  });
