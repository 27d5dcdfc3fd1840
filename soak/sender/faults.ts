import { createHash } from "node:crypto";
import type { ServerResponse } from "node:http";

/** The part of a SendMessageBatch request that faults are made of. */
export interface Entry {
  readonly Id: string;
  readonly MessageBody: string;
}

/** What the stand-in does with one request instead of handing it on as it is. */
export type Fault =
  /** Answers itself, and hands nothing on. */
  | {
      readonly kind: "answer";
      readonly answer: (response: ServerResponse, entries: readonly Entry[]) => void;
    }
  /** Hands on some of the entries, and says that the others have failed. */
  | { readonly kind: "half"; readonly senderFault: boolean }
  /** Hands it on, and answers late, or in part, or not at all. */
  | { readonly kind: "spoil"; readonly spoil: (response: ServerResponse, answer: Buffer) => void };

/** SQS's errors as the JSON protocol has them. */
function refuse(status: number, type: string): Fault {
  return {
    kind: "answer",
    answer(response) {
      response.writeHead(status, { "content-type": "application/x-amz-json-1.0" });
      response.end(
        JSON.stringify({ __type: `com.amazonaws.sqs#${type}`, message: `${type} it is` }),
      );
    },
  };
}

function answer(body: string | ((entries: readonly Entry[]) => unknown), status = 200): Fault {
  return {
    kind: "answer",
    answer(response, entries) {
      response.writeHead(status, { "content-type": "application/x-amz-json-1.0" });
      response.end(typeof body === "string" ? body : JSON.stringify(body(entries)));
    },
  };
}

const md5 = (text: string) => createHash("md5").update(text).digest("hex");

/** By name, as the figures have them. */
export const FAULTS: Readonly<Record<string, Fault>> = {
  throttled: refuse(400, "RequestThrottled"),
  throttling: refuse(400, "ThrottlingException"),
  "500": answer("<html>Oops</html>", 500),
  "503": refuse(503, "ServiceUnavailable"),
  denied: refuse(403, "AccessDenied"),
  reset: { kind: "answer", answer: (response) => void response.socket?.destroy() },
  half: { kind: "half", senderFault: false },
  "half refused": { kind: "half", senderFault: true },
  "no JSON": answer("Successful"),
  "nothing in it": answer("{}"),
  "no body": answer(""),
  "null lists": answer(() => ({ Successful: null, Failed: null })),
  "wrong lists": answer(() => ({ Successful: "all", Failed: { length: 1 } })),
  "other IDs": answer((entries) => ({
    Successful: entries.map(({ MessageBody }, index) => ({
      ...{ Id: `other-${index}`, MessageId: "m", MD5OfMessageBody: md5(MessageBody) },
    })),
  })),
  "no message IDs": answer((entries) => ({
    Successful: entries.map(({ Id, MessageBody }) => ({ Id, MD5OfMessageBody: md5(MessageBody) })),
  })),
  "null message IDs": answer((entries) => ({
    Successful: entries.map(({ Id, MessageBody }) => ({
      ...{ Id, MessageId: null, MD5OfMessageBody: md5(MessageBody) },
    })),
  })),
  "wrong MD5": answer((entries) => ({
    Successful: entries.map(({ Id }) => ({ Id, MessageId: "m", MD5OfMessageBody: md5("other") })),
  })),
  slow: {
    kind: "spoil",
    spoil: (response, answer) => void setTimeout(() => response.end(answer), 200),
  },
  "too slow": {
    kind: "spoil",
    spoil: (response, answer) => void setTimeout(() => response.end(answer), 4_000),
  },
  "reset after it was taken": {
    kind: "spoil",
    spoil: (response) => void response.socket?.destroy(),
  },
  "cut short": {
    kind: "spoil",
    spoil(response, answer) {
      response.setHeader("content-length", answer.length);
      response.write(answer.subarray(0, answer.length / 2), () => response.socket?.destroy());
    },
  },
  stalled: {
    kind: "spoil",
    spoil(response, answer) {
      response.setHeader("content-length", answer.length);
      response.write(answer.subarray(0, answer.length / 2));
    },
  },
};
