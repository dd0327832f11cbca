import { LeadError } from "../../model/error.ts";
import type { FileText, Script } from "../../model/migration.ts";
import { type CodeStyle, lineAt, printCalls } from "../code-migrations/code-file.ts";
import { folderStyle, indent, listCodeFiles, readCode } from "../code-migrations/code-scripts.ts";
import { appliedValues, quoteText } from "./applied.ts";
import { endText, type FolderState, type MigrationFormat, refuseUnit, type RunnerMigration, slugOf, type Unit } from "./format.ts";
import { followIds, readTimestamp } from "./ids.ts";
import { joinPath, pathWithin, scriptOf } from "./scripts.ts";

// https://github.com/salsita/node-pg-migrate/blob/main/src/sqlMigration.ts
const upMarker = /^\s*--[\s-]*up\s+migration/im;
const downMarker = /^\s*--[\s-]*down\s+migration/im;
const sqlName = /^(\d+)[_-]?(.*?)\.sql$/;
/** The runner loads `.mjs` in every kind of package. */
const usual: CodeStyle = { extension: "mjs", modules: "esm", language: "js" };

/** SQL under markers, or JavaScript and TypeScript that build it; what these send is read from the text, or recorded by running them. */
export const nodePgMigrate: MigrationFormat = {
  id: "node-pg-migrate",
  title: "node-pg-migrate",
  capabilities: { transaction: "per-file", canLeaveTransaction: true, oneStatementOutsideTransaction: false, down: "same-file" },
  remarks: [
    "All pending files run in one transaction, which a file breaks with pgm.noTransaction(): what needs a transaction of its own breaks it too, and opens its own.",
    "A file of SQL cannot leave the transaction: what must is written as JavaScript.",
    "PostgreSQL only.",
  ],
  bookkeepingObjects: ["pgmigrations"],
  detect: (files) =>
    files.find(
      (file) =>
        (/(?:^|\/)\d+[_-][^/]*\.[cm]?[jt]s$/.test(file.path) && /\bpgm\b|node-pg-migrate/.test(file.text)) ||
        (/(?:^|\/)\d+[^/]*\.sql$/.test(file.path) && upMarker.test(file.text)),
    )?.path ?? null,
  parse: (state) =>
    listPgMigrateFiles(state).map(({ file, name, stem }) => ({
      id: stem,
      name,
      ...(file.path.endsWith(".sql") ? readSql(file) : readCode("node-pg-migrate", file, state)),
    })),
  write(units, state) {
    const files = listPgMigrateFiles(state);
    const ids = followIds(files.at(-1)?.id ?? null, units.length, { first: "1000000000000", order: "number" });
    const last = files.at(-1)?.file.path;
    const style = folderStyle(state, usual);
    return units.map((unit, index) => {
      const isSql = unit.transaction === "shared" && (last === undefined || last.endsWith(".sql"));
      return {
        path: joinPath(state.folder, `${ids[index] ?? ""}_${slugOf(unit.name)}.${isSql ? "sql" : style.extension}`),
        text: isSql ? printSql(unit) : printCode(unit, style),
        mode: "new" as const,
      };
    });
  },
  bookkeeping(migrations, engine) {
    if (engine !== "postgresql") throw new LeadError("intent-unsupported", `node-pg-migrate has no migrations for ${engine}.`);
    return scriptOf("node-pg-migrate", printTable(migrations), "own");
  },
  appliedQuery: () => "select name from public.pgmigrations order by run_on, id",
  pendingFrom(migrations, applied) {
    const names = new Set(appliedValues(applied, "name"));
    return migrations.filter((migration) => !names.has(migration.id));
  },
};

interface ListedFile {
  readonly file: FileText;
  readonly id: string;
  readonly name: string;
  readonly stem: string;
}

