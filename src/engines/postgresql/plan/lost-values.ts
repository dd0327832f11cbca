import type { Schema, SchemaObject } from "../../../model/schema.ts";
import type { PlanContext, StepDraft } from "../../step-draft.ts";
import type { ColumnDefinition, ConstraintDefinition, EnumDefinition, IndexDefinition } from "../definitions.ts";
import { sqlNameOf } from "../objects/address.ts";
import { define } from "../objects/draft.ts";
import { findObject, isDropped } from "../objects/surroundings.ts";
import { quoteLiteral, quoteName } from "../quote.ts";
import { attachedTo, bareColumnSql, tableSql } from "./attached.ts";
import { requireSql, settingsSql } from "./not-null.ts";
import { quietUpdateSql } from "./quiet-update.ts";

/**
 * The way back of a dropped column when its values are lost: empty where it may be, else the default, else a value that says nothing and that keys
 * bear. Null where no such value can be made up: then the column comes back optional.
 */
export function restoreColumnSql(schema: Schema, object: SchemaObject): readonly string[] {
  const column = define<ColumnDefinition>(object);
  const table = { schema: column.schema, name: column.table };
  const alter = `ALTER TABLE ${tableSql(table)} ALTER COLUMN ${quoteName(column.name)}`;
  const add = `ALTER TABLE ${tableSql(table)} ADD COLUMN ${bareColumnSql(column)}`;
  const standard = column.default === null ? [] : [`${alter} SET DEFAULT ${column.default}`];
  if (!column.notNull) return [add, ...standard, ...settingsSql(column)];
  const isKey = attachedTo(schema, [object]).some(isKeyObject);
  const value = isKey ? distinctValue(column.type) : valueForMissing(schema, object);
  if (value === null) return [add, ...standard];
  const name = tableSql(table);
  const set = `${quoteName(column.name)} = ${value} FROM (SELECT ctid AS place, row_number() OVER () AS n FROM ${name}) AS numbered`;
  const fill = isKey
    ? quietUpdateSql(table, set, `${name}.ctid = numbered.place`)
    : quietUpdateSql(table, `${quoteName(column.name)} = ${value}`, null);
  return [add, fill, ...standard, requireSql(column, schema.version), ...settingsSql(column)];
}

/** What a required field holds where its value is lost: its default, else a value that says nothing; null: none can be made up. */
export function valueForMissing(schema: Schema, object: SchemaObject): string | null {
  const column = define<ColumnDefinition>(object);
  return column.default ?? plainValue(schema, column.type);
}

function isKeyObject(object: SchemaObject): boolean {
  if (object.kind === "index") return define<IndexDefinition>(object).unique;
  return /^(unique|primary|exclusion)$/.test(define<ConstraintDefinition>(object).type);
}

/** Values that differ from row to row; `n` is the number of the row. */
function distinctValue(type: string): string | null {
  if (/^(smallint|integer|bigint|real|double precision|numeric)/.test(type)) return "numbered.n";
  if (/^(text|character|citext)/.test(type)) return "numbered.n::text";
  if (type === "uuid") return "gen_random_uuid()";
  if (type === "date") return "date 'epoch' + numbered.n::integer";
  if (type.startsWith("timestamp")) return "timestamptz 'epoch' + numbered.n * interval '1 second'";
  return null;
}

const plain: readonly (readonly [RegExp, string])[] = [
  [/\[\]$/, "'{}'"],
  [/^(smallint|integer|bigint|real|double precision|numeric|money)/, "0"],
  [/^(text|character|citext|bytea)/, "''"],
  [/^boolean$/, "false"],
  [/^(date|timestamp)/, "'epoch'"],
  [/^time/, "'00:00'"],
  [/^interval/, "'0'"],
  [/^jsonb?$/, "'{}'"],
  [/^uuid$/, "'00000000-0000-0000-0000-000000000000'"],
  [/^(inet|cidr)$/, "'0.0.0.0'"],
  [/range$/, "'empty'"],
];
function plainValue(schema: Schema, type: string): string | null {
  const known = plain.find(([pattern]) => pattern.test(type))?.[1];
  if (known !== undefined) return known;
  const enumeration = schema.objects.find((object) => object.kind === "enum" && sqlNameOf(object.id) === type);
  const [label] = enumeration === undefined ? [] : define<EnumDefinition>(enumeration).labels;
  return label === undefined ? null : quoteLiteral(label);
}

/** Puts the honest way back in the place of the plain one. */
export function withRestoredColumn(draft: StepDraft, object: SchemaObject, context: PlanContext): StepDraft {
  const column = define<ColumnDefinition>(object);
  if (column.generated !== null || column.identity !== null) return draft;
  const head = `ALTER TABLE ${tableSql({ schema: column.schema, name: column.table })} ADD COLUMN ${quoteName(column.name)} `;
  const reverse = draft.reverse.map((action) =>
    action.kind === "statements"
      ? {
          ...action,
          statements: action.statements.flatMap((statement) =>
            statement.startsWith(head) ? restoreColumnSql(context.from, object) : [statement],
          ),
        }
      : action,
  );
  return { ...draft, reverse };
}

/** Whether a rule cannot be proven on the way back, because it speaks of values or rows that are lost. */
export function isUnprovable(context: PlanContext, constraint: SchemaObject): boolean {
  // A table that comes back without rows keeps every rule.
  if (isDropped(context, constraint.parent)) return false;
  return constraint.dependsOn.some((id) => {
    const object = isDropped(context, id) ? findObject(context.from, id) : undefined;
    return object?.kind === "table" || (object?.kind === "column" && define<ColumnDefinition>(object).notNull);
  });
}
