import { renameColumns, type TableForm } from "../alteration.ts";
import { quoteName, replaceColumns } from "../tokens.ts";

/** https://sqlite.org/lang_altertable.html#altertabmvcol: SQLite rewrites indexes, triggers and views itself. */
export const renameColumn: TableForm = {
  id: "rename-column",
  summary: "Renames a column in place; code that uses the old name fails from that moment.",
  apply: (alteration) => {
    const { from, renames } = alteration;
    if (renames.size === 0 || [...renames.values()].some((name) => from.order.includes(name))) return null;
    const table = quoteName(from.definition.name);
    const renamed = renameColumns(from, renames);
    const inNewNames = (expression: string): string =>
      replaceColumns(expression, (name) => {
        const renamedTo = renames.get(name);
        return renamedTo === undefined ? undefined : quoteName(renamedTo);
      });
    const kept = [...alteration.sources].filter(([name]) => ![...renames.values()].includes(name));
    const sources = new Map(kept.map(([name, expression]) => [name, inNewNames(expression)]));
    const back = new Map([...alteration.back].filter(([name]) => !renames.has(name)));
    return {
      stage: {
        form: "rename-column",
        alteration: { ...alteration, to: renamed, sources: new Map(), back: new Map() },
        statements: [...renames].map(([old, name]) => `ALTER TABLE ${table} RENAME COLUMN ${quoteName(old)} TO ${quoteName(name)}`),
        transaction: "shared",
      },
      rest: { ...alteration, from: renamed, renames: new Map(), sources, back },
    };
  },
};
