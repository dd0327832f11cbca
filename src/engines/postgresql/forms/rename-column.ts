import type { Schema, SchemaObject } from "../../../model/schema.ts";
import type { PlanContext } from "../../step-draft.ts";
import { conversionSql } from "../field-type.ts";
import type { ColumnDefinition, TableDefinition } from "../definitions.ts";
import { define } from "../objects/draft.ts";
import { heirsOf } from "../objects/inheritance.ts";
import { childrenOf, findObject } from "../objects/surroundings.ts";
import { columnsIn } from "../plan/expression.ts";
import { buildCompanion } from "../plan/companion.ts";
import type { CompanionForm } from "../plan/form-result.ts";
import { quoteName } from "../quote.ts";

/** Whether a field can live beside another: generated values cannot be written, what is generated from a field cannot follow a companion. */
export function canHaveCompanion(context: PlanContext, objects: readonly SchemaObject[]): boolean {
  return objects.every((object) => {
    const column = define<ColumnDefinition>(object);
    const schema = context.from.objects.includes(object) ? context.from : context.to;
    const siblings = childrenOf(schema, object.parent ?? "", "column").map((sibling) => define<ColumnDefinition>(sibling));
    const feeds = siblings.some(
      (sibling) => sibling.generated !== null && columnsIn(sibling.generated.expression, [column.name]).length > 0,
    );
    // A table that is made of a type has the fields of that type, and no other.
    const table = findObject(schema, object.parent ?? "");
    const isTyped = table?.kind === "table" && define<TableDefinition>(table).ofType !== null;
    return column.generated === null && !feeds && !isTyped && !hasHeirs(schema, object.parent ?? "");
  });
}

/** Triggers of a parent do not fire for rows that are written to the tables below it; parts of a partitioned table have them. */
function hasHeirs(schema: Schema, table: string): boolean {
  return heirsOf(schema, table).some((heir) => define<TableDefinition>(heir).partitionOf === null);
}

/** A renamed field: the new name lives beside the old one until nobody uses that any more. */
export const renameColumn: CompanionForm = {
  id: "rename-column",
  summary: "Add the new name beside the old, keep both equal, drop the old one when nobody uses it.",
  apply: (context) =>
    context.changes.flatMap((change) => {
      if (change.kind !== "rename" || change.from.kind !== "column" || !canHaveCompanion(context, [change.from, change.to])) return [];
      const [before, after] = [define<ColumnDefinition>(change.from), define<ColumnDefinition>(change.to)];
      const forward = before.type === after.type ? quoteName(before.name) : conversionSql(before.name, before.type, after.type);
      const backward = before.type === after.type ? quoteName(after.name) : conversionSql(after.name, after.type, before.type);
      const companion = buildCompanion(context, {
        form: "rename-column",
        summary: `Rename ${before.name} to ${after.name}`,
        olds: [change.from],
        news: [change.to],
        forward: { [after.name]: forward },
        backward: { [before.name]: backward },
      });
      return [{ claimed: [change], companion, prechecks: [] }];
    }),
};
