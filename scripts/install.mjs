/**
 * Installs what is missing, and says nothing when nothing is: `npm start` and `npm test` run it first.
 *
 *     node scripts/install.mjs              the project's own node_modules
 *     node scripts/install.mjs tests/ric    a package kept outside the checkout; prints its folder
 *
 * Plain JavaScript without dependencies: it runs on whatever Node the machine has. Only once it is
 * done do npm scripts run on Node 24, which comes with the project as the package "node".
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const project = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const [folder] = process.argv.slice(2);

try {
  if (folder === undefined) installProject();
  else process.stdout.write(`${installInCache(resolve(folder))}\n`);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

/** Brings node_modules up to date with package-lock.json. */
function installProject() {
  const stamp = join(project, "node_modules", ".queuerun-installed");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === digest(project)) return;
  runNpm(project, "Installing dependencies (the first time takes about a minute)");
  writeFileSync(stamp, digest(project));
}

/** Installs a package of the project outside the checkout, once per content, and returns where. */
function installInCache(source) {
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "queuerun");
  const target = join(cache, digest(source));
  if (existsSync(target)) return target;
  const unfinished = `${target}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  for (const file of ["package.json", "package-lock.json"])
    cpSync(join(source, file), join(unfinished, file));
  try {
    runNpm(unfinished, `Installing ${relative(project, source)} (once, about a minute)`);
    // Where another process was faster, both have made the same
    if (!existsSync(target)) renameSync(unfinished, target);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return target;
}

/** What an install depends on: the packages, and the platform their binaries are made for. */
function digest(directory) {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch}\n`);
  for (const file of ["package.json", "package-lock.json"])
    hash.update(readFileSync(join(directory, file)));
  return hash.digest("hex").slice(0, 32);
}

/**
 * Installs what package-lock.json says, without writing to it. Not `npm ci`: that empties node_modules
 * first, which a running `npm start` would not survive, and it refuses a lock without the binaries of
 * platforms that the registry at hand does not have.
 */
function runNpm(directory, title) {
  process.stderr.write(`${title} ...\n`);
  const started = Date.now();
  const npm = process.env.npm_execpath;
  const [file, ...prefix] = npm?.endsWith(".js") ? [process.execPath, npm] : ["npm"];
  const options = ["--no-save", "--no-audit", "--no-fund", "--loglevel=error"];
  const { error, status } = spawnSync(file, [...prefix, "install", ...options], {
    cwd: directory,
    env: {
      ...process.env,
      PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}`,
    },
    // Stdout is for the result
    stdio: ["ignore", 2, 2],
  });
  if (error) throw new Error(`Cannot run npm: ${error.message}`);
  if (status !== 0)
    throw new Error(`Cannot install: "npm install" ended with ${status} in ${directory}`);
  process.stderr.write(`Installed in ${Math.ceil((Date.now() - started) / 1000)} s\n`);
}
