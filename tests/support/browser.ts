import chromium from "@sparticuz/chromium";
import { type Browser, chromium as launcher } from "playwright-core";

/**
 * Starts a headless Chromium: on Linux the one that comes as a package, as nothing else may be
 * installed; elsewhere the Chrome that the machine has.
 */
export async function startBrowser(): Promise<Browser> {
  if (process.platform !== "linux") return await launcher.launch({ channel: "chrome" });
  const executablePath = await chromium.executablePath();
  // Not that package's own arguments: they are for Lambda, and one process for everything
  return await launcher.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
}
