import { createHash } from "node:crypto";
import { LeadError } from "../../model/error.ts";
import type { FileText } from "../../model/migration.ts";
import { quoteText } from "./applied.ts";
import {
  endText,
  type FolderState,
  type MigrationFormat,
  refuseUnit,
  rollbackFolder,
  type RunnerMigration,
  slugOf,
  type Unit,
  type WrittenFile,
} from "./format.ts";
import { joinPath, rollbackOf, scriptOf } from "./scripts.ts";
import { firstTimestamp, readTimestamp } from "./ids.ts";
import { splitStatements } from "./statements.ts";

const breakpoint = "--> statement-breakpoint";
/** Of a journal only what is read here; all else of it is kept as it stands. */
interface Entry {
  readonly idx: number;
  readonly when: number;
  readonly tag: string;
  readonly version?: string;
}
interface Journal {
  readonly version: string;
  readonly dialect: string;
  readonly entries: readonly Entry[];
}

/** `NNNN_name.sql` listed in `meta/_journal.json`; all pending files run in one transaction; there is no down, so it stands in `dblead/rollback/`. */
export const drizzle: MigrationFormat = {
  id: "drizzle",
  title: "Drizzle Kit",
  capabilities: { transaction: "all-pending", canLeaveTransaction: false, oneStatementOutsideTransaction: false, down: "none" },
  remarks: [
    "All pending files run in one transaction: nothing that refuses one can be carried.",
    `Drizzle has no down: it stands in ${rollbackFolder}/.`,
    "The snapshot under meta/ is drizzle-kit's own and is not written: after the model is changed, drizzle-kit generate makes it.",
  ],
  bookkeepingObjects: ["drizzle.__drizzle_migrations", "__drizzle_migrations"],
  detect: (files) => files.find((file) => /(?:^|\/)meta\/_journal\.json$/.test(file.path))?.path ?? null,
  parse(state) {
    const journal = readJournal(state);
    const entries = [...(journal?.entries ?? [])].sort((a, b) => a.idx - b.idx);
    return entries.map((entry) => {
      const path = joinPath(state.folder, `${entry.tag}.sql`);
      const file = state.files.find((candidate) => candidate.path === path);
      if (file === undefined)
        throw new LeadError("schema-unreadable", `${journalPath(state)} lists ${entry.tag}, but there is no ${path}.`);
      const name = entry.tag.replace(/^\d+_?/, "");
      return {
        id: entry.tag,
        name,
        up: scriptOf(path, file.text, "shared"),
        down: rollbackOf(entry.tag, state, "shared"),
        orderedAt: entry.when,
      };
    });
  },
  write(units, state, engine) {
    const journal = readJournal(state);
    const made = units.map((unit, index) => makeEntry(unit, index, journal));
    const added = made.flatMap(({ unit, tag }): readonly WrittenFile[] => {
      const up = { path: joinPath(state.folder, `${tag}.sql`), text: printStatements(unit.up), mode: "new" as const };
      return unit.down.trim() === ""
        ? [up]
        : [up, { path: `${rollbackFolder}/${tag}.sql`, text: endText(unit.down), mode: "new" as const }];
    });
    return units.length === 0 ? [] : [...added, printJournal(made, journal, state, engine)];
  },
  without(migrations, state) {
    const journal = readJournal(state);
    if (journal === null) return [];
    const gone = new Set(migrations.map(({ id }) => id));
    const entries = journal.entries.filter(({ tag }) => !gone.has(tag));
    return [{ path: journalPath(state), text: `${JSON.stringify({ ...journal, entries }, null, 2)}\n`, mode: "replace" }];
  },
  bookkeeping: (migrations, engine) => scriptOf("drizzle", printTable(migrations, engine), "own"),
  appliedQuery: (engine) => `select hash, created_at from ${tableOf(engine)} order by created_at`,
  pendingFrom(migrations, applied) {
    // The runner compares times with the newest row only: a file whose time is older is never applied.
    const newest = Math.max(-1, ...applied.map((row) => Number(row["created_at"])));
    return migrations.filter((migration) => (migration.orderedAt ?? 0) > newest);
  },
};

function journalPath(state: FolderState): string {
  return joinPath(state.folder, "meta/_journal.json");
}

function readJournal(state: FolderState): Journal | null {
  const file = state.files.find((candidate) => candidate.path === journalPath(state));
  return file === undefined ? null : parseJournal(file);
}

function parseJournal(file: FileText): Journal {
  let value: unknown;
  try {
    value = JSON.parse(file.text);
  } catch (cause) {
    throw new LeadError("schema-unreadable", `${file.path} is not JSON.`, { cause });
  }
  const fault = findFault(value);
  if (fault === null) return value as Journal;
  throw new LeadError("schema-unreadable", `${file.path} is not a Drizzle journal: ${fault}.`);
}

