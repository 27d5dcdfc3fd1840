import type { Limits } from "../dev/limits.ts";
import { DURATION_FORMS, parseDuration } from "../manifest/duration.ts";
import { CommandError } from "./command-error.ts";

/** As they were typed: `600`, `10m`. */
export interface SocketTimers {
  readonly socketIdle?: string;
  readonly socketLifetime?: string;
}

/** The limits of WebSockets that are not to be those of AWS, all problems at once. */
export function parseSocketTimers({ socketIdle, socketLifetime }: SocketTimers): Partial<Limits> {
  const idle = parse("--socket-idle", socketIdle);
  const lifetime = parse("--socket-lifetime", socketLifetime);
  const problems = [idle, lifetime].filter((parsed) => typeof parsed === "string");
  if (problems.length > 0) throw new CommandError(problems.join("\n"), 2);
  return {
    ...(typeof idle === "number" ? { socketIdleSeconds: idle } : {}),
    ...(typeof lifetime === "number" ? { socketLifetimeSeconds: lifetime } : {}),
  };
}

/** A day: beyond it a timer of Node would not wait at all before long. */
const MAX_SECONDS = 86_400;

/** Returns seconds, or what is wrong. */
function parse(option: string, text: string | undefined): number | string | undefined {
  if (text === undefined) return undefined;
  const seconds = parseDuration(/^\d+(\.\d+)?$/.test(text) ? Number(text) : text);
  if (seconds !== null && seconds > 0 && seconds <= MAX_SECONDS) return seconds;
  return `"${option}" is ${JSON.stringify(text)}, must be ${DURATION_FORMS}, above 0 and up to a day`;
}
