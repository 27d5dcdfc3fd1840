import { unpackVariables, VARIABLES } from "../manifest/environment.ts";

/** Keys of the execution role, for the runtime's own clients only. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The role of the backend's own code. */
export interface BackendRole {
  readonly roleArn: string;
  /** Names its sessions in CloudTrail, and in `sts:GetCallerIdentity`. */
  readonly sessionName: string;
  /** `https://sts.REGION.amazonaws.com` */
  readonly stsUrl: string;
}

export interface RuntimeEnvironment {
  readonly region: string;
  /** Queue URL without the queue's name; empty in a backend without queues. */
  readonly queueUrlPrefix: string;
  readonly deadLetterUrlPrefix: string;
  /** Of the HTTP API, without a slash at its end; empty in a backend without one. */
  readonly url: string;
  /** Where connections are; each is empty in a backend without a socket. */
  readonly webSocketUrl: string;
  readonly connectionsUrl: string;
  readonly connectionsTable: string;
  readonly dynamodbUrl: string;
  /** Undefined: the backend's own code has none. */
  readonly backendRole: BackendRole | undefined;
  readonly credentials: Credentials | undefined;
  /** Provisioned concurrency: nobody waits for the init phase, so everything is loaded in it. */
  readonly provisioned: boolean;
}

/**
 * Reads what the runtime needs, once, before any user code is loaded, and removes it from `env`, where
 * only the user's own variables are left, and Lambda's.
 * The exec wrapper has moved the credentials to a pipe; without the wrapper they are in `env` itself.
 */
export function takeEnvironment(env: NodeJS.ProcessEnv): RuntimeEnvironment {
  const { credentialsFd, backendRoleArn: roleArn, stsUrl, ...own } = takeVariables(env);
  const sessionName = env.AWS_LAMBDA_FUNCTION_NAME ?? "queuerun";
  const environment: RuntimeEnvironment = {
    ...own,
    region: env.AWS_REGION ?? "",
    backendRole: roleArn === "" ? undefined : { roleArn, stsUrl, sessionName },
    credentials: takeCredentials(env, credentialsFd),
    provisioned: env.AWS_LAMBDA_INITIALIZATION_TYPE === "provisioned-concurrency",
  };
  // Only now: they may replace the runtime's own region, and look like its keys.
  unpackVariables(env);
  return environment;
}

/** Empty for those that are not set. */
function takeVariables(env: NodeJS.ProcessEnv): Record<keyof typeof VARIABLES, string> {
  const taken = Object.entries(VARIABLES).map(([key, name]) => {
    const value = env[name] ?? "";
    delete env[name];
    return [key, value];
  });
  return Object.fromEntries(taken);
}

const KEYS = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];

function takeCredentials(env: NodeJS.ProcessEnv, fd: string): Credentials | undefined {
  const [accessKeyId, secretAccessKey, sessionToken] =
    fd === "" ? KEYS.map((name) => env[name]) : readPipe(Number(fd));
  for (const name of KEYS) delete env[name];
  if (!accessKeyId || !secretAccessKey) return undefined;
  return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
}

function readPipe(fd: number): string[] {
  // Not imported: an ES import of it touches all its exports and so makes Node load its streams,
  // which takes milliseconds of every cold start.
  const { closeSync, readFileSync } = process.getBuiltinModule("fs");
  const text = readFileSync(fd, "utf8");
  closeSync(fd);
  return text.split("\n");
}
