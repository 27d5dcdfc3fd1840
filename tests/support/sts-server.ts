import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** What a test says STS answers. */
export interface StsAnswer {
  readonly status?: number;
  readonly xml: string;
}

export interface StsRequest {
  /** The access key that signed it, and for which service and region. */
  readonly credential: string;
  readonly securityToken: string | undefined;
  readonly form: Readonly<Record<string, string>>;
}

export interface StsServer {
  readonly url: string;
  /** In the order they came. */
  readonly requests: readonly StsRequest[];
  close(): void;
}

/** Takes requests to STS, and answers as the test says. */
export async function startStsServer(answer: () => StsAnswer): Promise<StsServer> {
  const requests: StsRequest[] = [];
  const server = createServer(async (request, response) => {
    requests.push(await readRequest(request));
    const { status = 200, xml } = answer();
    response.writeHead(status, { "content-type": "text/xml" }).end(xml);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () => server.close(),
  };
}

async function readRequest(request: IncomingMessage): Promise<StsRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const { authorization = "", "x-amz-security-token": token } = request.headers;
  const [, credential = ""] = /^AWS4-HMAC-SHA256 Credential=([^,]+),/.exec(authorization) ?? [];
  return {
    credential: credential.replace(/\/\d{8}\//, "/DATE/"),
    securityToken: token === undefined ? undefined : String(token),
    form: Object.fromEntries(new URLSearchParams(String(Buffer.concat(chunks)))),
  };
}

/** As AWS answers AssumeRole. */
export function assumedRole(accessKeyId: string, expiration: string): StsAnswer {
  return {
    xml: `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <AssumeRoleResult>
    <AssumedRoleUser>
      <AssumedRoleId>AROA1:shop</AssumedRoleId>
      <Arn>arn:aws:sts::111122223333:assumed-role/shop-backend/shop</Arn>
    </AssumedRoleUser>
    <Credentials>
      <AccessKeyId>${accessKeyId}</AccessKeyId>
      <SecretAccessKey>secret/of+${accessKeyId}</SecretAccessKey>
      <SessionToken>token/of+${accessKeyId}==</SessionToken>
      <Expiration>${expiration}</Expiration>
    </Credentials>
  </AssumeRoleResult>
  <ResponseMetadata><RequestId>1</RequestId></ResponseMetadata>
</AssumeRoleResponse>`,
  };
}

/** As AWS refuses. */
export function refusedRequest(status: number, code: string, message: string): StsAnswer {
  return {
    status,
    xml: `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>
  <RequestId>1</RequestId>
</ErrorResponse>`,
  };
}
