import { LeadError } from "../../../model/error.ts";
import { type Alteration, copyExpressions, type TableForm } from "../alteration.ts";
import { kindOf, renderObject } from "../objects/kinds.ts";
import { renderTable } from "../objects/table.ts";
import { quoteName, quoteText } from "../tokens.ts";

/** https://sqlite.org/lang_altertable.html#otheralter: the twelve steps, in one transaction, foreign keys off and checked before COMMIT. */
export const rebuildTable: TableForm = {
  id: "rebuild-table",
  summary: "Makes a new table, copies the rows, puts it in the old one's place, and makes indexes, triggers and views again.",
  apply: (alteration) => {
    const isFree = alteration.wrapping === "free";
    const body = isFree ? rebuildStatements(alteration) : rebuildInTransaction(alteration);
    return {
      stage: {
        form: "rebuild-table",
        alteration,
        statements: isFree
          ? ["PRAGMA foreign_keys = OFF", "BEGIN IMMEDIATE", ...body, "COMMIT", "PRAGMA foreign_keys = ON"]
          : ["PRAGMA defer_foreign_keys = ON", ...body],
        transaction: isFree ? "none" : "shared",
      },
      rest: { ...alteration, from: alteration.to, renames: new Map(), sources: new Map(), back: new Map() },
    };
  },
};

function rebuildStatements(alteration: Alteration): readonly string[] {
  const { from, to, dependents } = alteration;
  const name = to.definition.name;
  const temporary = `dblead_new_${name}`;
  const copies = copyExpressions(alteration);
  const views = dependents.filter((object) => object.kind === "view" || object.kind === "trigger").toReversed();
  const columns = [...copies.keys()].map(quoteName).join(", ");
  const copy = `INSERT INTO ${quoteName(temporary)} (${columns})\nSELECT ${[...copies.values()].join(", ")}\nFROM ${quoteName(name)}`;
  return [
    ...views.map((object) => `DROP ${kindOf(object).kind.toUpperCase()} ${quoteName(nameOf(object.definition))}`),
    renderTable(to.definition, to.order, temporary),
    ...(copies.size === 0 ? [] : [copy]),
    ...(from.definition.primaryKey?.autoincrement === true && to.definition.primaryKey?.autoincrement === true
      ? keepSequence(name, temporary)
      : []),
    `DROP TABLE ${quoteName(name)}`,
    `ALTER TABLE ${quoteName(temporary)} RENAME TO ${quoteName(name)}`,
    ...dependents.map(renderObject),
    ...checkReferences(alteration),
  ];
}

/**
 * With foreign keys on, DROP TABLE counts every reference to it as broken until COMMIT; only rows that are put in again under the same name mend them,
 * a rename does not. So the rows are set aside and put back.
 */
function rebuildInTransaction(alteration: Alteration): readonly string[] {
  const { from, to, dependents } = alteration;
  const name = to.definition.name;
  const aside = `dblead_old_${name}`;
  const copies = copyExpressions(alteration);
  const columns = [...copies.keys()].map(quoteName).join(", ");
  const hasSequence = from.definition.primaryKey?.autoincrement === true && to.definition.primaryKey?.autoincrement === true;
  const views = dependents.filter((object) => object.kind === "view" || object.kind === "trigger").toReversed();
  return [
    ...views.map((object) => `DROP ${kindOf(object).kind.toUpperCase()} ${quoteName(nameOf(object.definition))}`),
    `CREATE TABLE ${quoteName(aside)} AS SELECT * FROM ${quoteName(name)}`,
    ...(hasSequence ? [`CREATE TABLE dblead_old_sequence AS SELECT seq FROM sqlite_sequence WHERE name = ${quoteText(name)}`] : []),
    `DROP TABLE ${quoteName(name)}`,
    renderTable(to.definition, to.order),
    ...(copies.size === 0
      ? []
      : [`INSERT INTO ${quoteName(name)} (${columns})\nSELECT ${[...copies.values()].join(", ")}\nFROM ${quoteName(aside)}`]),
    ...(hasSequence
      ? [
          `DELETE FROM sqlite_sequence WHERE name = ${quoteText(name)}`,
          `INSERT INTO sqlite_sequence (name, seq) SELECT ${quoteText(name)}, seq FROM dblead_old_sequence`,
          "DROP TABLE dblead_old_sequence",
        ]
      : []),
    `DROP TABLE ${quoteName(aside)}`,
    ...dependents.map(renderObject),
    ...checkReferences(alteration),
  ];
}

function nameOf(definition: unknown): string {
  return typeof definition === "object" && definition !== null && "name" in definition ? String(definition.name) : "";
}

/** AUTOINCREMENT must not hand out again a number that a deleted row had. */
function keepSequence(name: string, temporary: string): readonly string[] {
  return [
    `DELETE FROM sqlite_sequence WHERE name = ${quoteText(temporary)}`,
    `INSERT INTO sqlite_sequence (name, seq) SELECT ${quoteText(temporary)}, seq FROM sqlite_sequence WHERE name = ${quoteText(name)}`,
  ];
}

/** `PRAGMA foreign_key_check` only reports; a check constraint stops the script before COMMIT. */
function checkReferences(alteration: Alteration): readonly string[] {
  const tables = alteration.referencing;
  if (tables.length === 0) return [];
  const guard = "dblead_foreign_key_check";
  const lost = alteration.direction === "down" ? alteration.lostParents : [];
  const where = lost.length === 0 ? "" : ` WHERE parent NOT IN (${lost.map(quoteText).join(", ")})`;
  const counts = tables.map((table) => `(SELECT count(*) FROM pragma_foreign_key_check(${quoteText(table)})${where})`);
  return [
    `CREATE TEMPORARY TABLE ${guard} (violations INTEGER CHECK (violations = 0))`,
    `INSERT INTO temp.${guard} SELECT ${counts.join(" + ")}`,
    `DROP TABLE temp.${guard}`,
  ];
}

/** In a transaction of the runner's, DROP TABLE would delete or change rows of the tables that refer to this one. Throws `intent-unsupported`. */
export function refuseWrappedRebuild(table: string, actions: readonly string[]): void {
  if (actions.every((action) => action === "NO ACTION")) return;
  throw new LeadError(
    "intent-unsupported",
    `${table} must be rebuilt, and foreign keys with ${[...new Set(actions)].join(", ")} point to it: inside the transaction of this migration format SQLite would change the rows that refer to it`,
    {
      hint: "Use a migration format whose files can leave the transaction.",
    },
  );
}
