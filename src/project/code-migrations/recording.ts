import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { FileText } from "../../model/migration.ts";
import type { Recording } from "../formats/format.ts";
import { type CodeRunner, isControl, joinPieces, readCodeFile, type SentText } from "./code-file.ts";
import type { Dialect, DirectionRecord, FileRecord, FileToRun, RecordAnswer, RecordRequest } from "./protocol.ts";

const processFile = fileURLToPath(new URL(`./recorder-process${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url));
const limitMs = 180_000;
const memoryMb = 768;
const made = new Map<string, Promise<readonly Recording[]>>();

export interface FolderOrder {
  readonly runner: CodeRunner;
  /** Files in the order in which the runner applies them, code files among them. */
  readonly files: readonly FileText[];
  /** What a file of SQL sends. */
  readonly readSql: (file: FileText) => { readonly up: string; readonly down: string };
}

/**
 * Runs those code migrations whose text does not tell what they send, with the project's own runner, in a process of their own that cannot
 * write, holds no secrets and, where the system allows it, has no network. First with a database that answers nothing; where code asks, or fails for want of an
 * answer, again with an embedded one to which all files are applied in their order. What fails is a value.
 */
export async function recordCode(root: string, order: FolderOrder): Promise<readonly Recording[]> {
  const unclear = order.files.filter((file) => isCode(file) && readCodeFile(order.runner, file.text) === null);
  if (unclear.length === 0) return [];
  const key = createHash("sha256")
    .update(JSON.stringify([root, order.runner, order.files]))
    .digest("hex");
  const known = made.get(key) ?? record(root, order, unclear);
  made.set(key, known);
  return known;
}

function isCode(file: FileText): boolean {
  return /\.[cm]?[jt]s$/.test(file.path);
}

async function record(root: string, order: FolderOrder, unclear: readonly FileText[]): Promise<readonly Recording[]> {
  const dialect = dialectOf(root);
  if (dialect === "mysql" || (dialect === "sqlite" && order.runner !== "knex")) {
    const message = `what ${order.runner} sends to ${dialect} is not recorded`;
    return unclear.map(({ path, text }) => ({ path, text, result: { kind: "failed", message } }));
  }
  const request = { ...requestOf(root, order, unclear), dialect };
  // TypeORM reads the catalogue even to connect; SQLite answers at no cost.
  const first = order.runner === "typeorm" || dialect === "sqlite" ? null : await runProcess({ ...request, answers: "nothing" });
  const isEnough = first?.kind === "failed" || first?.files.every(({ up, down }) => isPlain(up) && (down === null || isPlain(down)));
  const last = isEnough === true && first !== null ? first : await runProcess({ ...request, answers: "embedded" });
  return unclear.map((file) => ({ path: file.path, text: file.text, result: resultOf(file, last, first) }));
}

function requestOf(root: string, order: FolderOrder, unclear: readonly FileText[]): Omit<RecordRequest, "answers" | "dialect"> {
  const files = order.files.map((file): FileToRun => {
    if (unclear.includes(file)) return { kind: "code", path: file.path, text: file.text };
    const plain = isCode(file) ? readCodeFile(order.runner, file.text) : null;
    const { up, down } = plain === null ? order.readSql(file) : { up: plain.up.text, down: plain.down?.text ?? "" };
    return { kind: "sql", path: file.path, up, down };
  });
  const mentioned = order.files.flatMap(({ text }) => [
    ...text.matchAll(/(?:create\s+extension\s+(?:if\s+not\s+exists\s+)?|createExtension\(\s*)["'`]*([\w-]+)/gi),
  ]);
  return { runner: order.runner, root, files, extensions: [...new Set(mentioned.map((match) => match[1] ?? ""))] };
}

/** What a project's runner talks to: its configuration says so, else the drivers it depends on. */
function dialectOf(root: string): Dialect | "mysql" {
  const read = (name: string): string => (existsSync(join(root, name)) ? readFileSync(join(root, name), "utf8") : "");
  const clients: Readonly<Record<string, Dialect | "mysql">> = {
    pg: "postgresql",
    postgres: "postgresql",
    postgresql: "postgresql",
    "better-sqlite3": "sqlite",
    sqlite3: "sqlite",
    sqlite: "sqlite",
    mysql: "mysql",
    mysql2: "mysql",
    mariadb: "mysql",
  };
  const settings = ["knexfile.js", "knexfile.ts", "knexfile.cjs", "knexfile.mjs", "ormconfig.json"].map(read).join("\n");
  const said = /\b(?:client|dialect|type)["']?\s*:\s*["']([\w-]+)["']/.exec(settings)?.[1] ?? "";
  const needed = Object.keys(clients).find((name) => read("package.json").includes(`"${name}"`)) ?? "";
  return clients[said] ?? clients[needed] ?? "postgresql";
}

function isPlain(record: DirectionRecord): boolean {
  return record.error === null && record.reads.length === 0;
}

