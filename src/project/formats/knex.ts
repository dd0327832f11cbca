import { type CodeStyle, printCalls } from "../code-migrations/code-file.ts";
import { folderStyle, indent, listCodeFiles, readCode } from "../code-migrations/code-scripts.ts";
import { compareText } from "../files.ts";
import { appliedValues, quoteText } from "./applied.ts";
import { type MigrationFormat, refuseUnit, type RunnerMigration, slugOf, type Unit } from "./format.ts";
import { firstTimestamp, followIds } from "./ids.ts";
import { joinPath, scriptOf } from "./scripts.ts";

/** `.cjs` is loaded by Knex in every kind of package. */
const usual: CodeStyle = { extension: "cjs", modules: "cjs", language: "js" };

/** `<timestamp>_name.js` or `.ts` with up and down; what they send is read from the text, or recorded by running them with the project's own Knex. */
export const knex: MigrationFormat = {
  id: "knex",
  title: "Knex",
  capabilities: { transaction: "per-file", canLeaveTransaction: true, oneStatementOutsideTransaction: false, down: "same-file" },
  remarks: [
    "Knex runs all pending files in one transaction unless one of them leaves it (config.transaction = false): what needs a transaction of its own leaves it too, and opens its own.",
    "A file is named in the table with its extension: renaming it makes Knex refuse the folder.",
  ],
  bookkeepingObjects: ["knex_migrations", "knex_migrations_lock"],
  detect: (files) => files.find((file) => /(?:^|\/)\d+_[^/]*\.[cm]?[jt]s$/.test(file.path) && /\bknex\b/i.test(file.text))?.path ?? null,
  parse: (state) =>
    [...listCodeFiles(state)]
      .sort((a, b) => compareText(a.file.path, b.file.path))
      .map(({ file, name, stem }) => ({ id: stem, name, ...readCode("knex", file, state) })),
  write(units, state) {
    const last =
      listCodeFiles(state)
        .map(({ id }) => id)
        .sort(compareText)
        .at(-1) ?? null;
    const ids = followIds(last, units.length, { first: firstTimestamp, order: "text" });
    const style = folderStyle(state, usual);
    return units.map((unit, index) => ({
      path: joinPath(state.folder, `${ids[index] ?? ""}_${slugOf(unit.name)}.${style.extension}`),
      text: printFile(unit, style),
      mode: "new" as const,
    }));
  },
  bookkeeping: (migrations, engine) => scriptOf("knex", printTables(migrations, engine), "own"),
  appliedQuery: (engine) => `select name, batch from ${tableOf("knex_migrations", engine)} order by id`,
  pendingFrom(migrations, applied) {
    const names = new Set(appliedValues(applied, "name"));
    return migrations.filter((migration) => !names.has(fileNameOf(migration)));
  },
};

function fileNameOf(migration: RunnerMigration): string {
  return migration.up.file.split("/").at(-1) ?? migration.up.file;
}

function printFile(unit: Unit, style: CodeStyle): string {
  if (/\\+\?/.test(`${unit.up}\n${unit.down}`)) refuseUnit("Knex", unit, "its text holds a question mark behind a backslash");
  const config =
    unit.transaction === "shared"
      ? []
      : ["", `${style.modules === "esm" ? "export const config" : "exports.config"} = { transaction: false };`];
  const lines = (script: string): readonly string[] => {
    if (unit.transaction !== "own") return indent(printCalls(script, (text) => `await knex.raw(${text});`, "knex"));
    const calls = printCalls(script, (text) => `await trx.raw(${text});`, "knex");
    return calls.every((line) => line.startsWith("//"))
      ? indent(calls)
      : indent(["await knex.transaction(async (trx) => {", ...indent(calls), "});"]);
  };
  return `${[...printFunction("up", lines(unit.up), style), "", ...printFunction("down", lines(unit.down), style), ...config].join("\n")}\n`;
}

function printFunction(direction: "up" | "down", body: readonly string[], style: CodeStyle): readonly string[] {
  if (style.language === "ts") {
    const typed = direction === "up" ? ['import type { Knex } from "knex";', ""] : [];
    return [...typed, `export async function ${direction}(${body.length === 0 ? "_knex" : "knex"}: Knex): Promise<void> {`, ...body, "}"];
  }
  const head = style.modules === "esm" ? `export const ${direction}` : `exports.${direction}`;
  return ['/** @param {import("knex").Knex} knex */', `${head} = async (knex) => {`, ...body, "};"];
}

function tableOf(name: string, engine: string): string {
  return engine === "postgresql" ? `public.${name}` : name;
}

// https://github.com/knex/knex: lib/migrations/migrate/table-creator.js
function printTables(migrations: readonly RunnerMigration[], engine: string): string {
  const [table, lock] = [tableOf("knex_migrations", engine), tableOf("knex_migrations_lock", engine)];
  const isSqlite = engine === "sqlite";
  const key = isSqlite ? "integer not null primary key autoincrement" : "serial primary key";
  const time = isSqlite ? "cast(strftime('%s', 'now') as integer) * 1000" : "now()";
  const create = [
    `create table if not exists ${table} (id ${key}, name varchar(255), batch integer, migration_time ${isSqlite ? "datetime" : "timestamptz"});`,
    `create table if not exists ${lock} ("index" ${key}, is_locked integer);`,
    `insert into ${lock} (is_locked) select 0 where not exists (select 1 from ${lock});`,
  ];
  // One statement, so that all files of one go get the same batch.
  const names = migrations.map((migration, index) => `select ${quoteText(fileNameOf(migration))} as name, ${index} as place`);
  const insert =
    names.length === 0
      ? []
      : [
          `insert into ${table} (name, batch, migration_time)
select name, (select coalesce(max(batch), 0) + 1 from ${table}), ${time}
from (${names.join("\n    union all ")}) as gone
where not exists (select 1 from ${table} as known where known.name = gone.name)
order by place;`,
        ];
  return `${[...create, ...insert].join("\n")}\n`;
}
