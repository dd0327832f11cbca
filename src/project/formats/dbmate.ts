import { LeadError } from "../../model/error.ts";
import type { FileText, Script } from "../../model/migration.ts";
import { compareText } from "../files.ts";
import { appliedValues, quoteText } from "./applied.ts";
import { endText, type MigrationFormat, refuseUnit, slugOf, type Unit } from "./format.ts";
import { joinPath, pathWithin, scriptOf } from "./scripts.ts";
import { firstTimestamp, followIds } from "./ids.ts";
import { splitStatements } from "./statements.ts";

// https://github.com/amacneil/dbmate/blob/main/pkg/dbmate/migration.go
const upMarker = /^--\s*migrate:up(?:[ \t\r]*$|[ \t]+\S.*$)/m;
const downMarker = /^--\s*migrate:down(?:[ \t\r]*$|[ \t]+\S.*$)/m;
const fileName = /^(\d+)(.*)\.sql$/;

/** Up and down in one file under markers; one transaction a file unless the marker says `transaction:false`. */
export const dbmate: MigrationFormat = {
  id: "dbmate",
  title: "dbmate",
  capabilities: { transaction: "per-file", canLeaveTransaction: true, oneStatementOutsideTransaction: true, down: "same-file" },
  remarks: [
    "A file marked transaction:false is sent as one string, which PostgreSQL runs as one unit: there it may hold one statement only.",
  ],
  bookkeepingObjects: ["schema_migrations"],
  detect: (files) => files.find((file) => file.path.endsWith(".sql") && upMarker.test(file.text))?.path ?? null,
  parse: (state) =>
    state.files
      .flatMap((file) => {
        const match = fileName.exec(pathWithin(state.folder, file.path) ?? "/");
        return match === null || match[2]?.includes("/") === true ? [] : [{ file, id: match[1] ?? "", rest: match[2] ?? "" }];
      })
      .sort((a, b) => compareText(a.file.path, b.file.path))
      .map(({ file, id, rest }) => ({ id, name: rest.replace(/^[_-]+/, ""), ...readParts(file) })),
  write(units, state, engine) {
    const last = this.parse(state).at(-1)?.id ?? null;
    const ids = followIds(last, units.length, { first: firstTimestamp, order: "text" });
    return units.map((unit, index) => ({
      path: joinPath(state.folder, `${ids[index] ?? ""}_${slugOf(unit.name)}.sql`),
      text: printUnit(unit, engine),
      mode: "new",
    }));
  },
  bookkeeping(migrations, engine) {
    const table = tableOf(engine);
    const create = `create table if not exists ${table} (version ${engine === "postgresql" ? "varchar" : "varchar(128)"} primary key);`;
    const inserts = migrations.map(
      ({ id }) =>
        `insert into ${table} (version) select ${quoteText(id)} where not exists (select 1 from ${table} where version = ${quoteText(id)});`,
    );
    return scriptOf("dbmate", `${[create, ...inserts].join("\n")}\n`, "own");
  },
  appliedQuery: (engine) => `select version from ${tableOf(engine)} order by version`,
  pendingFrom(migrations, applied) {
    const versions = new Set(appliedValues(applied, "version"));
    return migrations.filter((migration) => !versions.has(migration.id));
  },
};

function tableOf(engine: string): string {
  return engine === "postgresql" ? "public.schema_migrations" : "schema_migrations";
}

function readParts(file: FileText): { readonly up: Script; readonly down: Script | null } {
  const up = upMarker.exec(file.text);
  const down = downMarker.exec(file.text);
  if (up === null) throw unreadable(file, 1, "it has no line -- migrate:up");
  if (down !== null && down.index < up.index)
    throw unreadable(file, lineAt(file.text, down.index), "-- migrate:down stands before -- migrate:up");
  const stray = file.text
    .slice(0, up.index)
    .split("\n")
    .findIndex((line) => line.trim() !== "" && !line.trimStart().startsWith("--"));
  if (stray !== -1) throw unreadable(file, stray + 1, "a statement stands before -- migrate:up");
  const downScript = down === null ? null : readPart(file, down, file.text.length);
  return { up: readPart(file, up, down?.index ?? file.text.length), down: downScript?.text === "" ? null : downScript };
}

function readPart(file: FileText, marker: RegExpExecArray, end: number): Script {
  const start = Math.min(marker.index + marker[0].length + 1, end);
  const leaves = /\stransaction:false\b/.test(marker[0]);
  return scriptOf(file.path, endText(file.text.slice(start, end)), leaves ? "none" : "own", lineAt(file.text, start));
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}

function unreadable(file: FileText, line: number, reason: string): LeadError {
  return new LeadError("schema-unreadable", `${file.path}:${line}: not a dbmate migration: ${reason}.`);
}

function printUnit(unit: Unit, engine: string): string {
  for (const text of [unit.up, unit.down]) {
    if (upMarker.test(text) || downMarker.test(text)) refuseUnit("dbmate", unit, "its text holds a line that dbmate takes for a marker");
  }
  const option = unit.transaction === "none" ? " transaction:false" : "";
  if (option !== "" && engine === "postgresql" && splitStatements(unit.up).length > 1)
    refuseUnit("dbmate", unit, "outside a transaction a file may hold one statement only");
  // PostgreSQL runs a text of several statements as one transaction anyway.
  const downOption = engine !== "postgresql" || splitStatements(unit.down).length <= 1 ? option : "";
  return `-- migrate:up${option}\n${endText(unit.up)}\n-- migrate:down${downOption}\n${endText(unit.down)}`;
}