function resultOf(file: FileText, answer: RecordAnswer, first: RecordAnswer | null): Recording["result"] {
  if (answer.kind === "failed") return { kind: "failed", message: answer.message };
  const found = answer.files.find(({ path }) => path === file.path);
  if (found === undefined) return { kind: "failed", message: "the recording process did not answer for it" };
  const earlier = first?.kind === "recorded" ? first.files.find(({ path }) => path === file.path) : undefined;
  const up = settle(found.up, earlier?.up);
  if (up.error !== null) return { kind: "failed", message: up.error };
  const down = found.down === null ? null : settle(found.down, earlier?.down ?? undefined);
  const isBack = down !== null && down.error === null && down.statements.length > 0;
  return {
    kind: "sent",
    up: sentOf(up),
    down: isBack ? sentOf(down) : null,
    notes: notesOf({ ...found, up, down }),
  };
}

/** What failed on the embedded database (an extension it lacks) and not without one is taken from there. */
function settle(record: DirectionRecord, earlier: DirectionRecord | undefined): DirectionRecord {
  return record.error !== null && earlier?.error === null ? earlier : record;
}

function notesOf({ up, down }: FileRecord): readonly string[] {
  const asked = (record: DirectionRecord): boolean =>
    record.reads.some((text) => !/\b(?:information_schema|pg_[a-z]+|sqlite_\w+)\b/i.test(text));
  const parts = [asked(up) ? "its up" : "", down !== null && asked(down) ? "its down" : ""].filter((part) => part !== "");
  const rows =
    parts.length === 0 ? [] : [`${parts.join(" and ")} reads rows and was recorded on an empty database: on a full one it may send more`];
  return down !== null && down.error !== null ? [...rows, `its down failed: ${down.error}`] : rows;
}

function sentOf(record: DirectionRecord): SentText {
  const statements = record.statements.map(({ text, line }) => ({ text: text.trim(), line }));
  const isWrapped = /^(?:begin|start\s+transaction)\b/i.test(statements[0]?.text ?? "") && /^commit\b/i.test(statements.at(-1)?.text ?? "");
  const inner = isWrapped ? statements.slice(1, -1) : statements;
  const isSingle = isWrapped && !inner.some(({ text }) => isControl(text));
  const transaction = record.wrapped === "yes" ? "shared" : isSingle ? "own" : "none";
  const lines = (isSingle || record.wrapped === "yes" ? inner : statements).map(({ text, line }) => ({ text, line: Math.max(1, line) }));
  return { ...joinPieces(lines), transaction };
}

let hasNamespaces: boolean | undefined;
/** `unshare` gives the process a network namespace of its own, in which there is nothing. */
function networkless(): readonly string[] {
  const options = process.getuid?.() === 0 ? ["--net"] : ["--user", "--map-current-user", "--net"];
  hasNamespaces ??= process.platform === "linux" && spawnSync("unshare", [...options, "true"], { stdio: "ignore" }).status === 0;
  return hasNamespaces ? ["unshare", ...options, "--"] : [];
}

async function runProcess(request: RecordRequest): Promise<RecordAnswer> {
  const own = packageFolder(dirname(processFile));
  const readable = [...foldersAbove(request.root), ...foldersAbove(own)].map((path) => `--allow-fs-read=${path}`);
  const options = ["--permission", ...readable, `--max-old-space-size=${memoryMb}`, "--disable-warning=ExperimentalWarning"];
  const closed = networkless();
  const command = closed[0] ?? process.execPath;
  const rest = closed.length === 0 ? [] : [...closed.slice(1), process.execPath];
  const child = spawn(command, [...rest, ...options, processFile], {
    cwd: request.root,
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

function ask(child: ChildProcess, request: RecordRequest): Promise<RecordAnswer> {
  return new Promise((resolve) => {
    let said = "";
    child.stderr?.on("data", (chunk: Buffer) => {
      said = `${said}${chunk.toString()}`.slice(-2000);
    });
    const timer = setTimeout(() => resolve({ kind: "failed", message: `it did not end within ${limitMs / 1000} s` }), limitMs);
    const end = (answer: RecordAnswer): void => {
      clearTimeout(timer);
      resolve(answer);
    };
    child.on("error", (error) => end({ kind: "failed", message: `the recording process cannot be started: ${error.message}` }));
    child.on("exit", () => end({ kind: "failed", message: `the recording process ended: ${said.trim().split("\n").at(-1) ?? ""}` }));
    child.on("message", (answer: RecordAnswer) => end(answer));
    child.send(request);
  });
}

function packageFolder(start: string): string {
  for (let at = start; at !== dirname(at); at = dirname(at)) if (existsSync(join(at, "package.json"))) return at;
  return start;
}

/** A folder, and above it the packages and manifests that Node looks for. */
function foldersAbove(folder: string): readonly string[] {
  const found = [folder, join(folder, "node_modules")];
  for (let at = dirname(folder); at !== dirname(at); at = dirname(at)) {
    for (const name of ["node_modules", "package.json"]) found.push(join(at, name));
  }
  // A link is followed to where it leads.
  return [...new Set(found.flatMap((path) => (existsSync(path) ? [path, realpathSync(path)] : [path])))];
}
