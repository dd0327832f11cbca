import type { SchemaObject } from "../../../model/schema.ts";
import { columnOrder, rowidAlias, type TriggerDefinition, tableOf, type ViewDefinition } from "../definitions.ts";
import { idOf } from "../normalize.ts";
import { quoteName } from "../tokens.ts";

/** A view under a table's old name with INSTEAD OF triggers, so that the release that runs now goes on reading and writing. */
export function compatibleView(before: SchemaObject, after: SchemaObject, key: readonly string[], prefix: string): readonly SchemaObject[] {
  const [old, name] = [tableOf(before).name, tableOf(after).name];
  const all = columnOrder(before);
  const stored = all.filter((column) => tableOf(before).columns[column]?.generated === null);
  // A table without a key shows no rowid through a view: rows that are equal in every column are one to it.
  const isRow = (key.includes("rowid") ? all : key).map((column) => `${quoteName(column)} IS OLD.${quoteName(column)}`).join(" AND ");
  const values = stored.map((column) => {
    const fallback = tableOf(before).columns[column]?.default ?? null;
    return fallback === null || rowidAlias(tableOf(before)) === column
      ? `NEW.${quoteName(column)}`
      : `coalesce(NEW.${quoteName(column)}, ${fallback})`;
  });
  const definition: ViewDefinition = { name: old, columns: null, query: `SELECT ${all.map(quoteName).join(", ")} FROM ${quoteName(name)}` };
  const outline = { label: old, fields: [], keys: [], references: [] };
  const view: SchemaObject = { id: idOf("view", old), kind: "view", dependsOn: [after.id], outline, definition };
  const trigger = (event: "INSERT" | "UPDATE" | "DELETE", statement: string): SchemaObject => {
    const body: TriggerDefinition = {
      name: `${prefix}_${event.toLowerCase()}`,
      table: old,
      event: `INSTEAD OF ${event}`,
      when: null,
      body: [statement],
    };
    return { id: idOf("trigger", body.name), kind: "trigger", parent: view.id, dependsOn: [view.id, after.id], definition: body };
  };
  const table = quoteName(name);
  return [
    view,
    trigger("INSERT", `INSERT INTO ${table} (${stored.map(quoteName).join(", ")}) VALUES (${values.join(", ")})`),
    trigger(
      "UPDATE",
      `UPDATE ${table} SET ${stored.map((column) => `${quoteName(column)} = NEW.${quoteName(column)}`).join(", ")} WHERE ${isRow}`,
    ),
    trigger("DELETE", `DELETE FROM ${table} WHERE ${isRow}`),
  ];
}
