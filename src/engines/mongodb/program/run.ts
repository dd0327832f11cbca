import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, isAbsolute, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { LeadError } from "../../../model/error.ts";
import type { Script } from "../../../model/migration.ts";
import { makePrivateFolder } from "../../private-folder.ts";
import { entryOf } from "../parse/script.ts";
import { loadDriver, type Session } from "../session.ts";
import type { ProgramMessage, ProgramRequest } from "./protocol.ts";
import { openRelay, type Sent } from "./relay.ts";

const processFile = fileURLToPath(new URL(`./program-process${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url));
const limitMs = 180_000;
const memoryMb = 768;

export interface ProgramRun {
  readonly sent: readonly (Sent & { readonly line: number })[];
  readonly failure: { readonly message: string; readonly code: string; readonly line: number } | null;
  /** Commands that were still under way when the program said that it had ended. */
  readonly unawaited: number;
  /** In words, what this system could not keep the program from. */
  readonly limits: readonly string[];
}

/**
 * Runs a program in a process of its own on the session's database. It reads the project and writes no file; its environment is empty; where the system has network
 * namespaces nothing but the relay can be reached. What it throws is a value. Throws `engine-missing` where the server needs more than an address.
 */
export async function runProgram(script: Script, session: Session, comments: "added" | "none"): Promise<ProgramRun> {
  const server = session.address();
  if (server === null)
    throw new LeadError("engine-missing", "A program is run against a shadow of ours, or a server that needs neither an account nor TLS.", {
      hint: "Name a mongod with [shadow.mongodb] bin.",
    });
  const { BSON } = await loadDriver();
  const folder = makePrivateFolder("program");
  try {
    const closed = networkless();
    const path = join(folder.path, "s.sock");
    const listen = process.platform === "win32" || path.length > 100 ? ({ port: 0 } as const) : ({ path } as const);
    await using relay = await openRelay({ listen, server, database: session.database, bson: BSON, comments });
    const isClosed = closed.length > 0 && "path" in listen;
    const host = "path" in listen ? encodeURIComponent(listen.path) : `127.0.0.1:${relay.port}`;
    const root = script.program?.root ?? process.cwd();
    const request: ProgramRequest = {
      path: isAbsolute(script.file) ? script.file : join(root, script.file),
      text: `${"\n".repeat(Math.max(0, script.line - 1))}${script.text}`,
      entry: entryOf(script),
      root,
      url: `mongodb://${host}/${session.database}?directConnection=true`,
      database: session.database,
      driver: pathToFileURL(createRequire(import.meta.url).resolve("mongodb")).href,
    };
    const answer = await runProcess(request, isClosed ? closed : []);
    const lines = new Map(answer.lines);
    return {
      sent: relay.sent.map((one) => ({ ...one, line: lines.get(one.id) ?? 0 })),
      failure: answer.failure,
      unawaited: answer.unawaited,
      limits: isClosed ? [] : ["this system let the program reach the network"],
    };
  } finally {
    folder.remove();
  }
}

let hasNamespaces: boolean | undefined;
/** `unshare` gives the process a network namespace of its own, in which there is nothing; a socket of the file system goes through. */
function networkless(): readonly string[] {
  const options = process.getuid?.() === 0 ? ["--net"] : ["--user", "--map-current-user", "--net"];
  hasNamespaces ??= process.platform === "linux" && spawnSync("unshare", [...options, "true"], { stdio: "ignore" }).status === 0;
  return hasNamespaces ? ["unshare", ...options, "--"] : [];
}

interface Answer {
  readonly lines: readonly (readonly [request: number, line: number])[];
  readonly failure: ProgramRun["failure"];
  readonly unawaited: number;
}

async function runProcess(request: ProgramRequest, closed: readonly string[]): Promise<Answer> {
  const readable = [
    ...foldersAbove(request.root),
    ...foldersAbove(packageFolder(dirname(processFile))),
    ...foldersAbove(packageFolder(fileURLToPath(request.driver))),
  ].map((path) => `--allow-fs-read=${path}`);
  const options = [
    "--permission",
    ...readable,
    "--allow-worker",
    `--max-old-space-size=${memoryMb}`,
    "--disable-warning=ExperimentalWarning",
  ];
  const command = closed[0] ?? process.execPath;
  const rest = closed.length === 0 ? [] : [...closed.slice(1), process.execPath];
  const child = spawn(command, [...rest, ...options, processFile], {
    cwd: existsSync(request.root) ? request.root : "/",
    env: { TZ: "UTC", NODE_NO_WARNINGS: "1", NODE_ENV: "development", PATH: "/usr/bin:/bin" },
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    serialization: "advanced",
  });
  try {
    return await ask(child, request);
  } finally {
    child.kill("SIGKILL");
  }
}

function ask(child: ChildProcess, request: ProgramRequest): Promise<Answer> {
  return new Promise((resolve) => {
    const lines: (readonly [number, number])[] = [];
    let said = "";
    child.stderr?.on("data", (chunk: Buffer) => {
      said = `${said}${chunk.toString()}`.slice(-2000);
    });
    const end = (failure: Answer["failure"], unawaited = 0): void => {
      clearTimeout(timer);
      resolve({ lines, failure, unawaited });
    };
    const fail = (message: string): void => end({ message, code: "Program", line: 0 });
    const timer = setTimeout(() => fail(`it did not end within ${limitMs / 1000} s`), limitMs);
    child.on("error", (error) => fail(`its process cannot be started: ${error.message}`));
    child.on("exit", () => fail(`its process ended: ${said.trim().split("\n").at(-1) ?? ""}`));
    child.on("message", (message: ProgramMessage) => {
      if (message.kind === "sent") lines.push([message.request, message.line]);
      else if (message.kind === "ended") end(null, message.unawaited);
      else end({ message: message.message, code: message.code, line: message.line });
    });
    child.send(request);
  });
}

function packageFolder(start: string): string {
  for (let at = start; at !== dirname(at); at = dirname(at)) if (existsSync(join(at, "package.json")) && !/[\\/]lib$/.test(at)) return at;
  return start;
}

/** A folder, and above it the packages and manifests that Node looks for. */
function foldersAbove(folder: string): readonly string[] {
  const found = [folder, join(folder, "node_modules")];
  for (let at = dirname(folder); at !== dirname(at); at = dirname(at))
    for (const name of ["node_modules", "package.json"]) found.push(join(at, name));
  // A link is followed to where it leads.
  return [...new Set(found.flatMap((path) => (existsSync(path) ? [path, realpathSync(path)] : [path])))];
}
