import { createHash } from "node:crypto";
import type { TransactionScope } from "../../model/plan.ts";
import { compareText } from "../files.ts";
import { appliedValues, quoteText } from "./applied.ts";
import {
  endText,
  type FolderState,
  type MigrationFormat,
  refuseUnit,
  rollbackFolder,
  type RunnerMigration,
  type Unit,
  slugOf,
  type WrittenFile,
} from "./format.ts";
import { joinPath, pathWithin, rollbackOf, scriptOf } from "./scripts.ts";
import { firstTimestamp, followIds, readTimestamp } from "./ids.ts";
import { splitStatements } from "./statements.ts";

const fileName = /^([^/]+)\/migration\.sql$/;

/** `<timestamp>_<name>/migration.sql`; there is no down, so it stands in `dblead/rollback/`. */
export const prisma: MigrationFormat = {
  id: "prisma",
  title: "Prisma Migrate",
  capabilities: { transaction: "per-file", canLeaveTransaction: true, oneStatementOutsideTransaction: true, down: "none" },
  remarks: [
    "A file is sent as one string, which PostgreSQL runs as one transaction unless it is one statement, and SQLite and MySQL statement by statement.",
    `Prisma has no down: it stands in ${rollbackFolder}/.`,
  ],
  bookkeepingObjects: ["_prisma_migrations"],
  detect: (files) => files.find((file) => /(?:^|\/)\d+[^/]*\/migration\.sql$/.test(file.path))?.path ?? null,
  parse: (state) =>
    state.files
      .flatMap((file) => {
        const id = fileName.exec(pathWithin(state.folder, file.path) ?? "")?.[1];
        return id === undefined ? [] : [{ id, file }];
      })
      .sort((a, b) => compareText(a.id, b.id))
      .map(({ id, file }) => ({
        id,
        name: id.replace(/^\d+_?/, ""),
        up: scriptOf(file.path, file.text, scopeOf(file.text, state)),
        down: readDown(id, state),
      })),
  write(units, state, engine) {
    const existing = this.parse(state).map((migration) => migration.id);
    const ids = nextTimestamps(existing, units.length);
    const files = units.flatMap((unit, index): readonly WrittenFile[] => {
      if (unit.transaction === "none" && engine === "postgresql" && splitStatements(unit.up).length > 1) {
        refuseUnit("Prisma", unit, "outside a transaction a file may hold one statement only");
      }
      const id = `${ids[index] ?? ""}_${slugOf(unit.name)}`;
      const up = { path: joinPath(state.folder, `${id}/migration.sql`), text: printText(unit.up, unit, engine), mode: "new" as const };
      return unit.down.trim() === ""
        ? [up]
        : [up, { path: `${rollbackFolder}/${id}.sql`, text: printText(unit.down, unit, engine), mode: "new" as const }];
    });
    const lock = joinPath(state.folder, "migration_lock.toml");
    if (existing.length > 0 || state.files.some((file) => file.path === lock)) return files;
    return [{ path: lock, text: `provider = "${engine}"\n`, mode: "new" }, ...files];
  },
  bookkeeping: (migrations, engine) => scriptOf("prisma", printTable(migrations, engine), "own"),
  appliedQuery: (engine) =>
    `select migration_name, checksum from ${tableOf(engine)} where finished_at is not null and rolled_back_at is null`,
  pendingFrom(migrations, applied) {
    const names = new Set(appliedValues(applied, "migration_name"));
    return migrations.filter((migration) => !names.has(migration.id));
  },
};

function readDown(id: string, state: FolderState): RunnerMigration["down"] {
  const down = rollbackOf(id, state, "own");
  return down === null ? null : { ...down, transaction: scopeOf(down.text, state) };
}

/** PostgreSQL runs a text of several statements as one transaction; SQLite and MySQL run each on its own. */
function scopeOf(text: string, state: FolderState): TransactionScope {
  return /^(?:postgres(?:ql)?|cockroachdb)?$/.test(providerOf(state)) && splitStatements(text).length > 1 ? "own" : "none";
}

function providerOf(state: FolderState): string {
  const lock = state.files.find((file) => file.path === joinPath(state.folder, "migration_lock.toml"));
  return /^\s*provider\s*=\s*"(\w+)"/m.exec(lock?.text ?? "")?.[1] ?? "";
}

/** Where the runner brings no transaction, several statements that need one bring it themselves. */
function printText(text: string, unit: Unit, engine: string): string {
  const needsOwn = engine === "sqlite" && unit.transaction !== "none" && splitStatements(text).length > 1;
  return needsOwn ? `begin;\n${endText(text)}commit;\n` : endText(text);
}

/** Folder names are ordered as text; a baseline such as `0_init` is followed by timestamps, as Prisma itself makes them. */
function nextTimestamps(existing: readonly string[], count: number): readonly string[] {
  const lastName = existing.at(-1);
  if (lastName === undefined) return followIds(null, count, { first: firstTimestamp, order: "text" });
  const digits = /^\d+/.exec(lastName)?.[0] ?? "";
  const isTimestamp = readTimestamp(digits) !== null;
  if (!isTimestamp && compareText(firstTimestamp, lastName) > 0) return followIds(null, count, { first: firstTimestamp, order: "text" });
  return followIds(digits === "" ? "99999999999999" : digits, count, { first: firstTimestamp, order: "text" });
}

function tableOf(engine: string): string {
  return engine === "postgresql" ? 'public."_prisma_migrations"' : '"_prisma_migrations"';
}

// https://github.com/prisma/prisma-engines: sql_migration_persistence
function printTable(migrations: readonly RunnerMigration[], engine: string): string {
  const table = tableOf(engine);
  const isSqlite = engine === "sqlite";
  const time = isSqlite ? "datetime" : "timestamptz";
  const create = `create table if not exists ${table} (
    id                  ${isSqlite ? "text" : "varchar(36)"} primary key not null,
    checksum            ${isSqlite ? "text" : "varchar(64)"} not null,
    finished_at         ${time},
    migration_name      ${isSqlite ? "text" : "varchar(255)"} not null,
    logs                text,
    rolled_back_at      ${time},
    started_at          ${time} not null default ${isSqlite ? "current_timestamp" : "now()"},
    applied_steps_count ${isSqlite ? "integer unsigned" : "integer"} not null default 0
);`;
  const inserts = migrations.map(({ id, up }) => {
    const name = quoteText(id);
    return `insert into ${table} (id, checksum, finished_at, migration_name, applied_steps_count)
select ${quoteText(identify(id))}, ${quoteText(hashOf(up.text))}, current_timestamp, ${name}, 1
where not exists (select 1 from ${table} where migration_name = ${name} and rolled_back_at is null);`;
  });
  return `${[create, ...inserts].join("\n")}\n`;
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** A UUID (version 8, custom) that is the same for the same migration on every machine. */
function identify(id: string): string {
  const hex = hashOf(`prisma:${id}`);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
