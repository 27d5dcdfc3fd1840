import fc from "fast-check";
import { ERRORS } from "../../tests/fixtures/hostile-backend/secret.ts";
import {
  createConnectEvent,
  createDisconnectEvent,
  createMessageEvent,
} from "../../tests/support/socket-event.ts";
import { hostileText, mostly } from "./hostile-text.ts";
import { hostileValue, mutated } from "./mutated.ts";

const failure = fc.constantFrom(...Object.keys(ERRORS));
/** Few, so that messages meet connections that are open. */
export const CONNECTIONS = ["a=", "b=", "c="];
const connectionId = fc.constantFrom(...CONNECTIONS);

const query = fc.record(
  {
    id: mostly(fc.constantFrom("ann", "ann", "bob", "refused", "down")),
    later: hostileText,
    fail: mostly(failure),
    failOnConnect: mostly(failure),
  },
  { requiredKeys: [], noNullPrototype: true },
);
const headers = fc.record(
  {
    Cookie: mostly(fc.constantFrom("id=ann", "a=b; id=bob")),
    Origin: mostly(fc.constantFrom("https://shop.example", "https://evil.example", "null")),
    "Sec-WebSocket-Protocol": mostly(fc.constantFrom("chat, a", ",")),
    Host: hostileText,
  },
  { requiredKeys: [], noNullPrototype: true },
);
const message = fc.oneof(
  { weight: 3, arbitrary: failure.map((fail): unknown => ({ fail })) },
  { weight: 1, arbitrary: fc.constant<unknown>({ fail: "client" }) },
  { weight: 3, arbitrary: fc.record({ channel: hostileText }) },
  { weight: 3, arbitrary: fc.record({ to: mostly(fc.constant("ann")), text: hostileText }) },
  { weight: 2, arbitrary: fc.record({ id: hostileValue }) },
  { weight: 4, arbitrary: hostileValue },
);
const text = fc.oneof(
  { weight: 4, arbitrary: message.map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: hostileText },
);

/** A connection's life, with what its client says. */
export const socketEvents: fc.Arbitrary<object> = fc.oneof(
  fc
    .tuple(connectionId, query, headers)
    .map(([id, query, headers]) => createConnectEvent(id, { query, headers })),
  fc.tuple(connectionId, text).map(([id, text]) => createMessageEvent(id, text)),
  connectionId.map((id) => createDisconnectEvent(id)),
);

/** What no API Gateway sends; it stays an event of a connection. */
export const mutatedSocketEvents: fc.Arbitrary<object> = fc
  .tuple(mutated(socketEvents), connectionId)
  .map(([event, id]) => {
    const { requestContext, version: _, ...fields } = Object(event);
    return { ...fields, requestContext: { ...Object(requestContext), connectionId: id } };
  });
