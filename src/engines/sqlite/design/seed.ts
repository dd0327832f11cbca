import type { Intent, IntentBody } from "../../../model/intent.ts";
import { printName } from "../../../model/name.ts";
import { rowsKey } from "../../engine.ts";
import { indexOf, tableOf } from "../definitions.ts";
import { quoteName } from "../tokens.ts";
import { type DesignState, literal } from "./state.ts";

/** Rows that must be there: put in, or brought to the wanted values where their key is there already. */
export function seedData(state: DesignState, intent: Intent, body: IntentBody<"seed-data">): void {
  const object = state.table(body.object, intent);
  const table = tableOf(object);
  const name = quoteName(table.name);
  const keys = body.key.map((key) => state.field(printName([table.name, key]), intent).column);
  const lists = [
    table.primaryKey?.columns.map((column) => column.name) ?? [],
    ...table.uniques.map((unique) => unique.columns.map((column) => column.name)),
  ];
  const indexes = state.schema.objects.flatMap((item) =>
    item.kind === "index" && item.parent === object.id && indexOf(item).unique && indexOf(item).where === null
      ? [indexOf(item).columns]
      : [],
  );
  const isUnique = [...lists.map((list) => list.map(quoteName)), ...indexes].some(
    (list) => list.length === keys.length && keys.every((key) => list.includes(quoteName(key))),
  );
  const statements = body.rows.map((row) => {
    const cells = Object.entries(row).map(([field, value]) => {
      const { column, definition } = state.field(printName([table.name, field]), intent);
      return { column, value: literal(value, definition.type) };
    });
    const columns = cells.map((cell) => quoteName(cell.column)).join(", ");
    const values = cells.map((cell) => cell.value).join(", ");
    const others = cells.filter((cell) => !keys.includes(cell.column)).map((cell) => `${quoteName(cell.column)} = ${cell.value}`);
    const match = cells
      .filter((cell) => keys.includes(cell.column))
      .map((cell) => `${quoteName(cell.column)} IS ${cell.value}`)
      .join(" AND ");
    const forward = isUnique
      ? `INSERT INTO ${name} (${columns}) VALUES (${values}) ON CONFLICT (${keys.map(quoteName).join(", ")}) DO ${others.length === 0 ? "NOTHING" : `UPDATE SET ${others.join(", ")}`}`
      : `INSERT INTO ${name} (${columns}) SELECT ${values} WHERE NOT EXISTS (SELECT 1 FROM ${name} WHERE ${match})`;
    return { forward, backward: `DELETE FROM ${name} WHERE ${match}` };
  });
  state.rules.push({
    kind: "rows",
    intent: intent.id,
    object: printName([table.name]),
    from: [],
    to: [],
    forward: { [rowsKey]: statements.map(({ forward }) => forward).join(";\n") },
    backward: {
      [rowsKey]: statements
        .map(({ backward }) => backward)
        .toReversed()
        .join(";\n"),
    },
  });
  state.blame(intent, table.name, []);
}
