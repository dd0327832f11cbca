import type { ColumnDefinition, SequenceDefinition } from "../definitions.ts";
import { identitySql } from "../objects/column-text.ts";
import { define } from "../objects/draft.ts";
import { findObject } from "../objects/surroundings.ts";
import { kindOf } from "../objects.ts";
import { quoteLiteral, quoteName, quoteQualified } from "../quote.ts";
import type { PlanContext } from "../../step-draft.ts";
import type { Schema, SchemaObject } from "../../../model/schema.ts";
import { type TableName, tableSql } from "./attached.ts";

/** Hands the numbering of an identity column over to another column, with its name and its place: no number is given out twice. */
export function moveIdentitySql(table: TableName, from: string, to: string, column: ColumnDefinition): readonly string[] {
  if (column.identity === null) return [];
  const name = tableSql(table);
  const identity = identitySql(column.identity).replace(/\((.*)\)$/s, "(SEQUENCE NAME %s $1)");
  return [
    `DO $identity$
DECLARE
  numbers text := pg_get_serial_sequence(${quoteLiteral(name)}, ${quoteLiteral(from)});
  last bigint;
  was_used boolean;
BEGIN
  EXECUTE format('SELECT last_value, is_called FROM %s', numbers) INTO last, was_used;
  ALTER TABLE ${name} ALTER COLUMN ${quoteName(from)} DROP IDENTITY;
  EXECUTE format(${quoteLiteral(`ALTER TABLE ${name} ALTER COLUMN ${quoteName(to)} ADD ${identity}`)}, numbers);
  PERFORM setval(numbers::regclass, last, was_used);
END
$identity$`,
  ];
}

export interface OwnedSequence {
  readonly before: SchemaObject;
  readonly after: SchemaObject | undefined;
}

/** Sequences that belong to one of the columns (`serial`). */
export function ownedSequences(from: Schema, to: Schema, columns: readonly string[]): readonly OwnedSequence[] {
  const owned = ownedIn(from);
  return columns.flatMap((column) => (owned.get(column) ?? []).map((before) => ({ before, after: findObject(to, before.id) })));
}

const indexes = new WeakMap<Schema, ReadonlyMap<string, readonly SchemaObject[]>>();
/** Sequences by the column that owns them. */
function ownedIn(schema: Schema): ReadonlyMap<string, readonly SchemaObject[]> {
  const known = indexes.get(schema);
  if (known !== undefined) return known;
  const owned = new Map<string, SchemaObject[]>();
  for (const object of schema.objects) {
    const owner = object.kind === "sequence" ? define<SequenceDefinition>(object).ownedBy : null;
    if (owner === null) continue;
    owned.set(owner, [...(owned.get(owner) ?? []), object]);
  }
  indexes.set(schema, owned);
  return owned;
}

/** Statements that tie a sequence to a column under its present name and give it its options. */
export function moveSequenceSql(sequence: OwnedSequence, table: TableName, column: string, context: PlanContext): readonly string[] {
  const { before, after } = sequence;
  if (after === undefined) return [];
  const definition = define<SequenceDefinition>(after);
  const aligned = { ...before, definition: { ...(before.definition as object), ownedBy: definition.ownedBy } };
  const options = (kindOf("sequence").alter(aligned, after, context) ?? []).flatMap((draft) =>
    draft.action.kind === "statements" ? draft.action.statements : [],
  );
  const owner = definition.ownedBy === null ? "NONE" : `${tableSql(table)}.${quoteName(column)}`;
  return [`ALTER SEQUENCE ${quoteQualified(definition.schema, definition.name)} OWNED BY ${owner}`, ...options];
}
