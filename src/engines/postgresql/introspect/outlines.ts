import { printName } from "../../../model/name.ts";
import type { Field, Outline, SchemaObject } from "../../../model/schema.ts";
import type { ColumnDefinition, CommentDefinition, ConstraintDefinition, TableDefinition } from "../definitions.ts";
import { labelOf } from "../objects/address.ts";
import { define } from "../objects/draft.ts";
import { clonesOf } from "../objects/inheritance.ts";

/** Gives tables their outline and views the comments of theirs, from the objects around them. */
export function addOutlines(objects: readonly SchemaObject[]): readonly SchemaObject[] {
  const comments = new Map(
    objects.filter(({ kind }) => kind === "comment").map((object) => [object.id, define<CommentDefinition>(object).text]),
  );
  const children = new Map<string, SchemaObject[]>();
  for (const object of objects) {
    if (object.parent === undefined || !["column", "constraint"].includes(object.kind)) continue;
    const siblings = children.get(object.parent);
    if (siblings === undefined) children.set(object.parent, [object]);
    else siblings.push(object);
  }
  return objects.map((object) => {
    const comment = comments.get(`comment:${object.id}`);
    const outline = object.kind === "table" ? outlineTable(object, children.get(object.id) ?? [], comments) : object.outline;
    if (outline === undefined) return object;
    return { ...object, outline: comment === undefined ? outline : { ...outline, comment } };
  });
}

function outlineTable(object: SchemaObject, children: readonly SchemaObject[], comments: ReadonlyMap<string, string>): Outline {
  const { schema, name } = define<TableDefinition>(object);
  const all = [...clonesOf(object), ...children];
  const constraints = all.filter(({ kind }) => kind === "constraint").map((child) => define<ConstraintDefinition>(child));
  return {
    label: printName([schema, name]),
    fields: all
      .filter(({ kind }) => kind === "column")
      .map((child) => outlineColumn(define<ColumnDefinition>(child), comments.get(`comment:${child.id}`))),
    keys: constraints.flatMap(({ name, type, columns }) =>
      type === "primary" || type === "unique" ? [{ name, kind: type, fields: columns }] : [],
    ),
    references: constraints.flatMap(({ name, columns, references }) =>
      references === null ? [] : [{ name, fields: columns, object: labelOf(references.table), targetFields: references.columns }],
    ),
  };
}

function outlineColumn(column: ColumnDefinition, comment: string | undefined): Field {
  const generated = column.identity !== null ? `${column.identity.kind} as identity` : column.generated?.expression;
  return {
    name: column.name,
    type: column.type,
    required: column.notNull,
    ...(column.default === null ? {} : { default: column.default }),
    ...(generated === undefined ? {} : { generated }),
    ...(comment === undefined ? {} : { comment }),
  };
}
