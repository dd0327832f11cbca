import type { FileText, Script } from "../../model/migration.ts";
import { compareText } from "../files.ts";
import { printValue } from "./applied.ts";
import { endText, type FolderState, type MigrationFormat, refuseUnit, slugOf, type Unit } from "./format.ts";
import { followIds } from "./ids.ts";
import { joinPath, pathWithin, scriptOf } from "./scripts.ts";
import { splitStatements, stripComments } from "./statements.ts";

// https://github.com/golang-migrate/migrate/blob/master/source/parse.go
const fileName = /^(\d+)_(.*)\.(down|up)\.sql$/;

interface VersionFile {
  readonly file: FileText;
  readonly version: string;
  readonly name: string;
  readonly direction: string;
}

/** `NNN_name.up.sql` and `NNN_name.down.sql`; a file is sent as one string; the table holds one row, the newest version. */
export const golangMigrate: MigrationFormat = {
  id: "golang-migrate",
  title: "golang-migrate",
  capabilities: { transaction: "per-file", canLeaveTransaction: true, oneStatementOutsideTransaction: true, down: "own-file" },
  remarks: [
    "A file is sent as one string, which PostgreSQL runs as one transaction unless it is one statement: what refuses a transaction stands alone in its file.",
    "Its multi-statement mode (x-multi-statement) cuts at every semicolon, also inside function bodies; nothing is written for it.",
    "The table holds the newest version only: a file with an older version than that is never applied.",
  ],
  bookkeepingObjects: ["schema_migrations"],
  // Its names are those of plain files; what tells it apart stands outside the folder.
  detect: () => null,
  parse(state) {
    const files = listVersions(state);
    return files
      .filter((entry) => entry.direction === "up")
      .map((entry) => {
        const down = files.find((candidate) => candidate.direction === "down" && BigInt(candidate.version) === BigInt(entry.version))?.file;
        return {
          id: entry.version,
          name: entry.name,
          up: readScript(entry.file),
          down: down === undefined || down.text.trim() === "" ? null : readScript(down),
        };
      });
  },
  write(units, state, engine) {
    const last = listVersions(state).at(-1)?.version ?? null;
    const ids = followIds(last, units.length, { first: "000001", order: "number" });
    return units.flatMap((unit, index) => {
      demandOne(unit, engine);
      const stem = joinPath(state.folder, `${ids[index] ?? ""}_${slugOf(unit.name)}`);
      const up = { path: `${stem}.up.sql`, text: endText(unit.up), mode: "new" as const };
      return unit.down.trim() === "" ? [up] : [up, { path: `${stem}.down.sql`, text: endText(unit.down), mode: "new" as const }];
    });
  },
  bookkeeping(migrations, engine) {
    const table = tableOf(engine);
    const isSqlite = engine === "sqlite";
    const create = isSqlite
      ? `create table if not exists ${table} (version uint64, dirty bool);\ncreate unique index if not exists version_unique on ${table} (version);`
      : `create table if not exists ${table} (version bigint not null primary key, dirty boolean not null);`;
    const newest = migrations
      .map(({ id }) => id)
      .sort(compareVersions)
      .at(-1);
    const record =
      newest === undefined
        ? []
        : [
            `delete from ${table} where version <= ${BigInt(newest)};`,
            `insert into ${table} (version, dirty) select ${BigInt(newest)}, ${isSqlite ? "0" : "false"} where not exists (select 1 from ${table});`,
          ];
    return scriptOf("golang-migrate", `${[create, ...record].join("\n")}\n`, "own");
  },
  appliedQuery: (engine) => `select version, dirty from ${tableOf(engine)} order by version`,
  pendingFrom(migrations, applied) {
    const version = printValue(applied.at(-1)?.["version"]);
    return version === null ? migrations : migrations.filter(({ id }) => BigInt(id) > BigInt(version));
  },
};

function listVersions(state: FolderState): readonly VersionFile[] {
  return state.files
    .flatMap((file) => {
      const match = fileName.exec(pathWithin(state.folder, file.path) ?? "/");
      if (match === null || match[2]?.includes("/") === true) return [];
      return [{ file, version: match[1] ?? "", name: match[2] ?? "", direction: match[3] ?? "" }];
    })
    .sort((a, b) => compareVersions(a.version, b.version) || compareText(a.file.path, b.file.path));
}

function compareVersions(a: string, b: string): number {
  if (BigInt(a) === BigInt(b)) return 0;
  return BigInt(a) < BigInt(b) ? -1 : 1;
}

/** One statement runs outside a transaction, several in one; a file with its own BEGIN sees to itself. */
function readScript(file: FileText): Script {
  const isOwn = /^(?:begin|start\s+transaction)\b/i.test(stripComments(file.text.slice(0, 4000)));
  return scriptOf(file.path, file.text, isOwn || splitStatements(file.text).length <= 1 ? "none" : "own");
}

function demandOne(unit: Unit, engine: string): void {
  if (unit.transaction === "none" && engine === "postgresql" && splitStatements(unit.up).length > 1)
    refuseUnit("golang-migrate", unit, "outside a transaction a file may hold one statement only");
}

function tableOf(engine: string): string {
  return engine === "postgresql" ? "public.schema_migrations" : "schema_migrations";
}
