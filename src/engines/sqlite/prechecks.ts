import { printName } from "../../model/name.ts";
import { printCanonical } from "../../model/json.ts";
import type { Check } from "../../model/plan.ts";
import type { Schema } from "../../model/schema.ts";
import { affinityOf, allowedValues } from "./alteration.ts";
import { companionsOf, findTable, type TablePair } from "./data-rules.ts";
import { indexOf, rowidAlias, type TableDefinition, tableOf } from "./definitions.ts";
import { columnsIn, quoteName, replaceColumns } from "./tokens.ts";

type Draft = Omit<Check, "id" | "expects">;

/** Read-only questions to the target before the change: each finds the rows that the new schema would refuse or that would not come back the same. */
export function prechecksOf(from: Schema, to: Schema, pairs: readonly TablePair[]): readonly Check[] {
  const drafts = pairs.flatMap((pair) =>
    printCanonical(pair.before.definition) === printCanonical(pair.after.definition)
      ? indexChecks(from, to, pair)
      : [...tableChecks(from, pair, pairs), ...indexChecks(from, to, pair)],
  );
  return drafts.map((draft, index) => ({ id: `check-${index + 1}`, expects: "no-rows", ...draft }));
}

/** What a column after the change will hold, as an expression over the row before it. */
function expressionOf(pair: TablePair): (column: string) => string {
  const old = tableOf(pair.before);
  const forward = new Map(companionsOf(pair).flatMap((companion) => [...companion.forward]));
  return (column) => {
    const given = forward.get(column);
    if (given !== undefined) return `(${given})`;
    if (old.columns[column] !== undefined) return quoteName(column);
    const added = tableOf(pair.after).columns[column];
    if (added?.generated !== undefined && added.generated !== null)
      return `(${replaceColumns(added.generated.expression, (name) => (tableOf(pair.after).columns[name] === undefined || name === column ? undefined : expressionOf(pair)(name)))})`;
    return added?.default == null ? "NULL" : `(${added.default})`;
  };
}

/** What a reference or key was called before: only what it relates counts, not its actions. */
function formerly(pair: TablePair | undefined, columns: readonly string[]): readonly string[] {
  const old = new Map([...(pair?.renames ?? [])].map(([from, to]) => [to, from]));
  return columns.map((name) => old.get(name) ?? name);
}

function tableChecks(from: Schema, pair: TablePair, pairs: readonly TablePair[]): readonly Draft[] {
  const [old, now] = [tableOf(pair.before), tableOf(pair.after)];
  const value = expressionOf(pair);
  const table = quoteName(old.name);
  const find = (summary: string, where: string): Draft => ({ summary, query: `SELECT 1 AS violation FROM ${table} WHERE ${where}` });
  const required = Object.entries(now.columns).flatMap(([name, column]) => {
    const was = old.columns[name];
    const fromOld = [...pair.renames].find(([, renamed]) => renamed === name)?.[0];
    const wasRequired = was?.notNull === true || (fromOld !== undefined && old.columns[fromOld]?.notNull === true);
    // A constant is there in every row.
    const isGiven = value(name) !== "NULL" && columnsIn(value(name), Object.keys(old.columns)).length === 0;
    return column.notNull && !wasRequired && !isGiven && rowidAlias(now) !== name
      ? [find(`${now.name}.${name} has a value in every row`, `${value(name)} IS NULL`)]
      : [];
  });
  const oldChecks = new Set(old.checks.map(printCanonical));
  const checks = now.checks
    .filter((check) => !oldChecks.has(printCanonical(check)) && !isWiderList(check.expression, old, now))
    .map((check) => find(`every row of ${now.name} satisfies ${check.expression}`, `NOT (${substitute(check.expression, now, value)})`));
  const oldKeys = new Set(old.foreignKeys.map((key) => printCanonical([key.columns, key.table, key.targetColumns])));
  const references = now.foreignKeys
    .map((key) => {
      const target = pairs.find((candidate) => tableOf(candidate.after).name === key.table);
      const table = target === undefined ? key.table : tableOf(target.before).name;
      return { ...key, table, targetColumns: formerly(target, key.targetColumns), formerColumns: formerly(pair, key.columns) };
    })
    .filter((key) => !oldKeys.has(printCanonical([key.formerColumns, key.table, key.targetColumns])))
    .map((key) => {
      const isGiven = key.columns.map((column) => `${value(column)} IS NOT NULL`).join(" AND ");
      const parent = findTable(from, key.table);
      const match = key.columns
        .map((column, index) => `parent.${quoteName(key.targetColumns[index] ?? column)} = ${qualify(value(column), old)}`)
        .join(" AND ");
      const exists =
        parent === undefined || key.targetColumns.some((column) => tableOf(parent).columns[column] === undefined)
          ? ""
          : ` AND NOT EXISTS (SELECT 1 FROM ${quoteName(key.table)} AS parent WHERE ${match})`;
      return find(`every ${key.columns.join(", ")} of ${now.name} exists in ${key.table}`, `${isGiven}${exists}`);
    });
  const oldUniques = new Set([...old.uniques, old.primaryKey].map((unique) => printCanonical(unique?.columns ?? null)));
  const former = (columns: TableDefinition["uniques"][number]["columns"]): string =>
    printCanonical(columns.map((column) => ({ ...column, name: formerly(pair, [column.name])[0] ?? column.name })));
  const uniques = [...now.uniques, ...(now.primaryKey === null ? [] : [now.primaryKey])]
    .filter((unique) => !oldUniques.has(former(unique.columns)))
    .map((unique) =>
      duplicates(
        table,
        now.name,
        unique.columns.map((column) => value(column.name)),
        null,
      ),
    );
  return [...required, ...checks, ...references, ...uniques, ...typeChecks(pair, find), ...inverseChecks(pair)];
}

