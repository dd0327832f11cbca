import { heldColumns, type TableForm, type TableShape } from "../alteration.ts";
import { quoteName } from "../tokens.ts";

/** https://sqlite.org/lang_altertable.html#altertabdropcol: refused for what a key, check, reference, index, trigger or view uses. */
export const dropColumn: TableForm = {
  id: "drop-column",
  summary: "Drops columns in place; SQLite rewrites the rows to purge the values.",
  apply: (alteration) => {
    const { from, to } = alteration;
    const dropped = from.order.filter(
      (name) => to.definition.columns[name] === undefined && ![...alteration.renames.keys()].includes(name),
    );
    const held = heldColumns(from.definition);
    if (dropped.length === 0 || dropped.length === from.order.length || dropped.some((name) => held.has(name))) return null;
    const table = quoteName(from.definition.name);
    const shape: TableShape = {
      order: from.order.filter((name) => !dropped.includes(name)),
      definition: {
        ...from.definition,
        columns: Object.fromEntries(Object.entries(from.definition.columns).filter(([name]) => !dropped.includes(name))),
      },
    };
    return {
      stage: {
        form: "drop-column",
        alteration: { ...alteration, to: shape, renames: new Map(), sources: new Map() },
        statements: dropped.map((name) => `ALTER TABLE ${table} DROP COLUMN ${quoteName(name)}`),
        transaction: "shared",
      },
      rest: { ...alteration, from: shape, back: new Map() },
    };
  },
};
