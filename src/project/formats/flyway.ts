import { crc32 } from "node:zlib";
import type { FileText, Script } from "../../model/migration.ts";
import type { TransactionScope } from "../../model/plan.ts";
import { compareText } from "../files.ts";
import { appliedValues, printValue, quoteText } from "./applied.ts";
import {
  type AppliedRow,
  endText,
  type FolderState,
  type MigrationFormat,
  type RunnerMigration,
  slugOf,
  type WrittenFile,
} from "./format.ts";
import { joinPath, pathWithin, scriptOf } from "./scripts.ts";
import { followIds } from "./ids.ts";

const fileName = /(?:^|\/)([VUBR])(\d+(?:[._]\d+)*)?__([^/]*)\.sql$/;

interface FlywayFile {
  readonly file: FileText;
  readonly prefix: string;
  /** As written; empty for a repeatable one. */
  readonly version: string;
  readonly name: string;
}

/** `V31__name.sql`, undo in `U31__name.sql`, repeatable `R__name.sql`; `<file>.conf` may say `executeInTransaction=false`. */
export const flyway: MigrationFormat = {
  id: "flyway",
  title: "Flyway",
  capabilities: { transaction: "per-file", canLeaveTransaction: true, oneStatementOutsideTransaction: false, down: "own-file" },
  remarks: [
    "Undo files (U…) are applied by Flyway's paid editions; elsewhere they are run by hand.",
    "Java migrations and callbacks are not read.",
  ],
  bookkeepingObjects: ["flyway_schema_history"],
  detect: (files) => files.find((file) => fileName.test(file.path))?.path ?? null,
  parse(state) {
    const files = listFlyway(state);
    const baseline = files.filter((entry) => entry.prefix === "B").at(-1);
    const versioned = files.filter(
      (entry) => entry.prefix === "V" && (baseline === undefined || compareVersions(entry.version, baseline.version) > 0),
    );
    const repeatable = files.filter((entry) => entry.prefix === "R").sort((a, b) => compareText(a.name, b.name));
    return [...(baseline === undefined ? [] : [baseline]), ...versioned, ...repeatable].map((entry) => readMigration(entry, files, state));
  },
  write(units, state) {
    const last = listFlyway(state)
      .filter((entry) => entry.prefix === "V" || entry.prefix === "B")
      .sort((a, b) => compareVersions(a.version, b.version))
      .at(-1)?.version;
    const [, head = "", tail = null] = /^(.*?)(\d+)$/.exec(last ?? "") ?? [];
    const ids = followIds(tail, units.length, { first: "1", order: "number" });
    return units.flatMap((unit, index): readonly WrittenFile[] => {
      const stem = `${head}${ids[index] ?? ""}__${slugOf(unit.name)}.sql`;
      return [
        ...printFile(joinPath(state.folder, `V${stem}`), unit.up, unit.transaction),
        ...printFile(joinPath(state.folder, `U${stem}`), unit.down, unit.transaction),
      ];
    });
  },
  bookkeeping: (migrations, engine) => scriptOf("flyway", printHistory(migrations, engine), "own"),
  appliedQuery: (engine) =>
    `select version, description, script, checksum from ${tableOf(engine)} where ${engine === "sqlite" ? "success = 1" : "success"} order by installed_rank`,
  pendingFrom(migrations, applied) {
    const versions = appliedValues(applied, "version");
    return migrations.filter((migration) => {
      if (migration.id.startsWith("R")) return isRepeatablePending(migration, applied);
      return !versions.some((version) => compareVersions(version, migration.id.slice(1)) === 0);
    });
  },
};

function readMigration(entry: FlywayFile, files: readonly FlywayFile[], state: FolderState): RunnerMigration {
  const undo = files.find((candidate) => candidate.prefix === "U" && compareVersions(candidate.version, entry.version) === 0)?.file;
  const hasUndo = entry.prefix === "V" && undo !== undefined && undo.text.trim() !== "";
  const id = entry.prefix === "R" ? `R__${entry.name}` : `${entry.prefix}${entry.version}`;
  return { id, name: entry.name, up: readScript(entry.file, state), down: hasUndo ? readScript(undo, state) : null };
}

