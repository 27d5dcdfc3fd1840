import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Provider } from "@pulumi/pulumi/provider/index.js";

/**
 * The component provider: what Pulumi starts for programs in other languages. It answers with the
 * schema as it is in the package, and loads a component only to make one: the engine starts it several
 * times in each deployment, and waits for it.
 */
export function createProvider(): Provider {
  const packageFile = createRequire(import.meta.url).resolve("queuerun/package.json");
  const { version } = JSON.parse(readFileSync(packageFile, "utf8"));
  return {
    version,
    schema: readFileSync(join(dirname(packageFile), "schema.json"), "utf8"),
    async construct(name, type, inputs, options) {
      const { constructComponent } = await import("./construct.ts");
      return constructComponent(name, type, inputs, options);
    },
  };
}
