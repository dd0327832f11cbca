import type { Schema, SchemaObject } from "../../../model/schema.ts";
import type { PlanContext, StepDraft } from "../../step-draft.ts";
import type { ColumnDefinition, TableDefinition } from "../definitions.ts";
import { define } from "../objects/draft.ts";
import { clonesOf, columnIn, parentsOf } from "../objects/inheritance.ts";
import { findObject } from "../objects/surroundings.ts";
import { hasNamedNotNull, notNullName } from "./not-null.ts";

/** A table that joins a parent, or leaves one: `before` and `after` as the schemas have it. */
export interface Move {
  readonly before: SchemaObject;
  readonly after: SchemaObject;
}

function movesOf(from: Schema, to: Schema): readonly Move[] {
  return from.objects.flatMap((before) => {
    const after = before.kind === "table" ? findObject(to, before.id) : undefined;
    if (after === undefined || parentsOf(before).join() === parentsOf(after).join()) return [];
    return [{ before, after }];
  });
}

/**
 * Both schemas with every table that joins or leaves a parent as it stands by itself: what it takes from the parent is there as its own. So it is made
 * like its parent while it stands alone, before it joins, and keeps what it had when it leaves.
 */
export function standAlone(from: Schema, to: Schema): { readonly from: Schema; readonly to: Schema } {
  const moves = movesOf(from, to);
  if (moves.length === 0) return { from, to };
  const add = (schema: Schema, tables: readonly SchemaObject[]): Schema => {
    const clones = tables
      .flatMap((table) => clonesOf(table).map((clone) => withRuleName(schema, table, clone)))
      .filter((clone) => findObject(schema, clone.id) === undefined);
    return clones.length === 0 ? schema : { ...schema, objects: [...schema.objects, ...clones] };
  };
  return {
    from: add(
      from,
      moves.map((move) => move.before),
    ),
    to: add(
      to,
      moves.map((move) => move.after),
    ),
  };
}

/** From version 18 on a NOT NULL that comes from a parent goes by the name that it has there, also when the table stands alone. */
function withRuleName(schema: Schema, table: SchemaObject, clone: SchemaObject): SchemaObject {
  // Attaching and detaching parts sees to that itself.
  const isPart = define<TableDefinition>(table).partitionOf !== null;
  if (clone.kind !== "column" || isPart || !hasNamedNotNull(schema.version)) return clone;
  const column = define<ColumnDefinition>(clone);
  const above = parentsOf(table).flatMap((parent) => columnIn(schema, parent, column.name) ?? []);
  const from = above.find(({ notNull }) => notNull);
  if (!column.notNull || column.notNullRule !== null || from === undefined) return clone;
  const name = notNullName(from);
  if (name === notNullName(column)) return clone;
  return { ...clone, definition: { ...(clone.definition as object), notNullRule: { name, validated: true, inherits: true } } };
}

export function hasParent(table: SchemaObject): boolean {
  return define<TableDefinition>(table).partitionOf !== null || define<TableDefinition>(table).inherits.length > 0;
}

/** Joining comes after all that makes the table like its parent; what else changes in a table that leaves comes after that. */
export function orderMembership(context: PlanContext, drafts: readonly StepDraft[]): readonly StepDraft[] {
  const moves = movesOf(context.from, context.to);
  if (moves.length === 0) return drafts;
  const joins = new Map(
    moves.flatMap(({ after }) => (hasParent(after) ? [[after.id, new Set(clonesOf(after).map(({ id }) => id))] as const] : [])),
  );
  const leaves = new Map(
    moves.flatMap(({ before }) => (hasParent(before) ? [[before.id, new Set(clonesOf(before).map(({ id }) => id))] as const] : [])),
  );
  return drafts.map((draft) => {
    const joined = draft.makes.flatMap((id) => [...(joins.get(id) ?? [])]);
    if (joined.length > 0) return { ...draft, needs: [...draft.needs, ...joined] };
    const touched = [...draft.makes, ...draft.removes];
    const left = [...leaves].flatMap(([table, clones]) =>
      touched.some((id) => clones.has(id)) && !draft.makes.includes(table) ? [table] : [],
    );
    return left.length === 0 ? draft : { ...draft, needs: [...draft.needs, ...left] };
  });
}
