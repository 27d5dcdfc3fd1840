import type { APIGatewayProxyEventV2, Context } from "aws-lambda";

/** A full HTTP API event, payload format 2.0; a test states only the fields that matter. */
export function createHttpEvent(
  method: string,
  path: string,
  overrides: Partial<APIGatewayProxyEventV2> = {},
): APIGatewayProxyEventV2 {
  const [rawPath = "/", rawQueryString = ""] = path.split("?");
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath,
    rawQueryString,
    headers: { host: "abc.execute-api.eu-west-1.amazonaws.com", "x-forwarded-proto": "https" },
    requestContext: {
      accountId: "123456789012",
      apiId: "abc",
      domainName: "abc.execute-api.eu-west-1.amazonaws.com",
      domainPrefix: "abc",
      http: {
        method,
        path: rawPath,
        protocol: "HTTP/1.1",
        sourceIp: "192.0.2.1",
        userAgent: "test",
      },
      requestId: "JKJaXmPLvHcESHA=",
      routeKey: "$default",
      stage: "$default",
      time: "12/Mar/2026:19:03:58 +0000",
      timeEpoch: 1_773_342_238_000,
    },
    isBase64Encoded: false,
    ...overrides,
  };
}

/** Lambda's context; `remaining` is what is left of the function's timeout, in milliseconds. */
export function createContext(awsRequestId: string, remaining = 30_000): Context {
  return {
    awsRequestId,
    callbackWaitsForEmptyEventLoop: false,
    functionName: "shop",
    functionVersion: "7",
    invokedFunctionArn: "arn:aws:lambda:eu-west-1:123456789012:function:shop:live",
    logGroupName: "/aws/lambda/shop",
    logStreamName: "2026/03/12/[7]0123456789abcdef",
    memoryLimitInMB: "1024",
    getRemainingTimeInMillis: () => remaining,
    done: () => undefined,
    fail: () => undefined,
    succeed: () => undefined,
  };
}
