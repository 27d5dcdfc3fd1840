/** Writes schema.json from the sources of the components: `npm run schema`. */
import { writeFileSync } from "node:fs";
import { createSchema } from "./schema/create-schema.ts";

writeFileSync(new URL("../schema.json", import.meta.url), createSchema());
