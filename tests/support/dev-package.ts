import { createHash } from "node:crypto";
import { zipSync } from "fflate";
import type { DeploymentPackage } from "../../build/build.ts";
import type { Manifest, Queue } from "../../manifest/manifest.ts";
import { createQueue as createDefaultQueue } from "./queue-manifest.ts";

export interface PackageOptions {
  readonly timeoutSeconds?: number;
  readonly memorySize?: number;
  readonly queues?: readonly Queue[];
  readonly routes?: Manifest["routes"];
  readonly socket?: Manifest["socket"];
  readonly schedules?: Manifest["schedules"];
}

const WRAPPER = '#!/bin/bash\nexec "$@"\n';

/** A deployment package whose `index.mjs` is `code`, which exports `handler`. */
export function createPackage(code: string, options: PackageOptions = {}): DeploymentPackage {
  const zip = zipSync(
    {
      "index.mjs": Buffer.from(code),
      "queuerun-exec": [Buffer.from(WRAPPER), { os: 3, attrs: (0o100755 << 16) >>> 0 }],
    },
    { mtime: new Date(2000, 0, 1), level: 0 },
  );
  return {
    manifest: {
      version: 1,
      function: {
        memorySize: options.memorySize ?? 256,
        timeoutSeconds: options.timeoutSeconds ?? 5,
      },
      index: null,
      routes: options.routes ?? [],
      queues: options.queues ?? [],
      socket: options.socket ?? null,
      schedules: options.schedules ?? [],
    },
    zip,
    sha256: createHash("sha256").update(zip).digest("base64"),
    sizes: { bundle: code.length, zip: zip.length, unzipped: code.length, environment: 0 },
    warnings: [],
  };
}

/** A queue as the build describes it, whose jobs may take no longer than a test should. */
export function createQueue(name: string, settings: Partial<Queue> = {}): Queue {
  return createDefaultQueue(name, { timeoutSeconds: 1, ...settings });
}
