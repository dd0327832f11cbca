#!/usr/bin/env node
// Completes package-lock.json with the optional packages of platforms that the registry in use does not serve.
// npm leaves those out when it writes a lock file, and `npm ci` then stops with "Missing: … from lock file".
// Run after every `npm install`; `--check` only reports. tests/lock-file.test.ts demands that nothing is missing.
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const SYSTEMS = new Map(
  ["darwin", "linux", "win32", "android", "freebsd", "netbsd", "openbsd", "openharmony", "sunos", "aix"].map((name) => [name, name]),
).set("windows", "win32");
const PROCESSORS = new Set(["arm64", "x64", "ia32", "arm", "ppc64", "riscv64", "s390x", "loong64", "mips64el"]);

/** Where Node would look for `name` required by the package at `path`, nearest first. */
function* places(path, name) {
  let at = path;
  for (;;) {
    yield at === "" ? `node_modules/${name}` : `${at}/node_modules/${name}`;
    if (at === "") return;
    const end = at.lastIndexOf("/node_modules/");
    at = end < 0 ? "" : at.slice(0, end);
  }
}

/** Every optional dependency (platform packages, optional peers excluded) without an entry. */
export function missingEntries(lock) {
  const missing = [];
  for (const [path, entry] of Object.entries(lock.packages)) {
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      if ([...places(path, name)].some((place) => lock.packages[place] !== undefined)) continue;
      missing.push({ path, name, range, isDevelopment: entry.dev === true });
    }
  }
  return missing;
}

/** The lock entry of a package that could not be asked for: its platform is read from its name. */
function entryFor({ name, range, isDevelopment }) {
  const words = name.split(/[-/.@]/);
  const os = [...new Set(words.flatMap((word) => SYSTEMS.get(word) ?? []))];
  const cpu = words.filter((word) => PROCESSORS.has(word));
  if (os.length === 0 && !words.includes("wasm32")) throw new Error(`${name}: no operating system in its name; add its entry by hand`);
  const version = /^[~^=]?(\d+\.\d+\.\d+\S*)$/.exec(range)?.[1];
  if (version === undefined) throw new Error(`${name}: "${range}" is not one version; add its entry by hand`);
  return {
    version,
    cpu: words.includes("wasm32") ? ["wasm32"] : cpu.length > 0 ? cpu : ["x64"],
    ...(isDevelopment ? { dev: true } : {}),
    ...(words.includes("musl") ? { libc: ["musl"] } : words.includes("gnu") && os.includes("linux") ? { libc: ["glibc"] } : {}),
    optional: true,
    ...(os.length > 0 ? { os } : {}),
  };
}

export function completedLock(lock) {
  const packages = { ...lock.packages };
  for (const missing of missingEntries(lock)) packages[`node_modules/${missing.name}`] ??= entryFor(missing);
  const sorted = Object.fromEntries(Object.entries(packages).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return { ...lock, packages: sorted };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = fileURLToPath(new URL("../package-lock.json", import.meta.url));
  const lock = JSON.parse(readFileSync(file, "utf8"));
  const missing = missingEntries(lock);
  if (process.argv.includes("--check")) {
    for (const { path, name } of missing) console.log(`missing: ${name} (wanted by ${path || "the project"})`);
    process.exitCode = missing.length > 0 ? 1 : 0;
  } else {
    writeFileSync(`${file}.new`, `${JSON.stringify(completedLock(lock), null, 2)}\n`);
    renameSync(`${file}.new`, file);
  }
  console.log(`${missing.length} entries ${process.argv.includes("--check") ? "missing" : "added"}`);
}
