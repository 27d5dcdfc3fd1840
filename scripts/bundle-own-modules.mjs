// Part of `npm run dist`: with its own modules bundled ahead, the published package builds faster.
import { writePublishedModules } from "../dist/build/own-modules.js";

await writePublishedModules();