function listFlyway(state: FolderState): readonly FlywayFile[] {
  return state.files
    .flatMap((file) => {
      const match = fileName.exec(pathWithin(state.folder, file.path) ?? "");
      if (match === null || (match[1] === "R") !== (match[2] === undefined)) return [];
      return [{ file, prefix: match[1] ?? "", version: match[2] ?? "", name: match[3] ?? "" }];
    })
    .sort((a, b) => compareVersions(a.version, b.version) || compareText(a.file.path, b.file.path));
}

/** Part by part as numbers: 1.10 follows 1.9, and 1.0 is 1. */
function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split(/[._]/).map((part) => BigInt(part === "" ? 0 : part))) as [
    bigint[],
    bigint[],
  ];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0n) - (right[index] ?? 0n);
    if (difference !== 0n) return difference < 0n ? -1 : 1;
  }
  return 0;
}

function readScript(file: FileText, state: FolderState): Script {
  const settings = state.files.find((candidate) => candidate.path === `${file.path}.conf`)?.text ?? "";
  const leaves = /^\s*executeInTransaction\s*=\s*false\s*$/im.test(settings);
  return scriptOf(file.path, file.text, leaves ? "none" : "own");
}

function printFile(path: string, text: string, transaction: TransactionScope): readonly WrittenFile[] {
  if (text.trim() === "") return [];
  const file = { path, text: endText(text), mode: "new" as const };
  return transaction === "none" ? [file, { path: `${path}.conf`, text: "executeInTransaction=false\n", mode: "new" }] : [file];
}

/** CRC-32 over the lines without their ends, as a signed 32-bit number (Flyway's LoadableResource). */
export function checksumOf(text: string): number {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/);
  if (lines.at(-1) === "") lines.pop();
  return crc32(lines.join("")) | 0;
}

function isRepeatablePending(migration: RunnerMigration, applied: readonly AppliedRow[]): boolean {
  const last = applied.filter((row) => (printValue(row["script"]) ?? "").split("/").at(-1) === migration.up.file.split("/").at(-1)).at(-1);
  return last === undefined || Number(last["checksum"]) !== checksumOf(migration.up.text);
}

function tableOf(engine: string): string {
  return engine === "postgresql" ? "public.flyway_schema_history" : "flyway_schema_history";
}

// https://github.com/flyway/flyway: createScript of PostgreSQLDatabase and SQLiteDatabase
function printHistory(migrations: readonly RunnerMigration[], engine: string): string {
  const table = tableOf(engine);
  const isSqlite = engine === "sqlite";
  const now = isSqlite ? "(strftime('%Y-%m-%d %H:%M:%f','now'))" : "now()";
  const create = `create table if not exists ${table} (
    installed_rank integer not null primary key,
    version varchar(50),
    description varchar(200) not null,
    type varchar(20) not null,
    script varchar(1000) not null,
    checksum integer,
    installed_by varchar(100) not null,
    installed_on ${isSqlite ? "text" : "timestamp"} not null default ${now},
    execution_time integer not null,
    success boolean not null
);
create index if not exists flyway_schema_history_s_idx on ${table} (success);`;
  const inserts = migrations.map(({ id, name, up }) => {
    const version = id.startsWith("R") ? "null" : quoteText(id.slice(1).replaceAll("_", "."));
    const script = quoteText(up.file.split("/").at(-1) ?? up.file);
    const type = id.startsWith("B") ? "'SQL_BASELINE'" : "'SQL'";
    const checksum = checksumOf(up.text);
    return `insert into ${table} (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
select coalesce((select max(installed_rank) from ${table}), 0) + 1, ${version}, ${quoteText(name.replaceAll("_", " "))}, ${type}, ${script}, ${checksum}, ${isSqlite ? "''" : "current_user"}, 0, ${isSqlite ? "1" : "true"}
where not exists (select 1 from ${table} where script = ${script} and checksum = ${checksum});`;
  });
  return `${[create, ...inserts].join("\n")}\n`;
}
