import { printName } from "../../../model/name.ts";
import type { Schema, SchemaObject } from "../../../model/schema.ts";
import type { ColumnDefinition, TableDefinition } from "../definitions.ts";
import { quoteName } from "../quote.ts";
import { partsOf, sqlNameOf } from "./address.ts";
import { asideOf, define } from "./draft.ts";
import { findObject } from "./surroundings.ts";

/** Ids of the tables that a table takes its columns and checks from: the one it is a part of, or those it inherits from. */
export function parentsOf(table: SchemaObject): readonly string[] {
  if (table.kind !== "table") return [];
  const { partitionOf, inherits } = define<TableDefinition>(table);
  return partitionOf === null ? inherits : [partitionOf.table];
}

/** Objects that a table has from its parents, as they would stand if it left them. */
export function clonesOf(table: SchemaObject): readonly SchemaObject[] {
  return (asideOf(table)["clones"] ?? []) as readonly SchemaObject[];
}

const childIndexes = new WeakMap<Schema, ReadonlyMap<string, readonly SchemaObject[]>>();

/** Tables that take columns from the table `id` directly. */
export function heirsOf(schema: Schema, id: string): readonly SchemaObject[] {
  const known = childIndexes.get(schema);
  if (known !== undefined) return known.get(id) ?? [];
  const heirs = new Map<string, SchemaObject[]>();
  for (const object of schema.objects) {
    for (const parent of parentsOf(object)) {
      const list = heirs.get(parent);
      if (list === undefined) heirs.set(parent, [object]);
      else list.push(object);
    }
  }
  childIndexes.set(schema, heirs);
  return heirs.get(id) ?? [];
}

export function columnIdOf(table: string, name: string): string {
  return `column:${printName([...partsOf(table), name])}`;
}

/** A column as its table has it, from a parent if need be; undefined where there is none. */
export function columnIn(schema: Schema, table: string, name: string): ColumnDefinition | undefined {
  const own = findObject(schema, columnIdOf(table, name));
  return own === undefined ? columnAbove(schema, table, name) : define<ColumnDefinition>(own);
}

/** A column as the parents of the table have it. */
export function columnAbove(schema: Schema, table: string, name: string): ColumnDefinition | undefined {
  const object = findObject(schema, table);
  if (object === undefined) return undefined;
  for (const parent of parentsOf(object)) {
    const found = columnIn(schema, parent, name);
    if (found !== undefined) {
      const [owner = "", label = ""] = partsOf(table);
      return {
        ...found,
        schema: owner,
        table: label,
        compression: null,
        statistics: null,
        options: [],
        notNullRule: null,
        inherited: true,
      };
    }
  }
  return undefined;
}

/** Ids of the columns of this name in all tables below, nearest first. */
export function columnsBelow(schema: Schema, table: string, name: string): readonly SchemaObject[] {
  return heirsOf(schema, table).flatMap((heir) => {
    const own = findObject(schema, columnIdOf(heir.id, name));
    return [...(own === undefined ? [] : [own]), ...columnsBelow(schema, heir.id, name)];
  });
}

/** A key of a part makes NOT NULL the part's own, which does not go with its parent's: it goes where `schema` does not ask for it. */
export function optionalBelowSql(schema: Schema, table: string, name: string): readonly string[] {
  return heirsOf(schema, table).flatMap((heir) => {
    const own = findObject(schema, columnIdOf(heir.id, name));
    if (define<TableDefinition>(heir).partitionOf === null || (own !== undefined && define<ColumnDefinition>(own).notNull)) return [];
    return [`ALTER TABLE ${sqlNameOf(heir.id)} ALTER COLUMN ${quoteName(name)} DROP NOT NULL`, ...optionalBelowSql(schema, heir.id, name)];
  });
}
