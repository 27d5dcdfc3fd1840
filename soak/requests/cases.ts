import type { Talk } from "./talk.ts";

/** Something clients do, and what they must get for it. */
export interface Case extends Talk {
  readonly name: string;
  readonly expected: readonly number[];
  /** Connections that do it at the same time, in each round. */
  readonly clients: number;
  /** They last for as long as they may, beside all others. */
  readonly isSlow?: boolean;
}

const MB = 1_000_000;

function get(path: string, headers = ""): string {
  return `GET ${path} HTTP/1.1\r\nHost: soak\r\n${headers}\r\n`;
}

function post(length: number, type: string, framing = `Content-Length: ${length}`): string {
  return `POST /length HTTP/1.1\r\nHost: soak\r\nContent-Type: ${type}\r\n${framing}\r\n\r\n`;
}

function upload(name: string, bytes: number, type: string, status: number): Case {
  const parts = [post(bytes, type), Buffer.alloc(bytes, "x")];
  return { name, clients: 4, parts, expected: [status] };
}

/** Sent in chunks, so that nobody knows how much will come. */
function uploadChunked(bytes: number, status: number): Case {
  const chunk = `10000\r\n${"x".repeat(0x10000)}\r\n`;
  const chunks = Array.from({ length: Math.ceil(bytes / 0x10000) }, () => chunk);
  const head = post(0, "text/plain", "Transfer-Encoding: chunked");
  const parts = [head, ...chunks, "0\r\n\r\n"];
  return { name: "11 MB in chunks", clients: 4, parts, expected: [status] };
}

/** What the limits of AWS say: an event and a result of 6 MB, a request of 10 MB, 10,240 bytes of headers. */
export const CASES: readonly Case[] = [
  upload("5.9 MB of text", 5.9 * MB, "text/plain", 200),
  upload("6.4 MB of text", 6.4 * MB, "text/plain", 413),
  // In base64, a third more
  upload("4.4 MB of bytes", 4.4 * MB, "application/octet-stream", 200),
  upload("4.8 MB of bytes", 4.8 * MB, "application/octet-stream", 413),
  upload("11 MB", 11 * MB, "text/plain", 413),
  uploadChunked(11 * MB, 413),
  {
    name: "a result of 4.4 MB of bytes",
    clients: 4,
    parts: [get(`/bytes?count=${4.4 * MB}`)],
    expected: [200],
  },
  {
    name: "a result of 4.8 MB of bytes",
    clients: 4,
    parts: [get(`/bytes?count=${4.8 * MB}`)],
    expected: [500],
  },
  {
    name: "a result of 4.4 MB that nobody reads",
    clients: 4,
    parts: [get(`/bytes?count=${4.4 * MB}`)],
    pauseMs: 200,
    isAborted: true,
    expected: [],
  },
  {
    name: "a body of one byte every 50 ms",
    clients: 50,
    parts: [post(1_000, "text/plain"), ...Array.from({ length: 999 }, () => "x")],
    pauseMs: 50,
    isSlow: true,
    expected: [408],
  },
  {
    name: "a head of one line every 50 ms",
    clients: 20,
    parts: ["GET /quick HTTP/1.1\r\n", ...Array.from({ length: 999 }, (_, i) => `a${i}: b\r\n`)],
    pauseMs: 50,
    isSlow: true,
    expected: [408],
  },
  {
    name: "an upload that breaks off",
    clients: 20,
    parts: [post(MB, "text/plain"), Buffer.alloc(MB / 2, "x")],
    isAborted: true,
    expected: [],
  },
  {
    name: "100 requests in one write",
    clients: 4,
    parts: [get("/quick").repeat(100)],
    answers: 100,
    expected: Array.from({ length: 100 }, () => 200),
  },
  {
    name: "11 KB of headers",
    clients: 20,
    parts: [get("/quick", `a: ${"x".repeat(11_000)}\r\n`)],
    expected: [431],
  },
  {
    name: "100 KB of headers",
    clients: 20,
    parts: [get("/quick", `a: ${"x".repeat(100_000)}\r\n`)],
    expected: [431],
  },
  { name: "no HTTP at all", clients: 20, parts: ["\0\x01\x02\r\n\r\n"], expected: [400] },
  {
    name: "two hosts",
    clients: 20,
    parts: [get("/quick", "Host: other\r\n")],
    expected: [400],
  },
  { name: "a request", clients: 200, parts: [get("/quick")], expected: [200] },
];
