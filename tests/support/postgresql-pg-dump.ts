// PostgreSQL's own pg_dump as a judge, where one is installed that knows the server's version.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { TestServer } from "./postgresql-server.ts";

interface Program {
  readonly path: string;
  readonly major: number;
}

function findProgram(): Program | null {
  const debian = existsSync("/usr/lib/postgresql")
    ? readdirSync("/usr/lib/postgresql").map((each) => `/usr/lib/postgresql/${each}/bin`)
    : [];
  const folders = [...debian, ...(process.env["PATH"] ?? "").split(delimiter)];
  const found = folders.flatMap((folder) => {
    const path = join(folder, "pg_dump");
    const answer = existsSync(path) ? spawnSync(path, ["--version"], { encoding: "utf8" }).stdout : "";
    const major = Number(/ (\d+)/.exec(answer)?.[1]);
    return major > 0 ? [{ path, major }] : [];
  });
  return found.toSorted((a, b) => b.major - a.major)[0] ?? null;
}
const program = findProgram();

/** Major version of the pg_dump of this machine; null: there is none. */
export const pgDumpMajor: number | null = program?.major ?? null;

/** What pg_dump says of the schema, one text an object; null: no pg_dump here can read this server. */
export function dumpWithProgram(server: TestServer): ReadonlyMap<string, string> | null {
  const address = server.address();
  if (program === null || address === null || program.major < server.major) return null;
  const { host, port, database } = address;
  const args = ["--schema-only", "--host", host, "--port", String(port), "--username", "postgres", database];
  const { status, stdout, stderr } = spawnSync(program.path, args, { encoding: "utf8", maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`pg_dump: ${stderr}`);
  return readDump(stdout);
}

/** Entries by their headings; columns of a table in the order of the alphabet. */
function readDump(text: string): ReadonlyMap<string, string> {
  const entries = text.split(/^--\n-- (?=Name: )/m).slice(1);
  return new Map(
    entries.map((entry) => {
      const [heading = "", ...lines] = entry.split("\n");
      const own = lines.filter((line) => !/^(--|SET default_|\\|$)/.test(line));
      const body = (/Type: (?:DEFAULT )?ACL;/.test(heading) ? withoutGrantors(own) : own).join("\n");
      return [`pg_dump ${heading.trim()}`, /Type: TABLE;/.test(heading) ? sortColumns(body) : body.trim()] as const;
    }),
  );
}

/** Who passed a right on cannot be planned: whoever carries a plan out grants it. */
function withoutGrantors(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => !/^(?:RE)?SET SESSION AUTHORIZATION/.test(line)).toSorted();
}

function sortColumns(body: string): string {
  const [, head = "", columns = "", tail = ""] = /^(CREATE [^\n]*\(\n)(.*?)(\n\)[\s\S]*)$/s.exec(body.trim()) ?? [];
  if (head === "") return body.trim();
  const sorted = columns
    .split("\n")
    .map((line) => line.replace(/,$/, ""))
    .toSorted();
  return `${head}${sorted.join("\n")}${tail}`;
}
