import assert from "node:assert/strict";
import { assumeRole } from "../../../runtime/backend-role/assume-role.ts";
import {
  assumedRole,
  refusedRequest,
  type StsAnswer,
  type StsServer,
  startStsServer,
} from "../../support/sts-server.ts";

const ROLE = "arn:aws:iam::111122223333:role/shop-backend";

describe("assumeRole()", () => {
  let server: StsServer | undefined;
  afterEach(() => server?.close());

  const assume = async (answer: StsAnswer) => {
    server = await startStsServer(() => answer);
    return await assumeRole({
      roleArn: ROLE,
      sessionName: "shop",
      stsUrl: server.url,
      region: "eu-west-1",
      credentials: { accessKeyId: "ASIARUNTIME", secretAccessKey: "s", sessionToken: "t/+=" },
    });
  };

  it("asks for a session of an hour, signed with the runtime's own keys", async () => {
    const keys = await assume(assumedRole("ASIABACKEND", "2026-11-26T08:00:00Z"));
    assert.deepEqual(keys, {
      accessKeyId: "ASIABACKEND",
      secretAccessKey: "secret/of+ASIABACKEND",
      sessionToken: "token/of+ASIABACKEND==",
      expiration: Date.UTC(2026, 10, 26, 8),
    });
    assert.deepEqual(server?.requests, [
      {
        credential: "ASIARUNTIME/DATE/eu-west-1/sts/aws4_request",
        securityToken: "t/+=",
        form: {
          Action: "AssumeRole",
          Version: "2011-06-15",
          RoleArn: ROLE,
          RoleSessionName: "shop",
          DurationSeconds: "3600",
        },
      },
    ]);
  });

  it("says what STS says when it refuses", async () => {
    const message = "User: a is not authorized to perform: sts:AssumeRole &amp; on &quot;b&quot;";
    await assert.rejects(assume(refusedRequest(403, "AccessDenied", message)), {
      message: 'AccessDenied: User: a is not authorized to perform: sts:AssumeRole & on "b"',
    });
  });

  it("says what a proxy says that answers in its place", async () => {
    await assert.rejects(assume({ status: 502, xml: "Bad Gateway" }), {
      message: "status 502: Bad Gateway",
    });
  });

  it("does not take an answer for keys that has none", async () => {
    await assert.rejects(assume({ xml: "<html></html>" }), {
      message: "STS answered without AccessKeyId",
    });
  });
});
