import { printName } from "../../../model/name.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import type { Form, FormResult, StepDraft } from "../../step-draft.ts";
import type { ColumnDefinition } from "../definitions.ts";
import { kindOf } from "../objects.ts";
import { define, draftStep, hazard, lock } from "../objects/draft.ts";
import { tableSql } from "../plan/attached.ts";
import { quietUpdateSql } from "../plan/quiet-update.ts";
import { requireSql } from "../plan/not-null.ts";
import { changesOf, isOnOldTable } from "../plan/place.ts";
import { quoteName } from "../quote.ts";
import { fillOf } from "./not-null-through-check.ts";

/** For those who can stop: a field is added, filled and required in one transaction. */
export const fillDirectly: Form = {
  id: "fill-directly",
  summary: "Fill rows without a value, then require the field, under one lock.",
  apply: (context) =>
    changesOf(context, "column").flatMap((change): readonly FormResult[] => {
      if (change.kind !== "add" && change.kind !== "modify") return [];
      const object = change.kind === "add" ? change.object : change.to;
      const column = define<ColumnDefinition>(object);
      const fill = fillOf(context, column);
      if (fill === undefined || !isOnOldTable(context, object) || column.generated !== null) return [];
      const optional: SchemaObject = { ...object, definition: { ...(object.definition as object), notNull: false } };
      const first =
        change.kind === "add" ? kindOf("column").create(optional, context) : kindOf("column").alter(change.from, optional, context);
      if (first === null) return [];
      const label = printName([column.schema, column.table]);
      const carries =
        change.kind === "add"
          ? []
          : [
              {
                objectBefore: label,
                objectAfter: label,
                fieldBefore: column.name,
                fieldAfter: column.name,
                forward: `coalesce(${quoteName(column.name)}, ${fill})`,
                backward: null,
              },
            ];
      const drafts = first.map((draft) => ({ ...draft, makes: [...draft.makes, `set:${object.id}`] }));
      return [
        {
          claimed: [change],
          drafts: [
            ...drafts,
            fillDraft(object, column, {
              value: fill,
              needs: first.length > 0 ? [`set:${object.id}`] : [],
              version: context.request.version,
            }),
          ],
          carries,
          prechecks: [],
        },
      ];
    }),
};

interface Fill {
  readonly value: string;
  readonly needs: readonly string[];
  readonly version: string;
}
function fillDraft(object: SchemaObject, column: ColumnDefinition, { value: fill, needs, version }: Fill): StepDraft {
  const table = { schema: column.schema, name: column.table };
  const label = printName([column.schema, column.table]);
  const alter = `ALTER TABLE ${tableSql(table)} ALTER COLUMN ${quoteName(column.name)}`;
  return draftStep({
    kind: "fill-column",
    phase: "expand",
    summary: `Fill ${column.name} of ${label} where it is empty${column.notNull ? ", and require it" : ""}`,
    statements: [
      quietUpdateSql(table, `${quoteName(column.name)} = ${fill}`, `${quoteName(column.name)} IS NULL`),
      ...(column.notNull ? [requireSql(column, version)] : []),
    ],
    reverse: column.notNull ? [`${alter} DROP NOT NULL`] : [],
    reversibility: { kind: "schema-only", until: "the step runs", loses: "which rows had no value" },
    blocks: [lock(label, "ACCESS EXCLUSIVE", "rewrite")],
    hazards: [
      hazard("blocks-writes", label, "Nobody can use the table while its rows are filled."),
      hazard("scans-object", label, "Every row is read."),
      hazard("changes-data", `${label}.${column.name}`, `Rows without a value get ${fill}.`),
    ],
    makes: [object.id, `filled:${object.parent ?? ""}.${column.name}`],
    needs,
  });
}
