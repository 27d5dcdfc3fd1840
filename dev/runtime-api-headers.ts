/** The headers of the Lambda Runtime API. https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html */
export const HEADERS = {
  requestId: "lambda-runtime-aws-request-id",
  deadlineMs: "lambda-runtime-deadline-ms",
  functionArn: "lambda-runtime-invoked-function-arn",
  traceId: "lambda-runtime-trace-id",
  errorType: "lambda-runtime-function-error-type",
  /** Ours: the most memory the process has used so far, in MB. */
  maxMemoryUsed: "queuerun-max-memory-used",
} as const;

export const PREFIX = "/2018-06-01/runtime";
