import assert from "node:assert/strict";
import { openConnections } from "../../../runtime/socket/connections.ts";
import { DeliveryError } from "../../../sdk/index.ts";
import { type SocketWorld, useSocketWorlds } from "../../support/socket-world.ts";
import { withEnvironment } from "../../support/with-environment.ts";

describe("the clients of connections", () => {
  const worlds = useSocketWorlds();

  it("follow no endpoint, region or profile that the backend set for itself", async () => {
    const own = {
      AWS_ENDPOINT_URL: "http://127.0.0.1:1",
      AWS_ENDPOINT_URL_DYNAMODB: "http://127.0.0.1:1",
      AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI: "http://127.0.0.1:1",
      AWS_ACCOUNT_ID_ENDPOINT_MODE: "never",
      AWS_ENABLE_ENDPOINT_DISCOVERY: "maybe",
      AWS_REGION: "nowhere-1",
      AWS_PROFILE: "missing",
      AWS_CONFIG_FILE: "/missing",
      AWS_MAX_ATTEMPTS: "none",
      AWS_RETRY_MODE: "never",
      AWS_USE_FIPS_ENDPOINT: "maybe",
    };
    await withEnvironment(own, async () => {
      const world = await worlds.create({ default: () => "here" });
      assert.equal(await world.connect("a1"), 200);
      await world.say("a1", {});
      assert.deepEqual(world.api.received("a1"), ["here"]);
    });
  });

  it("look for credentials nowhere but in the runtime's own", async () => {
    const world = await worlds.create({});
    await assert.rejects(open(world, { credentials: undefined }), {
      message: "Cannot reach connections: the runtime has no credentials",
    });
  });

  it("say what AWS said of a table that is not there", async () => {
    const world = await worlds.create({});
    const connections = await open(world, { connectionsTable: "missing" });
    await assert.rejects(connections.isOnline("ann"), (error) => {
      assert.ok(error instanceof DeliveryError);
      assert.deepEqual(
        [error.code, error.message],
        [
          "ResourceNotFoundException",
          "Cannot look into the table of connections: Requested resource not found (ResourceNotFoundException)",
        ],
      );
      return true;
    });
  });
});

function open({ test }: SocketWorld, changes: object) {
  const { environment, entry, transport } = test.runtime;
  assert.ok(entry.socket);
  return openConnections(entry.socket, { ...environment, ...changes }, transport);
}
