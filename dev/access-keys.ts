/** The access keys of the local cloud: they say whose a request is, as AWS's do. */
import { randomBytes } from "node:crypto";
import { ACCOUNT_ID, FUNCTION_NAME, roleName } from "./aws-names.ts";

/** Who makes a request. */
export interface Caller {
  /** Whose policies apply. None apply to the operator: the local cloud itself, and its commands. */
  readonly tier: "runtime" | "scheduler" | "backend" | "operator";
  /** Of the session of the tier's role. */
  readonly sessionName: string;
  /** It is the function's code: Lambda then names the function in the request. */
  readonly isFunction?: true;
}

/** The function's code. Lambda names the session after the function. */
export const FUNCTION: Caller = { tier: "runtime", sessionName: FUNCTION_NAME, isFunction: true };
/** The event source mappings: they have the function's role, and are not the function. */
export const POLLER: Caller = { tier: "runtime", sessionName: "event-source-mapping" };
export const SCHEDULES: Caller = { tier: "scheduler", sessionName: "schedules" };
export const OPERATOR: Caller = { tier: "operator", sessionName: "operator" };

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

export interface IssuedKey {
  readonly caller: Caller;
  readonly credentials: Credentials;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

export interface CallerIdentity {
  /** `arn:aws:sts::000000000000:assumed-role/local-runtime/local` */
  readonly arn: string;
  /** `AROALOCALRUNTIME00000:local` */
  readonly userId: string;
  /** `arn:aws:iam::000000000000:role/local-runtime` */
  readonly roleArn: string;
  readonly account: string;
}

export class AccessKeys {
  readonly #keys = new Map<string, IssuedKey>();

  /** @param expiresAt Milliseconds since 1970. Default: never, as the local cloud ends before. */
  issue(caller: Caller, expiresAt = Number.POSITIVE_INFINITY): Credentials {
    const serial = randomBytes(4).toString("hex").toUpperCase();
    const credentials = {
      accessKeyId: `ASIA${pad(caller.tier, 8)}${serial}`,
      secretAccessKey: randomBytes(30).toString("base64"),
      sessionToken: randomBytes(48).toString("base64"),
    };
    this.#keys.set(credentials.accessKeyId, { caller, credentials, expiresAt });
    return credentials;
  }

  /** Undefined: it is not of this local cloud. One that has expired is found. */
  find(accessKeyId: string): IssuedKey | undefined {
    return this.#keys.get(accessKeyId);
  }
}

/** Who AWS would say it is. */
export function describeCaller({ tier, sessionName }: Caller): CallerIdentity {
  return {
    arn: `arn:aws:sts::${ACCOUNT_ID}:assumed-role/${roleName(tier)}/${sessionName}`,
    userId: `AROALOCAL${pad(tier, 12)}:${sessionName}`,
    roleArn: `arn:aws:iam::${ACCOUNT_ID}:role/${roleName(tier)}`,
    account: ACCOUNT_ID,
  };
}

/** As the AWS SDK and the command line read them. */
export function toVariables(credentials: Credentials): Record<string, string> {
  return {
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
  };
}

/** IDs of AWS have capital letters and digits, and always as many. */
function pad(tier: string, length: number): string {
  return tier.toUpperCase().padEnd(length, "0").slice(0, length);
}