/** By the number before the name, then by name as people order: the runner's own order. */
export function listPgMigrateFiles(state: FolderState): readonly ListedFile[] {
  const sql = state.files.flatMap((file): readonly ListedFile[] => {
    const within = pathWithin(state.folder, file.path) ?? "/";
    const match = within.includes("/") ? null : sqlName.exec(within);
    return match === null ? [] : [{ file, id: match[1] ?? "", name: match[2] ?? "", stem: within.replace(/\.sql$/, "") }];
  });
  const collator = new Intl.Collator("en", { usage: "sort", numeric: true, sensitivity: "variant", ignorePunctuation: true });
  return [...listCodeFiles(state), ...sql].sort((a, b) => orderOf(a.id) - orderOf(b.id) || collator.compare(a.stem, b.stem));
}

/** 17 digits are a date with milliseconds. */
function orderOf(id: string): number {
  const time = id.length === 17 ? readTimestamp(id.slice(0, 14)) : null;
  return time === null ? Number(id) : time + Number(id.slice(14));
}

function readSql(file: FileText): { readonly up: Script; readonly down: Script | null } {
  const up = upMarker.exec(file.text)?.index ?? -1;
  const down = downMarker.exec(file.text)?.index ?? -1;
  const part = (from: number, to: number | undefined): Script => {
    const slice = file.text.slice(from, to);
    // The marker's line is a comment of its own.
    const start = from + (/^\s*--[^\n]*\n?/.exec(slice)?.[0].length ?? 0);
    return scriptOf(file.path, endText(file.text.slice(start, to)), "shared", lineAt(file.text, start));
  };
  const whole = up < 0 && down < 0;
  const downScript = down < 0 ? null : part(down, up < down ? undefined : up);
  return {
    up: whole ? scriptOf(file.path, endText(file.text), "shared") : part(Math.max(up, 0), down < up ? undefined : down),
    down: downScript?.text === "" ? null : downScript,
  };
}

function printSql(unit: Unit): string {
  for (const text of [unit.up, unit.down]) {
    if (upMarker.test(text) || downMarker.test(text))
      refuseUnit("node-pg-migrate", unit, "its text holds a line that node-pg-migrate takes for a marker");
  }
  const down = unit.down.trim() === "" ? "" : `\n-- Down Migration\n${endText(unit.down)}`;
  return `-- Up Migration\n${endText(unit.up)}${down}`;
}

function printCode(unit: Unit, style: CodeStyle): string {
  const body = (script: string): readonly string[] => {
    const calls = printCalls(script, (text) => `pgm.sql(${text});`, "node-pg-migrate");
    if (unit.transaction === "shared" || calls.every((line) => line.startsWith("//"))) return indent(calls);
    const own = unit.transaction === "own" ? ["pgm.sql(`BEGIN`);", ...calls, "pgm.sql(`COMMIT`);"] : calls;
    return indent(["pgm.noTransaction();", ...own]);
  };
  const down = unit.down.trim() === "" ? null : body(unit.down);
  const head = style.language === "ts" ? ['import type { MigrationBuilder } from "node-pg-migrate";', ""] : [];
  return `${[...head, ...printFunction("up", body(unit.up), style), "", ...printFunction("down", down, style)].join("\n")}\n`;
}

function printFunction(direction: "up" | "down", body: readonly string[] | null, style: CodeStyle): readonly string[] {
  const exported = style.modules === "esm" ? `export const ${direction}` : `exports.${direction}`;
  // Without a down the runner would guess one from the up.
  if (body === null) return [`${exported} = false;`];
  if (style.language === "ts") return [`export async function ${direction}(pgm: MigrationBuilder): Promise<void> {`, ...body, "}"];
  return ['/** @param {import("node-pg-migrate").MigrationBuilder} pgm */', `${exported} = (pgm) => {`, ...body, "};"];
}

// https://github.com/salsita/node-pg-migrate/blob/main/src/runner.ts
function printTable(migrations: readonly RunnerMigration[]): string {
  const table = "public.pgmigrations";
  const create = `create table if not exists ${table} (id serial primary key, name varchar(255) not null, run_on timestamp not null);`;
  const inserts = migrations.map(
    ({ id }) =>
      `insert into ${table} (name, run_on) select ${quoteText(id)}, now() where not exists (select 1 from ${table} where name = ${quoteText(id)});`,
  );
  return `${[create, ...inserts].join("\n")}\n`;
}
