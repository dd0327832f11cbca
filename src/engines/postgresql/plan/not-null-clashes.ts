import type { JsonValue } from "../../../model/json.ts";
import type { Schema, SchemaObject } from "../../../model/schema.ts";
import type { StepDraft } from "../../step-draft.ts";
import type { ColumnDefinition } from "../definitions.ts";
import { labelOf } from "../objects/address.ts";
import { ownNotNullName } from "../objects/column-text.ts";
import { define, draftStep, lock } from "../objects/draft.ts";
import { childrenOf, findObject } from "../objects/surroundings.ts";
import { quoteName, quoteQualified } from "../quote.ts";
import { notNullName } from "./not-null.ts";

export interface NotNullClashes {
  /** The desired schema without the names that are still taken. */
  readonly to: Schema;
  /** The last moment, in which they are given. */
  readonly drafts: readonly StepDraft[];
}

/** A column may want a name for its NOT NULL that another column of the table still has, as after a rename that nobody told: it gets it in the end. */
export function settleNotNullNames(from: Schema, to: Schema): NotNullClashes {
  const clashing = to.objects.filter((object) => object.kind === "column" && isTaken(from, object));
  if (clashing.length === 0) return { to, drafts: [] };
  const renamed = new Map(clashing.map((object) => [object, { ...object, definition: withoutName(object) }]));
  return { to: { ...to, objects: to.objects.map((object) => renamed.get(object) ?? object) }, drafts: clashing.map(nameDraft) };
}

function isTaken(from: Schema, object: SchemaObject): boolean {
  const column = define<ColumnDefinition>(object);
  const wanted = column.notNullRule?.name ?? null;
  if (wanted === null || hasAlready(from, object.id, wanted)) return false;
  return childrenOf(from, object.parent ?? "", "column").some((other) => {
    const { name, notNull } = define<ColumnDefinition>(other);
    return notNull && name !== column.name && notNullName(define<ColumnDefinition>(other)) === wanted;
  });
}

/** Then the other column has a number behind its name. */
function hasAlready(from: Schema, id: string, wanted: string): boolean {
  const before = findObject(from, id);
  return before !== undefined && define<ColumnDefinition>(before).notNull && notNullName(define<ColumnDefinition>(before)) === wanted;
}

function withoutName(object: SchemaObject): JsonValue {
  const { notNullRule } = define<ColumnDefinition>(object);
  const isPlain = notNullRule === null || (notNullRule.validated && notNullRule.inherits);
  return { ...(object.definition as object), notNullRule: isPlain ? null : { ...notNullRule, name: null } };
}

function nameDraft(object: SchemaObject): StepDraft {
  const column = define<ColumnDefinition>(object);
  const own = ownNotNullName(column.table, column.name);
  const rename = (before: string, after: string): string =>
    `ALTER TABLE ${quoteQualified(column.schema, column.table)} RENAME CONSTRAINT ${quoteName(before)} TO ${quoteName(after)}`;
  return draftStep({
    kind: "rename-not-null",
    phase: "contract",
    summary: `Give the NOT NULL of ${labelOf(object.id)} its name`,
    statements: [rename(own, notNullName(column))],
    reverse: [rename(notNullName(column), own)],
    blocks: [lock(labelOf(object.parent ?? ""), "ACCESS EXCLUSIVE")],
  });
}
