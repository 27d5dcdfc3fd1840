/**
 * The environment variables of an instance: those of Lambda, those queuerun sets, and the user's own.
 * Nothing of the developer's shell, whose AWS keys must not reach the backend.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
import { dirname, join } from "node:path";
import { EXEC_WRAPPER, HANDLER } from "../manifest/environment.ts";
import { chooseLogLevel } from "../manifest/log-level.ts";
import { type Credentials, toVariables } from "./access-keys.ts";
import { FUNCTION_NAME, FUNCTION_VERSION, REGION } from "./aws-names.ts";

export type InitializationType = "on-demand" | "provisioned-concurrency";

export interface InstanceSettings {
  /** Folder of the unzipped package. */
  readonly taskRoot: string;
  readonly initializationType: InitializationType;
  readonly memorySize: number;
  /** `127.0.0.1:PORT` of the Runtime API. */
  readonly runtimeApi: string;
  readonly logStreamName: string;
  /** Of the execution role. */
  readonly credentials: Credentials;
  /** An empty folder. */
  readonly home: string;
  /** The user's own and queuerun's. */
  readonly variables: Readonly<Record<string, string>>;
}

export function createInstanceEnvironment(settings: InstanceSettings): Record<string, string> {
  return {
    ...settings.variables,
    ...toVariables(settings.credentials),
    _HANDLER: HANDLER,
    AWS_DEFAULT_REGION: REGION,
    AWS_EXECUTION_ENV: `AWS_Lambda_nodejs${process.versions.node.split(".")[0]}.x`,
    AWS_LAMBDA_EXEC_WRAPPER: join(settings.taskRoot, EXEC_WRAPPER),
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.memorySize),
    AWS_LAMBDA_FUNCTION_NAME: FUNCTION_NAME,
    AWS_LAMBDA_FUNCTION_VERSION: FUNCTION_VERSION,
    AWS_LAMBDA_INITIALIZATION_TYPE: settings.initializationType,
    AWS_LAMBDA_LOG_FORMAT: "Text",
    AWS_LAMBDA_LOG_LEVEL: chooseLogLevel(settings.variables),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${FUNCTION_NAME}`,
    AWS_LAMBDA_LOG_STREAM_NAME: settings.logStreamName,
    AWS_LAMBDA_RUNTIME_API: settings.runtimeApi,
    AWS_REGION: REGION,
    // Not Lambda's: without it the SDK of the backend would find the developer's ~/.aws
    HOME: settings.home,
    LAMBDA_RUNTIME_DIR: "/var/runtime",
    LAMBDA_TASK_ROOT: settings.taskRoot,
    LANG: "en_US.UTF-8",
    // Where Lambda has /var/lang/bin, the folder of the Node that runs the function
    PATH: `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin:/opt/bin`,
    TZ: ":UTC",
  };
}