function substitute(expression: string, table: TableDefinition, value: (column: string) => string): string {
  return replaceColumns(expression, (name) => (table.columns[name] === undefined ? undefined : value(name)));
}

/** Inside a subquery on the parent, columns of the row must say whose they are. */
function qualify(expression: string, table: TableDefinition): string {
  return replaceColumns(expression, (name) =>
    table.columns[name] === undefined ? undefined : `${quoteName(table.name)}.${quoteName(name)}`,
  );
}

function duplicates(table: string, label: string, expressions: readonly string[], where: string | null): Draft {
  const given = [...expressions.map((expression) => `${expression} IS NOT NULL`), ...(where === null ? [] : [`(${where})`])].join(" AND ");
  return {
    summary: `no two rows of ${label} are the same in ${expressions.join(", ")}`,
    query: `SELECT 1 AS violation FROM ${table} WHERE ${given} GROUP BY ${expressions.join(", ")} HAVING count(*) > 1`,
  };
}

/** A list of allowed values that holds all of the old one refuses no row that is there. */
function isWiderList(expression: string, old: TableDefinition, now: TableDefinition): boolean {
  return columnsIn(expression, Object.keys(old.columns)).some((name) => {
    const list = allowedValues({ ...now, checks: [{ name: null, expression }] }, name);
    const before = allowedValues(old, name);
    return before.length > 0 && before.every((value) => list.includes(value));
  });
}

/** A number out of a text: only what is written as SQLite writes it comes back the same. */
function typeChecks(pair: TablePair, find: (summary: string, where: string) => Draft): readonly Draft[] {
  const [old, now] = [tableOf(pair.before), tableOf(pair.after)];
  const converted = new Set(companionsOf(pair).flatMap((companion) => companion.to));
  return Object.entries(now.columns).flatMap(([name, column]) => {
    const was = old.columns[name];
    if (was === undefined || converted.has(name) || column.generated !== null) return [];
    const [before, after] = [affinityOf(was.type), affinityOf(column.type)];
    const quoted = quoteName(name);
    const isNumber = after === "INTEGER" || after === "NUMERIC" || after === "REAL";
    const numbers =
      isNumber && (before === "TEXT" || before === "BLOB")
        ? [
            find(
              `every ${now.name}.${name} is written as a number`,
              `typeof(${quoted}) = 'text' AND CAST(CAST(${quoted} AS NUMERIC) AS TEXT) <> ${quoted}`,
            ),
          ]
        : [];
    const types: Readonly<Record<string, string>> = {
      INTEGER: "'integer'",
      REAL: "'integer', 'real'",
      TEXT: "'text', 'integer', 'real'",
      BLOB: "'blob'",
    };
    const allowed = column.type === "ANY" ? undefined : types[after];
    const becomesStrict = now.strict && (!old.strict || before !== after) && allowed !== undefined;
    return [
      ...numbers,
      ...(becomesStrict
        ? [
            find(
              `every ${now.name}.${name} fits ${column.type}`,
              `${quoted} IS NOT NULL AND typeof(${quoted}) NOT IN (${allowed}${numbers.length > 0 ? ", 'text'" : ""})`,
            ),
          ]
        : []),
    ];
  });
}

/** The declared way back, tried on the rows that are there. */
function inverseChecks(pair: TablePair): readonly Draft[] {
  const old = tableOf(pair.before);
  return companionsOf(pair).flatMap((companion) => {
    if (companion.kind === "rename" || companion.backward.size === 0 || companion.from.every((name) => companion.to.includes(name)))
      return [];
    const kept = companion.from.filter((name) => companion.backward.has(name));
    const columns = [
      ...kept.map((name, index) => `${quoteName(name)} AS dblead_before_${index}`),
      ...[...companion.forward].map(([name, expression]) => `${expression} AS ${quoteName(name)}`),
    ];
    const others = Object.keys(old.columns)
      .filter((name) => !companion.from.includes(name) && !companion.forward.has(name))
      .map(quoteName);
    const unlike = kept.map((name, index) => `dblead_before_${index} IS NOT (${companion.backward.get(name) ?? "NULL"})`).join(" OR ");
    return [
      {
        summary: `${kept.join(", ")} of ${old.name} comes back the same from ${companion.to.join(", ")}`,
        inverseOf: kept.map((name) => printName([old.name, name])),
        query: `SELECT 1 AS violation FROM (SELECT ${[...columns, ...others].join(", ")} FROM ${quoteName(old.name)}) WHERE ${unlike}`,
      },
    ];
  });
}

function indexChecks(from: Schema, to: Schema, pair: TablePair): readonly Draft[] {
  const before = new Set(
    from.objects
      .filter((object) => object.kind === "index" && indexOf(object).unique)
      .map((object) => printCanonical([...indexOf(object).columns])),
  );
  return to.objects.flatMap((object) => {
    if (object.kind !== "index" || object.parent !== pair.after.id) return [];
    const index = indexOf(object);
    if (!index.unique || before.has(printCanonical([...index.columns]))) return [];
    const now = tableOf(pair.after);
    const inOld = (text: string): string => substitute(text.replace(/ DESC$/, ""), now, expressionOf(pair));
    return [
      duplicates(
        quoteName(tableOf(pair.before).name),
        index.table,
        index.columns.map(inOld),
        index.where === null ? null : inOld(index.where),
      ),
    ];
  });
}
