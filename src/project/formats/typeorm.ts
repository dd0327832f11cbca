import { type CodeStyle, printCalls } from "../code-migrations/code-file.ts";
import { folderStyle, indent, listCodeFiles, readCode } from "../code-migrations/code-scripts.ts";
import { appliedValues, quoteText } from "./applied.ts";
import { type MigrationFormat, refuseUnit, type RunnerMigration, slugOf, type Unit } from "./format.ts";
import { followIds } from "./ids.ts";
import { joinPath, scriptOf } from "./scripts.ts";

const usual: CodeStyle = { extension: "ts", modules: "esm", language: "ts" };

/** `<milliseconds>-Name.ts` with a class `Name<milliseconds>`; all pending files run in one transaction. */
export const typeorm: MigrationFormat = {
  id: "typeorm",
  title: "TypeORM",
  capabilities: { transaction: "all-pending", canLeaveTransaction: false, oneStatementOutsideTransaction: false, down: "same-file" },
  remarks: ["All pending files run in one transaction (its default): nothing that refuses one can be carried."],
  bookkeepingObjects: ["migrations"],
  detect: (files) =>
    files.find((file) => /(?:^|\/)\d{13}[-_][^/]*\.[cm]?[jt]s$/.test(file.path) && /\bMigrationInterface\b|\bqueryRunner\b/.test(file.text))
      ?.path ?? null,
  parse: (state) =>
    listCodeFiles(state)
      .map(({ file, name, id }) => ({ id: classOf(file.text) ?? `${name}${id}`, name, ...readCode("typeorm", file, state) }))
      .sort((a, b) => timeOf(a.id) - timeOf(b.id)),
  write(units, state) {
    const last =
      [...listCodeFiles(state)]
        .map(({ id }) => id)
        .sort((a, b) => Number(a) - Number(b))
        .at(-1) ?? null;
    const ids = followIds(last, units.length, { first: "1000000000000", order: "number" });
    const style = folderStyle(state, usual);
    return units.map((unit, index) => ({
      path: joinPath(state.folder, `${ids[index] ?? ""}-${slugOf(unit.name)}.${style.extension}`),
      text: printFile(unit, `${classNameOf(unit.name)}${ids[index] ?? ""}`, style),
      mode: "new" as const,
    }));
  },
  bookkeeping: (migrations, engine) => scriptOf("typeorm", printTable(migrations, engine), "own"),
  appliedQuery: (engine) => `select name from ${tableOf(engine)} order by id`,
  pendingFrom(migrations, applied) {
    const names = new Set(appliedValues(applied, "name"));
    return migrations.filter(({ id }) => !names.has(id));
  },
};

/** The name in the table: the property `name`, else the class's. */
function classOf(text: string): string | null {
  return (
    /^\s*(?:public\s+|readonly\s+)*name\s*(?::\s*string\s*)?=\s*["'`]([^"'`]+)["'`]/m.exec(text)?.[1] ??
    /\bclass\s+(\w+)/.exec(text)?.[1] ??
    null
  );
}

/** Its last 13 characters, as the runner reads them. */
function timeOf(name: string): number {
  const time = Number(name.slice(-13));
  return Number.isNaN(time) ? 0 : time;
}

/** `add_notes` → `AddNotes`. */
function classNameOf(name: string): string {
  const words = slugOf(name).split("_");
  const joined = words.map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`).join("");
  return /^\d/.test(joined) ? `Change${joined}` : joined;
}

function printFile(unit: Unit, className: string, style: CodeStyle): string {
  if (unit.transaction === "none") refuseUnit("TypeORM", unit, "all pending files run in one transaction");
  const isTyped = style.language === "ts";
  const method = (direction: "up" | "down", script: string): readonly string[] => [
    isTyped ? `public async ${direction}(queryRunner: QueryRunner): Promise<void> {` : `async ${direction}(queryRunner) {`,
    ...indent(printCalls(script, (text) => `await queryRunner.query(${text});`, "typeorm")),
    "}",
  ];
  const head = isTyped
    ? ['import type { MigrationInterface, QueryRunner } from "typeorm";', "", `export class ${className} implements MigrationInterface {`]
    : [style.modules === "esm" ? `export class ${className} {` : `module.exports = class ${className} {`];
  const body = [`name = "${className}";`, "", ...method("up", unit.up), "", ...method("down", unit.down)];
  return `${[...head, ...indent(body).map((line) => line.trimEnd()), style.modules === "esm" ? "}" : "};"].join("\n")}\n`;
}

function tableOf(engine: string): string {
  return engine === "postgresql" ? 'public."migrations"' : '"migrations"';
}

// https://github.com/typeorm/typeorm: src/migration/MigrationExecutor.ts
function printTable(migrations: readonly RunnerMigration[], engine: string): string {
  const table = tableOf(engine);
  const key = engine === "sqlite" ? "integer primary key autoincrement not null" : "serial primary key";
  const create = `create table if not exists ${table} (id ${key}, "timestamp" bigint not null, name varchar not null);`;
  const inserts = migrations.map(
    ({ id }) =>
      `insert into ${table} ("timestamp", name) select ${timeOf(id)}, ${quoteText(id)} where not exists (select 1 from ${table} where name = ${quoteText(id)});`,
  );
  return `${[create, ...inserts].join("\n")}\n`;
}