/** By hand, because every command that reads migrations loads this file: zod would cost each of them a tenth of a second. */
function findFault(journal: unknown): string | null {
  if (!isObject(journal)) return "it is not an object";
  for (const field of ["version", "dialect"]) if (typeof journal[field] !== "string") return `${field} is not a text`;
  const { entries } = journal;
  if (!Array.isArray(entries)) return "entries is not a list";
  for (const [index, entry] of entries.entries()) {
    if (!isObject(entry)) return `entries.${index} is not an object`;
    for (const field of ["idx", "when"]) if (typeof entry[field] !== "number") return `entries.${index}.${field} is not a number`;
    if (typeof entry["tag"] !== "string") return `entries.${index}.tag is not a text`;
    if (!["string", "undefined"].includes(typeof entry["version"])) return `entries.${index}.version is not a text`;
    if (!["boolean", "undefined"].includes(typeof entry["breakpoints"])) return `entries.${index}.breakpoints is neither true nor false`;
  }
  return null;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

interface MadeEntry {
  readonly unit: Unit;
  readonly tag: string;
  readonly idx: number;
  readonly when: number;
}

/** A second after the newest entry, so that the runner takes it as pending. */
function makeEntry(unit: Unit, index: number, journal: Journal | null): MadeEntry {
  if (unit.transaction === "none") refuseUnit("Drizzle", unit, "all pending files run in one transaction");
  if (unit.up.includes(breakpoint)) refuseUnit("Drizzle", unit, "its text holds a statement breakpoint");
  const entries = journal?.entries ?? [];
  const idx = 1 + Math.max(-1, ...entries.map((entry) => entry.idx)) + index;
  const newest = Math.max(readTimestamp(firstTimestamp) ?? 0, ...entries.map((entry) => entry.when));
  const prefix = /^(\d+)_/.exec(entries.at(-1)?.tag ?? "0000_")?.[1] ?? "0000";
  const digits =
    prefix.length > 8
      ? new Date(newest + 1000 * (index + 1)).toISOString().replaceAll(/\D/g, "").slice(0, 14)
      : String(idx).padStart(prefix.length, "0");
  return { unit, tag: `${digits}_${slugOf(unit.name)}`, idx, when: newest + 1000 * (index + 1) };
}

function printStatements(text: string): string {
  return endText(splitStatements(text).join(`${breakpoint}\n`).replaceAll(`;${breakpoint}`, `;\n${breakpoint}`));
}

const dialects: Readonly<Record<string, { readonly name: string; readonly version: string }>> = {
  postgresql: { name: "postgresql", version: "7" },
  sqlite: { name: "sqlite", version: "6" },
  mysql: { name: "mysql", version: "5" },
};

function printJournal(made: readonly MadeEntry[], journal: Journal | null, state: FolderState, engine: string): WrittenFile {
  const dialect = dialects[engine];
  if (journal === null && dialect === undefined) throw new LeadError("intent-unsupported", `Drizzle has no migrations for ${engine}.`);
  const base = journal ?? { version: "7", dialect: dialect?.name ?? engine, entries: [] };
  const version = base.entries.at(-1)?.version ?? dialect?.version ?? base.version;
  const entries = [...base.entries, ...made.map(({ idx, when, tag }) => ({ idx, version, when, tag, breakpoints: true }))];
  return {
    path: journalPath(state),
    text: `${JSON.stringify({ ...base, entries }, null, 2)}\n`,
    mode: journal === null ? "new" : "replace",
  };
}

function tableOf(engine: string): string {
  return engine === "postgresql" ? 'drizzle."__drizzle_migrations"' : '"__drizzle_migrations"';
}

// https://github.com/drizzle-team/drizzle-orm: migrate() of the pg and sqlite dialects
function printTable(migrations: readonly RunnerMigration[], engine: string): string {
  const table = tableOf(engine);
  const create =
    engine === "postgresql"
      ? `create schema if not exists drizzle;\ncreate table if not exists ${table} (id serial primary key, hash text not null, created_at bigint);`
      : `create table if not exists ${table} (id integer primary key, hash text not null, created_at numeric);`;
  const inserts = migrations.map((migration) => {
    if (migration.orderedAt === undefined)
      throw new LeadError("schema-unreadable", `${migration.id} is not listed in the Drizzle journal.`);
    const hash = quoteText(createHash("sha256").update(migration.up.text).digest("hex"));
    return `insert into ${table} (hash, created_at) select ${hash}, ${migration.orderedAt} where not exists (select 1 from ${table} where created_at = ${migration.orderedAt});`;
  });
  return `${[create, ...inserts].join("\n")}\n`;
}
