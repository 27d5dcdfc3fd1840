import assert from "node:assert/strict";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { openLocalServer } from "../../../dev/local-server.ts";
import { createSqs } from "../../../runtime/queue/sqs.ts";
import { createSqsClient, type SqsClient } from "../../../runtime/queue/sqs-client.ts";
import { NO_SOCKET } from "../../support/environment.ts";
import { withEnvironment } from "../../support/with-environment.ts";

const RUNTIME = { accessKeyId: "ASIARUNTIME", secretAccessKey: "s", sessionToken: "t" };
const ENVIRONMENT = {
  ...NO_SOCKET,
  region: "eu-central-1",
  deadLetterUrlPrefix: "",
  credentials: RUNTIME,
  provisioned: false,
};

type AnswerOne = (response: ServerResponse) => void;

function refuse(status: number, code: string, headers: Record<string, string> = {}): AnswerOne {
  return (response) => {
    response.writeHead(status, headers);
    response.end(JSON.stringify({ __type: `com.amazonaws.sqs#${code}`, message: `${code}!` }));
  };
}

const succeed: AnswerOne = (response) => void response.end("{}");
const breakOff: AnswerOne = (response) => void response.socket?.destroy();

/** A server that gives these answers, then `{}`; and a client of it that does not wait. */
async function withServer(
  answers: readonly AnswerOne[],
  use: (client: SqsClient, endpoint: string) => Promise<void>,
) {
  const requests: { headers: IncomingHttpHeaders; body: string }[] = [];
  const waits: number[] = [];
  let connections = 0;
  const server = createServer(async (request, response) => {
    requests.push({ headers: request.headers, body: await text(request) });
    (answers[requests.length - 1] ?? succeed)(response);
  });
  server.on("connection", () => connections++);
  const { url: endpoint, close } = await openLocalServer(server);
  const client = createSqsClient({
    endpoint,
    region: "eu-central-1",
    credentials: RUNTIME,
    random: () => 1,
    sleep: async (milliseconds) => void waits.push(milliseconds),
  });
  try {
    await use(client, endpoint);
  } finally {
    await close();
  }
  return { requests, waits, connections };
}

describe("createSqsClient()", () => {
  it("asks in SQS's JSON protocol, with the runtime's keys and region, whatever the backend's are", async () => {
    const ofTheBackend = {
      AWS_ACCESS_KEY_ID: "AKIABACKEND",
      AWS_SECRET_ACCESS_KEY: "b",
      AWS_REGION: "us-east-1",
    };
    const { requests } = await withServer([], (client) =>
      withEnvironment(ofTheBackend, async () => {
        assert.deepEqual(await client.call("SendMessageBatch", { Entries: [] }), {});
      }),
    );
    const [{ headers, body } = { headers: {}, body: "" }, ...others] = requests;
    assert.deepEqual(others, []);
    assert.equal(body, '{"Entries":[]}');
    const { authorization = "", "x-amz-date": date = "", ...rest } = headers;
    const day = String(date).slice(0, 8);
    assert.ok(
      authorization.startsWith(
        `AWS4-HMAC-SHA256 Credential=ASIARUNTIME/${day}/eu-central-1/sqs/aws4_request, SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token;x-amz-target, Signature=`,
      ),
      authorization,
    );
    assert.equal(rest["x-amz-target"], "AmazonSQS.SendMessageBatch");
    assert.equal(rest["content-type"], "application/x-amz-json-1.0");
    assert.equal(rest["x-amz-security-token"], "t");
  });

  it("asks up to three times when it may help, each time after a longer wait", async () => {
    const passing: [AnswerOne, number[]][] = [
      [refuse(400, "RequestThrottled"), [500, 1_000]],
      [refuse(400, "ThrottlingException"), [500, 1_000]],
      [refuse(429, "Odd"), [500, 1_000]],
      [refuse(500, "InternalError"), [100, 200]],
      [refuse(503, "ServiceUnavailable"), [100, 200]],
      [breakOff, [100, 200]],
    ];
    for (const [fail, expected] of passing) {
      const good = await withServer([fail, fail], async (client) => {
        assert.deepEqual(await client.call("SendMessageBatch", {}), {});
      });
      assert.deepEqual(good.waits, expected);
      const bad = await withServer([fail, fail, fail], async (client) => {
        await assert.rejects(client.call("SendMessageBatch", {}));
      });
      assert.equal(bad.requests.length, 3);
    }
  });

  it("rejects at once with what SQS refuses, and with what is no answer of SQS", async () => {
    const page = "<html>".repeat(100);
    const { requests } = await withServer(
      [
        refuse(403, "AccessDenied"),
        (response) => void response.writeHead(404).end(page),
        (response) => void response.end("Successful"),
      ],
      async (client) => {
        const call = () => client.call("SendMessageBatch", {});
        await assert.rejects(call(), {
          name: "AccessDenied",
          message: "AccessDenied!",
          status: 403,
        });
        await assert.rejects(call(), { name: "status 404", message: page.slice(0, 200) });
        await assert.rejects(call(), { name: "SyntaxError" });
      },
    );
    assert.equal(requests.length, 3);
  });

  it("goes by SQS's clock once it was refused for its own, as after hours in which it was frozen", async () => {
    const date = new Date(Date.now() + 3_600_000);
    const refusal = refuse(403, "RequestTimeTooSkewed", { date: date.toUTCString() });
    const { requests } = await withServer([refusal], async (client) => {
      await client.call("SendMessageBatch", {});
      await client.call("SendMessageBatch", {});
    });
    const hours = requests.map(({ headers }) => {
      const [, year, month, day, time] =
        /^(\d{4})(\d\d)(\d\d)T(\d{6})Z$/.exec(String(headers["x-amz-date"])) ?? [];
      const iso = `${year}-${month}-${day}T${time?.replace(/(..)(..)(..)/, "$1:$2:$3")}Z`;
      return Math.round((Date.parse(iso) - Date.now()) / 3_600_000) || 0;
    });
    assert.deepEqual(hours, [0, 1, 1]);
  });

  it("gives up a server that is silent for three seconds", async () => {
    const silent: AnswerOne = () => undefined;
    const { requests } = await withServer([silent], async (client) => {
      await assert.rejects(client.call("SendMessageBatch", {}, 1), {
        name: "TimeoutError",
        message: "127.0.0.1 has not answered within 3 s",
      });
    });
    assert.equal(requests.length, 1);
  });
});

