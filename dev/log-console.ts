import { format, styleText } from "node:util";

const STYLES = { debug: "dim", warn: "yellow", error: "red" } as const;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Makes `console` log from the function's level on, as Lambda's own client does, and shows levels in colour
 * where a person looks on: a terminal has FORCE_COLOR set to 1.
 */
export function setUpConsole(console: Console, env: Environment): void {
  if (env.FORCE_COLOR === "1")
    for (const [method, style] of Object.entries(STYLES) as [keyof typeof STYLES, never][]) {
      const print = console[method].bind(console);
      console[method] = (...values: unknown[]) => print(styleLines(style, format(...values)));
    }
  if (env.AWS_LAMBDA_LOG_LEVEL === "INFO") console.debug = () => undefined;
}

/** Line by line: those of several instances come mixed. */
function styleLines(style: (typeof STYLES)[keyof typeof STYLES], text: string): string {
  const styleLine = (line: string) => styleText(style, line, { validateStream: false });
  return text.split("\n").map(styleLine).join("\n");
}
