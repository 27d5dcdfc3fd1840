type Fauxqs = typeof import("fauxqs");

/** The local SQS. It loads Node's SQLite, which in Node 22 warns that it is experimental: nobody can do anything about it. */
export async function loadFauxqs(
  load: () => Promise<Fauxqs> = () => import("fauxqs"),
): Promise<Fauxqs> {
  const { emitWarning } = process;
  process.emitWarning = (warning: string | Error, ...details: never[]) => {
    if (!String(warning).startsWith("SQLite is an experimental feature"))
      emitWarning.call(process, warning, ...details);
  };
  try {
    return await load();
  } finally {
    process.emitWarning = emitWarning;
  }
}
