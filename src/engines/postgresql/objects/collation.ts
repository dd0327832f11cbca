import { printName } from "../../../model/name.ts";
import type { Schema, SchemaObject } from "../../../model/schema.ts";
import type { PlanContext } from "../../step-draft.ts";
import type { ColumnDefinition } from "../definitions.ts";
import { defineReader, isOwnObject, isUserSchema } from "../introspect/reader.ts";
import { quoteLiteral, quoteName, quoteQualified } from "../quote.ts";
import { labelOf, sqlNameOf } from "./address.ts";
import { define, hazard, lock } from "./draft.ts";
import { createIndexSql } from "./index-text.ts";
import { type Alteration, standAlone } from "./stand-alone.ts";
import { findObject } from "./surroundings.ts";

export interface CollationDefinition {
  readonly schema: string;
  readonly name: string;
  readonly provider: "libc" | "icu" | "builtin";
  readonly locale: string | null;
  readonly collate: string | null;
  readonly characters: string | null;
  readonly deterministic: boolean;
  readonly rules: string | null;
}

// The catalogue spells the locale of ICU as colliculocale in 15 and 16, as colllocale since 17, and as collcollate before.
const query = `
  select l.oid,
         n.nspname                                                                      as schema,
         l.collname                                                                     as name,
         case l.collprovider when 'i' then 'icu' when 'b' then 'builtin' else 'libc' end as provider,
         coalesce(to_jsonb(l) ->> 'colllocale', to_jsonb(l) ->> 'colliculocale',
                  case when l.collprovider = 'i' then l.collcollate end)                as locale,
         case when l.collprovider = 'c' then l.collcollate end                          as "collate",
         case when l.collprovider = 'c' then l.collctype end                            as characters,
         l.collisdeterministic                                                          as deterministic,
         to_jsonb(l) ->> 'collicurules'                                                 as rules
    from pg_collation l
    join pg_namespace n on n.oid = l.collnamespace
   where ${isUserSchema("n")}
     and ${isOwnObject("pg_collation", "l")}
   order by n.nspname, l.collname`;

interface Row extends CollationDefinition {
  readonly oid: number;
}
export const collationReader = defineReader<Row>(
  query,
  ({ oid, ...rest }) => ({
    keys: [`pg_collation/${oid}`],
    object: {
      id: `collation:${printName([rest.schema, rest.name])}`,
      kind: "collation",
      dependsOn: [`schema:${printName([rest.schema])}`],
      definition: { ...rest },
    },
  }),
  "exists (select from pg_collation where oid >= 16384)",
);

function createSql(collation: CollationDefinition): string {
  const option = (name: string, value: string | null): readonly string[] => (value === null ? [] : [`${name} = ${quoteLiteral(value)}`]);
  const options = [
    `PROVIDER = ${collation.provider}`,
    ...option("LOCALE", collation.locale),
    ...option("LC_COLLATE", collation.collate),
    ...option("LC_CTYPE", collation.characters),
    ...(collation.deterministic ? [] : ["DETERMINISTIC = false"]),
    ...option("RULES", collation.rules),
  ];
  return `CREATE COLLATION ${quoteQualified(collation.schema, collation.name)} (${options.join(", ")})`;
}

interface Users {
  readonly columns: readonly SchemaObject[];
  readonly indexes: readonly SchemaObject[];
}
function usersOf(id: string, schema: Schema, other: Schema): Users {
  const using = schema.objects.filter((object) => object.dependsOn.includes(id) && findObject(other, object.id) !== undefined);
  return { columns: using.filter(({ kind }) => kind === "column"), indexes: using.filter(({ kind }) => kind === "index") };
}

function rebuildSql(from: CollationDefinition, to: CollationDefinition, { columns, indexes }: Users): readonly string[] {
  const old = `${to.name}_replaced`;
  const moves = columns.map((object) => {
    const column = define<ColumnDefinition>(object);
    const collate = column.collation === null ? "" : ` COLLATE ${column.collation}`;
    const head = `ALTER TABLE ${quoteQualified(column.schema, column.table)} ALTER COLUMN ${quoteName(column.name)}`;
    return `${head} TYPE ${column.type}${collate}`;
  });
  return [
    ...indexes.map(({ id }) => `DROP INDEX ${sqlNameOf(id)}`),
    `ALTER COLLATION ${quoteQualified(from.schema, from.name)} RENAME TO ${quoteName(old)}`,
    createSql(to),
    ...moves,
    ...indexes.flatMap(createIndexSql),
    `DROP COLLATION ${quoteQualified(to.schema, old)}`,
  ];
}

/** No ALTER changes how a collation sorts: it is made anew under its name, and every column and index of it with it. */
function replace(
  from: CollationDefinition,
  to: CollationDefinition,
  around: { readonly context: PlanContext; readonly id: string },
): Alteration {
  const { context, id } = around;
  const [before, after] = [usersOf(id, context.from, context.to), usersOf(id, context.to, context.from)];
  const tables = [
    ...new Set([...before.columns, ...before.indexes].flatMap(({ parent }) => (parent === undefined ? [] : [labelOf(parent)]))),
  ];
  return {
    up: rebuildSql(from, to, before),
    down: rebuildSql(to, from, after),
    phase: "contract",
    along: [...before.columns, ...before.indexes].map((object) => object.id),
    blocks: tables.map((table) => lock(table, "ACCESS EXCLUSIVE", "build")),
    hazards: [
      hazard("breaks-running-code", id, "Texts sort and compare in another way: order of results, equality, and what unique keys allow."),
      ...tables.flatMap((table) => [
        hazard("blocks-reads", table, "Nobody can read the table while its indexes are built anew."),
        hazard("scans-object", table, "Every row is read to build the indexes anew."),
      ]),
    ],
  };
}

export const collationKind = standAlone<CollationDefinition>({
  kind: "collation",
  noun: "collation",
  create: (collation) => [createSql(collation)],
  drop: ({ schema, name }) => [`DROP COLLATION ${quoteQualified(schema, name)}`],
  alter: replace,
});
