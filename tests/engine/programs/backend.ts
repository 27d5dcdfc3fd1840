import type { ProgramFiles } from "../engine.ts";
import type { Update } from "../stack.ts";

/** Name of the backend in all programs here. */
export const BACKEND = "api";

/** A backend with a route, a standard queue and a FIFO queue. */
export const BACKEND_FILES: ProgramFiles = {
  "backend/api/index.ts": "export const get = () => ({ version: 1 });\n",
  "backend/queues/email.ts": "export default async () => {};\n",
  "backend/queues/billing.fifo.ts": "export default async () => {};\n",
  "backend/.env.production": "DB_URL=hush-hush\nAWS_ACCESS_KEY_ID=AKIAOFTHEUSER\n",
};

/** A backend with all that there can be: also a socket, and a schedule. */
export const FULL_BACKEND_FILES: ProgramFiles = {
  ...BACKEND_FILES,
  "backend/socket/index.ts": "export default async () => {};\n",
  "backend/schedules/cleanup.ts":
    'export const schedule = "every day at 4:15";\nexport default async () => {};\n',
};

export const OUTPUTS = [
  "url",
  "webSocketUrl",
  "functionName",
  "functionVersion",
  "aliasArn",
  "queueUrls",
  "deadLetterQueueUrls",
  "deployPolicyArns",
  "runtimeRoleArn",
  "paused",
];

/** @param args Of the Backend, in TypeScript, beside its source. */
export function createTypeScriptProgram(args = ""): ProgramFiles {
  const outputs = OUTPUTS.map((name) => `export const ${name} = ${BACKEND}.${name};\n`);
  return {
    "Pulumi.yaml": "name: shop\nruntime: { name: nodejs, options: { typescript: false } }\n",
    "index.ts": `import { Backend } from "queuerun";

const ${BACKEND} = new Backend("${BACKEND}", { source: "backend", ${args} });

${outputs.join("")}`,
  };
}

export function createYamlProgram(args: Readonly<Record<string, unknown>> = {}): ProgramFiles {
  const program = {
    name: "shop",
    runtime: "yaml",
    resources: {
      [BACKEND]: { type: "queuerun:Backend", properties: { source: "backend", ...args } },
    },
    outputs: Object.fromEntries(OUTPUTS.map((name) => [name, `\${${BACKEND}.${name}}`])),
  };
  // JSON is YAML
  return { "Pulumi.yaml": JSON.stringify(program) };
}

/** `update lambda.Function api: reservedConcurrentExecutions`, sorted. */
export function listOperations({ operations }: Update): string[] {
  return operations
    .map(({ op, type, name, changes = [] }) => {
      const [, module = "", className] = type.split(":");
      const what = `${op} ${module.split("/")[0]}.${className} ${name}`;
      return changes.length === 0 ? what : `${what}: ${changes.join(", ")}`;
    })
    .sort();
}
