import type { ModuleNamespace, SocketEntry } from "../../manifest/entry.ts";
import type {
  SocketConnect,
  SocketConnection,
  SocketHandler,
  SocketMiddleware,
  SocketOffline,
  SocketOnline,
} from "../../sdk/socket-handlers.ts";
import { loadOnce } from "../modules.ts";

/** The socket with its modules loaded. */
export interface LoadedSocket {
  readonly default?: SocketHandler;
  onConnect?(connect: SocketConnect): unknown;
  onDisconnect?(connection: SocketConnection): unknown;
  onOnline?(online: SocketOnline): unknown;
  onOffline?(offline: SocketOffline): unknown;
  /** Outermost first; the socket's own hooks last. */
  readonly middleware: readonly SocketMiddleware[];
  readonly origins: readonly string[];
}

const HANDLERS = ["default", "onConnect", "onDisconnect", "onOnline", "onOffline"] as const;

/** @throws TypeError for an export that is no function, and for a config that cannot be. */
export async function loadSocketModule({
  load,
  middleware,
  file,
}: SocketEntry): Promise<LoadedSocket> {
  const [module = {}, ...outer] = await Promise.all([load, ...middleware].map(loadOnce));
  for (const name of HANDLERS)
    if (module[name] !== undefined && typeof module[name] !== "function")
      throw new TypeError(`${file}: "${name}" is ${typeof module[name]}, must be a function`);
  return { ...module, middleware: [...outer, module], origins: readOrigins(module, file) };
}

function readOrigins({ config }: ModuleNamespace, file: string): readonly string[] {
  const { origins = [] } = (config ?? {}) as { readonly origins?: unknown };
  const list: readonly unknown[] = Array.isArray(origins) ? origins : [origins];
  const wrong = list.find((origin) => !isOrigin(origin));
  if (wrong === undefined) return list as readonly string[];
  throw new TypeError(
    `${file}: "config.origins" holds ${JSON.stringify(wrong)}, must be origins: "https://shop.example"`,
  );
}

function isOrigin(value: unknown): boolean {
  return typeof value === "string" && URL.canParse(value) && new URL(value).origin === value;
}
