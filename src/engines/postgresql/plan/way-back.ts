import type { Change } from "../../../model/change.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import type { PlanContext, StepDraft } from "../../step-draft.ts";
import type { ColumnDefinition, ConstraintDefinition, TableDefinition } from "../definitions.ts";
import { labelOf, sqlNameOf } from "../objects/address.ts";
import { define, hazard } from "../objects/draft.ts";
import { heirsOf } from "../objects/inheritance.ts";
import { attachSql, detachSql } from "../objects/partition.ts";
import { childrenOf, findObject } from "../objects/surroundings.ts";
import { quoteName } from "../quote.ts";
import { addConstraintSql, attachedTo, indexSql } from "./attached.ts";
import { isUnprovable } from "./lost-values.ts";
import { boundCondition } from "./partition-bound.ts";

/** What a direct change and its way back take beyond what the object itself knows. */
export function withWayBack(change: Change, draft: StepDraft, context: PlanContext): StepDraft {
  if (change.kind === "add") return withRowsOfDefault(context, change.object, draft);
  if (change.kind === "drop") return withoutLostRows(change.object, draft, context);
  return change.kind === "modify" && change.to.kind === "column" ? withAttached(change.from, change.to, draft, context) : draft;
}

/** A rule over what goes can come back, but not proven: the values it speaks of are lost. */
export function withoutLostRows(object: SchemaObject, draft: StepDraft, context: PlanContext): StepDraft {
  if (object.kind !== "constraint" || !/^(check|foreign)$/.test(define<ConstraintDefinition>(object).type)) return draft;
  if (!isUnprovable(context, object)) return draft;
  return {
    ...draft,
    reverse: [{ kind: "statements", statements: [addConstraintSql(object, { isLate: "not valid" })], transaction: "shared" }],
    reversibility: { kind: "schema-only", until: "the step runs", loses: "the proof for the rows that are there" },
  };
}

/** A field that becomes a plain one is made anew on the way back: its indexes and rules go with it, and come again. */
function withAttached(from: SchemaObject, to: SchemaObject, draft: StepDraft, context: PlanContext): StepDraft {
  const isFreed = define<ColumnDefinition>(from).generated !== null && define<ColumnDefinition>(to).generated === null;
  if (!isFreed || draft.kind !== "alter-column") return draft;
  const again = attachedTo(context.from, [from]).map((object) =>
    object.kind === "index" ? indexSql(object, { online: "blocking" }) : addConstraintSql(object),
  );
  const reverse = draft.reverse.map((action) =>
    action.kind === "statements" ? { ...action, statements: [...action.statements, ...again] } : action,
  );
  return { ...draft, reverse };
}

/** The table that all parts above and beside this one have their fields from. */
function rootOf(context: PlanContext, object: SchemaObject): string {
  const parent = findObject(context.to, define<TableDefinition>(object).partitionOf?.table ?? "");
  return parent === undefined ? object.id : rootOf(context, parent);
}

/** The server refuses a new part while the default one holds rows of it: they move, in the same transaction, and back. */
function withRowsOfDefault(context: PlanContext, object: SchemaObject, draft: StepDraft): StepDraft {
  if (object.kind !== "table" || draft.kind !== "create-table" || draft.action.kind !== "statements") return draft;
  const table = define<TableDefinition>(object);
  const { partitionOf } = table;
  const rest = heirsOf(context.from, partitionOf?.table ?? "").find(
    (heir) => define<TableDefinition>(heir).partitionOf?.bound === "DEFAULT" && findObject(context.to, heir.id) !== undefined,
  );
  const condition = boundCondition(context.to, table);
  const place = draft.action.statements.indexOf(attachSql(table));
  if (partitionOf === null || rest === undefined || condition === null || place === -1) return draft;
  const [name, label] = [sqlNameOf(object.id), labelOf(rest.id)];
  const columns = childrenOf(context.to, rootOf(context, object), "column").flatMap((child) => {
    const column = define<ColumnDefinition>(child);
    return column.generated === null ? [quoteName(column.name)] : [];
  });
  const list = columns.join(", ");
  const move = `WITH moved AS (DELETE FROM ${sqlNameOf(rest.id)} WHERE ${condition} RETURNING ${list})\nINSERT INTO ${name} (${list}) OVERRIDING SYSTEM VALUE SELECT ${list} FROM moved`;
  const back = [
    detachSql(table),
    `INSERT INTO ${sqlNameOf(partitionOf.table)} (${list}) OVERRIDING SYSTEM VALUE SELECT ${list} FROM ${name}`,
  ];
  return {
    ...draft,
    action: { ...draft.action, statements: draft.action.statements.toSpliced(place, 0, move) },
    reverse: draft.reverse.map((action) =>
      action.kind === "statements" ? { ...action, statements: [...back, ...action.statements] } : action,
    ),
    hazards: [
      ...draft.hazards,
      hazard("blocks-writes", label, "Rows that belong into the new part move there while nobody can write to either."),
      hazard("changes-data", label, "Its triggers for DELETE fire for rows that move; a reference to such a row stops the step.", "note"),
    ],
  };
}
