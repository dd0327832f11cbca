import { type CodeStyle, printCalls } from "../code-migrations/code-file.ts";
import { folderStyle, indent, listCodeFiles, readCode } from "../code-migrations/code-scripts.ts";
import { compareText } from "../files.ts";
import { appliedValues, quoteText } from "./applied.ts";
import { type MigrationFormat, type RunnerMigration, slugOf, type Unit } from "./format.ts";
import { firstTimestamp, followIds } from "./ids.ts";
import { joinPath, scriptOf } from "./scripts.ts";

const usual: CodeStyle = { extension: "cjs", modules: "cjs", language: "js" };

/** `<timestamp>-name.js` with up and down of a `queryInterface`; the runner brings no transaction, so a file that needs one opens it. */
export const sequelize: MigrationFormat = {
  id: "sequelize",
  title: "Sequelize",
  capabilities: { transaction: "per-file", canLeaveTransaction: true, oneStatementOutsideTransaction: false, down: "same-file" },
  remarks: [
    "The runner brings no transaction: a file that needs one opens it itself, and a file that fails half-way is half applied where it does not.",
  ],
  bookkeepingObjects: ["SequelizeMeta"],
  detect: (files) =>
    files.find((file) => /(?:^|\/)\d+[-_][^/]*\.[cm]?[jt]s$/.test(file.path) && /\bqueryInterface\b/i.test(file.text))?.path ?? null,
  parse: (state) =>
    [...listCodeFiles(state)]
      .sort((a, b) => compareText(a.file.path, b.file.path))
      .map(({ file, name, stem }) => ({ id: stem, name, ...readCode("sequelize", file, state) })),
  write(units, state) {
    const last =
      listCodeFiles(state)
        .map(({ id }) => id)
        .sort(compareText)
        .at(-1) ?? null;
    const ids = followIds(last, units.length, { first: firstTimestamp, order: "text" });
    const style = folderStyle(state, usual);
    return units.map((unit, index) => ({
      path: joinPath(state.folder, `${ids[index] ?? ""}-${slugOf(unit.name)}.${style.extension}`),
      text: printFile(unit, style),
      mode: "new" as const,
    }));
  },
  bookkeeping: (migrations, engine) => scriptOf("sequelize", printTable(migrations, engine), "own"),
  appliedQuery: (engine) => `select name from ${tableOf(engine)} order by name`,
  pendingFrom(migrations, applied) {
    const names = new Set(appliedValues(applied, "name"));
    return migrations.filter((migration) => !names.has(fileNameOf(migration)));
  },
};

function fileNameOf(migration: RunnerMigration): string {
  return migration.up.file.split("/").at(-1) ?? migration.up.file;
}

function printFile(unit: Unit, style: CodeStyle): string {
  const body = (script: string): readonly string[] => {
    if (unit.transaction === "none")
      return indent(printCalls(script, (text) => `await queryInterface.sequelize.query(${text});`, "sequelize"));
    const calls = printCalls(script, (text) => `await queryInterface.sequelize.query(${text}, { transaction });`, "sequelize");
    return calls.every((line) => line.startsWith("//"))
      ? indent(calls)
      : indent(["await queryInterface.sequelize.transaction(async (transaction) => {", ...indent(calls), "});"]);
  };
  return `${[...printFunction("up", body(unit.up), style), "", ...printFunction("down", body(unit.down), style)].join("\n")}\n`;
}

function printFunction(direction: "up" | "down", body: readonly string[], style: CodeStyle): readonly string[] {
  if (style.language === "ts") {
    const typed = direction === "up" ? ['import type { QueryInterface } from "sequelize";', ""] : [];
    return [...typed, `export async function ${direction}(queryInterface: QueryInterface): Promise<void> {`, ...body, "}"];
  }
  const head = style.modules === "esm" ? `export const ${direction}` : `exports.${direction}`;
  return ['/** @param {import("sequelize").QueryInterface} queryInterface */', `${head} = async (queryInterface) => {`, ...body, "};"];
}

function tableOf(engine: string): string {
  return engine === "postgresql" ? 'public."SequelizeMeta"' : '"SequelizeMeta"';
}

// https://github.com/sequelize/umzug: src/storage/sequelize.ts
function printTable(migrations: readonly RunnerMigration[], engine: string): string {
  const table = tableOf(engine);
  const create = `create table if not exists ${table} (name varchar(255) not null unique, primary key (name));`;
  const inserts = migrations.map((migration) => {
    const name = quoteText(fileNameOf(migration));
    return `insert into ${table} (name) select ${name} where not exists (select 1 from ${table} where name = ${name});`;
  });
  return `${[create, ...inserts].join("\n")}\n`;
}
