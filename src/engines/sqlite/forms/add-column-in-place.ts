import { type Alteration, isAddable, placeholder, type TableForm, type TableShape } from "../alteration.ts";
import { type TableDefinition, triggerOf } from "../definitions.ts";
import { sortAndDedupe } from "../normalize.ts";
import { isConstant, isOwnCheck, renderColumn } from "../objects/table.ts";
import { columnsIn, quoteName } from "../tokens.ts";

/** https://sqlite.org/lang_altertable.html#altertabaddcol */
export const addColumnInPlace: TableForm = {
  id: "add-column-in-place",
  summary: "Adds columns without touching the rows, where ALTER TABLE can; a check reads every row.",
  apply: (alteration) => {
    const { from, to } = alteration;
    const added = to.order.filter((name) => from.definition.columns[name] === undefined);
    if (added.length === 0 || added.some((name) => !canAdd(alteration, name))) return null;
    const isWatched = alteration.dependents.some((object) => object.kind === "trigger" && triggerOf(object).table === from.definition.name);
    // An UPDATE would set off the table's own triggers.
    if (isWatched && added.some((name) => alteration.sources.has(name) || fallback(alteration, name) !== undefined)) return null;
    const table = quoteName(from.definition.name);
    const shape = withColumns(from, to.definition, added);
    const values = added.flatMap((name) => {
      const source = alteration.sources.get(name) ?? fallback(alteration, name);
      return source === undefined ? [] : [`${quoteName(name)} = ${source}`];
    });
    return {
      stage: {
        form: "add-column-in-place",
        alteration: { ...alteration, to: shape, renames: new Map(), back: new Map() },
        statements: [
          ...added.map((name) => `ALTER TABLE ${table} ADD COLUMN ${renderColumn(to.definition, name)}`),
          ...(values.length === 0 ? [] : [`UPDATE ${table} SET ${values.join(", ")}`]),
        ],
        transaction: "shared",
      },
      rest: { ...alteration, from: shape, sources: new Map([...alteration.sources].filter(([name]) => !added.includes(name))) },
    };
  },
};

function canAdd({ to, sources }: Alteration, name: string): boolean {
  const table = to.definition;
  const column = table.columns[name];
  if (column === undefined || !isAddable(column)) return false;
  const inKey = [...(table.primaryKey?.columns ?? []), ...table.uniques.flatMap((unique) => unique.columns)].some(
    (item) => item.name === name,
  );
  const shared = table.checks.some((check) => columnsIn(check.expression, [name]).length > 0 && !isOwnCheck(table, check, name));
  const references = table.foreignKeys.filter((key) => key.columns.includes(name));
  if (inKey || shared || references.some((key) => key.columns.length > 1 || column.default !== null)) return false;
  if (column.default !== null && !isConstant(column.default)) return false;
  if (column.notNull && column.generated === null && column.default === null) return false;
  // The check is tested against the default before the values are there.
  return !(sources.has(name) && table.checks.some((check) => isOwnCheck(table, check, name) && /\bNULL\b/.test(check.expression)));
}

function fallback(alteration: Alteration, name: string): string | undefined {
  const column = alteration.to.definition.columns[name];
  return alteration.direction === "down" && column?.notNull === true && column.default === null
    ? placeholder(alteration.to.definition, name)
    : undefined;
}

function withColumns(from: TableShape, to: TableDefinition, added: readonly string[]): TableShape {
  const table = from.definition;
  const own = (name: string): TableDefinition["checks"] => to.checks.filter((check) => isOwnCheck(to, check, name));
  return {
    order: [...from.order, ...added],
    definition: {
      ...table,
      columns: {
        ...table.columns,
        ...Object.fromEntries(added.flatMap((name) => (to.columns[name] === undefined ? [] : [[name, to.columns[name]]]))),
      },
      checks: sortAndDedupe([...table.checks, ...added.flatMap(own)]),
      foreignKeys: sortAndDedupe([
        ...table.foreignKeys,
        ...to.foreignKeys.filter((key) => key.columns.some((name) => added.includes(name))),
      ]),
    },
  };
}
