import { createYamlProgram, FULL_BACKEND_FILES } from "../../tests/engine/programs/backend.ts";

/** Texts that must be in no state, preview, log or error. */
export const SECRETS = ["hush-hush", "whispered", "AKIAOFTHEUSER"];

/** A backend with all that there can be. */
export const FIRST = { ...FULL_BACKEND_FILES, ...createYamlProgram({ reservedConcurrency: 100 }) };

/** The same with another value of everything that can have one; instead of one queue it has another. */
export const CHANGED = {
  ...FIRST,
  ...createYamlProgram({
    memorySize: 512,
    logRetentionDays: 7,
    provisionedConcurrency: 2,
    reservedConcurrency: 50,
    tags: { team: "shop" },
    throttle: { rateLimit: 100 },
  }),
  "backend/api/index.ts": "export const get = () => ({ version: 2 });\n",
  "backend/queues/email.ts":
    "export const config = { delay: 7, maxReceives: 3, timeout: 60 };\nexport default async () => {};\n",
  "backend/queues/store.ts": "export default async () => {};\n",
  "backend/schedules/cleanup.ts":
    'export const schedule = "every hour";\nexport default async () => {};\n',
  "backend/.env.production": "DB_URL=whispered\nAWS_ACCESS_KEY_ID=AKIAOFTHEUSER\n",
};

/** Files that only the first has. */
export const REMOVED = ["backend/queues/billing.fifo.ts"];