describe("Sqs", () => {
  const load = () => import("../../../runtime/queue/sqs-client.ts");
  const message = { queue: "email", body: "1", attributes: {} };

  it("opens a connection, which the first push finds, and does not mind a refusal", async () => {
    const refusal = refuse(400, "EmptyBatchRequest");
    const { requests, connections } = await withServer([refusal], async (_, endpoint) => {
      const sqs = createSqs(load, { ...ENVIRONMENT, queueUrlPrefix: `${endpoint}/1/shop-q-` });
      await sqs.connect("http://q");
      await sqs.sendBatch("http://q", [message]);
    });
    const bodies = requests.map(({ body }) => JSON.parse(body));
    assert.deepEqual(bodies, [
      { QueueUrl: "http://q", Entries: [] },
      {
        QueueUrl: "http://q",
        Entries: [{ Id: "0", MessageBody: "1", MessageAttributes: {} }],
      },
    ]);
    assert.equal(connections, 1);
  });

  it("does not take for sent what SQS has another body of, nor what it says nothing of", async () => {
    const digest = "c4ca4238a0b923820dcc509a6f75849b";
    const answer = {
      Successful: [
        { Id: "0", MessageId: "sent", MD5OfMessageBody: digest },
        { Id: "1", MessageId: "other", MD5OfMessageBody: digest.replace("c", "d") },
        { Id: "2", MessageId: null, MD5OfMessageBody: digest },
      ],
      Failed: [{ Id: "3", Code: "InvalidMessageContents", Message: "No", SenderFault: true }],
    };
    await withServer(
      [(response) => void response.end(JSON.stringify(answer))],
      async (_, endpoint) => {
        const sqs = createSqs(load, { ...ENVIRONMENT, queueUrlPrefix: `${endpoint}/1/shop-q-` });
        assert.deepEqual(await sqs.sendBatch("http://q", Array(5).fill(message)), [
          { ok: true, value: "sent" },
          {
            ok: false,
            code: "InvalidChecksum",
            reason: "SQS has another body than was sent, by its MD5",
            retryable: false,
          },
          NO_RESULT,
          { ok: false, code: "InvalidMessageContents", reason: "No", retryable: false },
          NO_RESULT,
        ]);
      },
    );
  });

  it("says why it cannot be reached", async () => {
    const environment = { ...ENVIRONMENT, queueUrlPrefix: "http://127.0.0.1:1/" };
    await assert.rejects(createSqs(null, environment).sendBatch("http://q", []), {
      message: "Cannot reach SQS: this backend has no queues",
    });
    await assert.rejects(
      createSqs(load, { ...environment, credentials: undefined }).sendBatch("http://q", []),
      { message: "Cannot reach SQS: the runtime has no credentials" },
    );
  });
});

const NO_RESULT = {
  ok: false,
  code: "NoResult",
  reason: "SQS does not say what became of it",
  retryable: true,
};
