import { createRatio, formatNumber } from "../figure.ts";
import type { Benchmark, Effort } from "../row.ts";
import { measureByTurns, median, medians } from "../statistics.ts";
import { startCold } from "./cold.ts";
import { checkAnswer, post } from "./http-event.ts";
import { LambdaInstance, type Package } from "./instance.ts";
import { createPackages } from "./packages.ts";
import { startLocalSqs } from "./sqs.ts";

const MANY = 1_000;

const SOURCES = {
  backend: {
    "queues/work.ts": "export default async () => {};\n",
    "api/one.ts": `import { queues } from "queuerun/sdk";
export const post = async () => ({ jobId: await queues.work.push({ order: 42 }), sent: 1 });
`,
    "api/many.ts": `import { queues } from "queuerun/sdk";
export const post = async () => {
  const orders = Array.from({ length: ${MANY} }, (_, order) => queues.work.push({ order }));
  return { sent: (await Promise.all(orders)).length };
};
`,
  },
  peers: {
    sdk: `import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
const client = new SQSClient({
  region: process.env.AWS_REGION,
  endpoint: process.env.ENDPOINT,
  credentials: {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    sessionToken: AWS_SESSION_TOKEN,
  },
});
const push = (order) =>
  client.send(
    new SendMessageCommand({ QueueUrl: process.env.QUEUE_URL, MessageBody: JSON.stringify({ order }) }),
  );
export const handler = async ({ rawPath }) => {
  const count = rawPath === "/many" ? ${MANY} : 1;
  await Promise.all(Array.from({ length: count }, (_, order) => push(order)));
  return { statusCode: 200, body: JSON.stringify({ sent: count }) };
};`,
  },
};

/** From a function to a local SQS: a stand-in, but the same for both, and the client is AWS's. */
export const push: Benchmark<"cold" | "provisioned" | "requests" | "speed"> = {
  rows: {
    cold: {
      work: "First push of a cold instance, on demand: init + the request that pushes",
      against: "over a bare handler with the AWS SDK",
      unit: "x",
      goal: { atMost: 1 },
    },
    provisioned: {
      work: "First push of a cold instance, provisioned: the request that pushes",
      against: "beside a bare handler with the AWS SDK",
      unit: "ms",
      goal: { atMost: 25 },
    },
    requests: {
      work: "1,000 pushes in one handler: requests to SQS",
      against: "over a SendMessage each",
      unit: "x",
      goal: { atMost: 0.125 },
    },
    speed: {
      work: "1,000 pushes in one handler: how many times as fast",
      against: "as a SendMessage each",
      unit: "x",
      goal: { atLeast: 5 },
    },
  },
  async measure(effort) {
    const sqs = await startLocalSqs();
    const { packages, remove } = await createPackages(SOURCES);
    try {
      const sdk = { ...packages.sdk, variables: sqs.variables };
      const queuerun = { ...packages.queuerun, variables: sqs.variables };
      return {
        ...(await measureFirst(sdk, queuerun, effort)),
        ...(await measureMany(sdk, queuerun, sqs.countRequests, effort)),
      };
    } finally {
      await remove();
      await sqs.close();
    }
  },
};

async function measureFirst(sdk: Package, queuerun: Package, { rounds }: Effort) {
  const start = (lambda: Package) => async () => {
    const { init, first, result } = await startCold(lambda, post("/one"));
    checkAnswer(result, { sent: 1 });
    return { total: init + first, first };
  };
  const subjects = {
    sdk: start(sdk),
    queuerun: start(queuerun),
    provisioned: start({ ...queuerun, provisioned: true }),
  };
  const seen = await measureByTurns(subjects, rounds);
  const total = medians(seen, (one) => one.total);
  const first = medians(seen, (one) => one.first);
  return {
    cold: createRatio(total.queuerun, total.sdk, "ms"),
    provisioned: { value: first.provisioned, details: `the SDK ${formatNumber(first.sdk)} ms` },
  };
}

/** In instances that have pushed before. */
async function measureMany(
  sdk: Package,
  queuerun: Package,
  countRequests: () => number,
  { longRounds }: Effort,
) {
  const instances = {
    sdk: await LambdaInstance.start(sdk),
    queuerun: await LambdaInstance.start(queuerun),
  };
  try {
    for (const instance of Object.values(instances)) await instance.invoke(post("/one"));
    const send = (instance: LambdaInstance) => async () => {
      countRequests();
      const { ms, result } = await instance.invoke(post("/many"));
      checkAnswer(result, { sent: MANY });
      return { ms, requests: countRequests() };
    };
    const subjects = { sdk: send(instances.sdk), queuerun: send(instances.queuerun) };
    const seen = await measureByTurns(subjects, longRounds);
    const ms = medians(seen, (one) => one.ms);
    const count = (name: keyof typeof seen) => median(seen[name].map(({ requests }) => requests));
    return {
      requests: createRatio(count("queuerun"), count("sdk"), "requests"),
      speed: createRatio(ms.sdk, ms.queuerun, "ms"),
    };
  } finally {
    for (const instance of Object.values(instances)) await instance.stop();
  }
}
