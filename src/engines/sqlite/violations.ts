import { printCanonical } from "../../model/json.ts";
import { printName } from "../../model/name.ts";
import type { Schema, SchemaObject } from "../../model/schema.ts";
import type { Connection } from "../connection.ts";
import type { Violation } from "../row-proof.ts";
import { affinityOf, allowedValues } from "./alteration.ts";
import { findTable } from "./data-rules.ts";
import { columnOrder, indexOf, rowidAlias, tableOf, tablesOf } from "./definitions.ts";
import { type MadeRow, makeRowsFor, renderInsert } from "./row-maker.ts";
import { columnsIn, quoteName } from "./tokens.ts";

interface Attempt {
  readonly constraint: string;
  readonly row: MadeRow;
}

/** Rows that the base takes and the desired schema refuses: a missing value, an unknown parent, a value outside a check, a second of its kind, a text that is no number. */
export async function findViolations(connection: Connection, from: Schema, to: Schema): Promise<readonly Violation[]> {
  const found: Violation[] = [];
  for (const old of tablesOf(from)) {
    const now = findTable(to, tableOf(old).name);
    if (now === undefined) continue;
    const maker = await makeRowsFor(connection, old);
    const [counted] = await connection.query(`SELECT count(*) AS n FROM ${quoteName(tableOf(old).name)}`);
    const row = maker.make(Number(counted?.["n"] ?? 0) + 2000);
    if (row === null) continue;
    for (const { constraint, row: broken } of [
      ...attemptsFor(old, now, row),
      ...(await duplicateAttempts(connection, to, old, now, row)),
    ]) {
      const insert = renderInsert(tableOf(old).name, broken);
      const outcome = await connection.execute({ file: "violation", line: 1, text: `BEGIN;\n${insert};\nROLLBACK`, transaction: "none" });
      if (outcome.error === null) found.push({ object: printName([tableOf(old).name]), constraint, insert });
    }
  }
  return found;
}

function attemptsFor(old: SchemaObject, now: SchemaObject, row: MadeRow): readonly Attempt[] {
  const [before, after] = [tableOf(old), tableOf(now)];
  const shared = columnOrder(old).filter(
    (name) => after.columns[name] !== undefined && before.columns[name]?.generated === null && rowidAlias(before) !== name,
  );
  const withValue = (constraint: string, name: string, value: string): Attempt => ({ constraint, row: new Map([...row, [name, value]]) });
  const required = shared
    .filter((name) => before.columns[name]?.notNull === false && after.columns[name]?.notNull === true)
    .map((name) => withValue(`${name} NOT NULL`, name, "NULL"));
  const oldChecks = new Set(before.checks.map(printCanonical));
  const checks = after.checks
    .filter((check) => !oldChecks.has(printCanonical(check)))
    .flatMap((check) => {
      const used = columnsIn(check.expression, shared);
      const name = used[0];
      if (used.length !== 1 || name === undefined) return [];
      const isText = affinityOf(before.columns[name]?.type ?? "") === "TEXT";
      const values = isText ? ["'dblead outside'", "''"] : ["-987654321", "987654321", "0"];
      return values
        .slice(0, allowedValues(after, name).length > 0 ? 1 : values.length)
        .map((value) => withValue(`CHECK (${check.expression})`, name, value));
    });
  const oldKeys = new Set(before.foreignKeys.map(printCanonical));
  const references = after.foreignKeys
    .filter((key) => !oldKeys.has(printCanonical(key)) && key.columns.every((name) => shared.includes(name)))
    .map((key) => {
      const orphan = key.columns.map(
        (name) => [name, affinityOf(before.columns[name]?.type ?? "") === "TEXT" ? "'dblead nobody'" : "987654321"] as const,
      );
      return { constraint: `FOREIGN KEY (${key.columns.join(", ")})`, row: new Map([...row, ...orphan]) };
    });
  const types = shared.flatMap((name) => {
    const [was, is] = [affinityOf(before.columns[name]?.type ?? ""), affinityOf(after.columns[name]?.type ?? "")];
    return was === "TEXT" && is !== "TEXT" && is !== "BLOB"
      ? [withValue(`${name} ${after.columns[name]?.type ?? ""}`, name, "'not a number'")]
      : [];
  });
  return [...required, ...checks, ...references, ...types];
}

/** A copy of a row that is there in the columns that become unique. */
async function duplicateAttempts(
  connection: Connection,
  to: Schema,
  old: SchemaObject,
  now: SchemaObject,
  row: MadeRow,
): Promise<readonly Attempt[]> {
  const before = tableOf(old);
  const known = new Set(
    [...before.uniques.map((unique) => unique.columns), before.primaryKey?.columns ?? []].map((columns) =>
      printCanonical(columns.map((column) => column.name)),
    ),
  );
  const keys = [
    ...tableOf(now).uniques.map((unique) => unique.columns.map((column) => column.name)),
    ...to.objects.flatMap((object) =>
      object.kind === "index" && object.parent === now.id && indexOf(object).unique
        ? [columnsIn(indexOf(object).columns.join(" "), columnOrder(now))]
        : [],
    ),
  ].filter((names) => names.length > 0 && !known.has(printCanonical(names)) && names.every((name) => before.columns[name] !== undefined));
  const attempts: Attempt[] = [];
  for (const names of keys) {
    const given = names.map((name) => `${quoteName(name)} IS NOT NULL`).join(" AND ");
    const [there] = await connection.query(
      `SELECT ${names.map((name, index) => `quote(${quoteName(name)}) AS k${index}`).join(", ")} FROM ${quoteName(before.name)} WHERE ${given} LIMIT 1`,
    );
    if (there === undefined) continue;
    attempts.push({
      constraint: `UNIQUE (${names.join(", ")})`,
      row: new Map([...row, ...names.map((name, index) => [name, String(there[`k${index}`])] as const)]),
    });
  }
  return attempts;
}
