import { printName } from "../../../model/name.ts";
import type { Schema, SchemaObject } from "../../../model/schema.ts";
import type { ObjectKind, PlanContext, StepDraft } from "../../step-draft.ts";
import type { ColumnDefinition, DomainDefinition } from "../definitions.ts";
import { defineReader, isOwnObject, isUserSchema } from "../introspect/reader.ts";
import { quoteName, quoteQualified } from "../quote.ts";
import { labelOf } from "./address.ts";
import { createCommentSql } from "./comment.ts";
import { childrenOf, findObject } from "./surroundings.ts";
import { define, draftStep, hazard, lock, withoutRows } from "./draft.ts";
import { columnsOfFamily, familyOf } from "./type-family.ts";
import { rebuildTypeSql } from "./type-rebuild.ts";
import { createDomainSql } from "./type-text.ts";
import { tablesOf } from "./type-users.ts";

const query = `
  select t.oid,
         t.typarray                                as "arrayOid",
         n.nspname                                 as schema,
         t.typname                                 as name,
         format_type(t.typbasetype, t.typtypmod)   as type,
         t.typnotnull                              as "notNull",
         pg_get_expr(t.typdefaultbin, 0)           as "default",
         case when t.typcollation <> b.typcollation then format('%I.%I', ln.nspname, l.collname) end as collation,
         coalesce((select json_agg(json_build_object('oid', k.oid, 'name', k.conname, 'text', pg_get_constraintdef(k.oid)) order by k.conname)
                     from pg_constraint k
                    where k.contypid = t.oid and k.contype = 'c'), '[]'::json) as checks
    from pg_type t
    join pg_namespace n       on n.oid = t.typnamespace
    join pg_type b            on b.oid = t.typbasetype
    left join pg_collation l  on l.oid = t.typcollation
    left join pg_namespace ln on ln.oid = l.collnamespace
   where t.typtype = 'd'
     and ${isUserSchema("n")}
     and ${isOwnObject("pg_type", "t")}
   order by n.nspname, t.typname`;

interface Row extends Omit<DomainDefinition, "checks"> {
  readonly oid: number;
  readonly arrayOid: number;
  readonly checks: readonly { readonly oid: number; readonly name: string; readonly text: string }[];
}
export const domainReader = defineReader<Row>(query, ({ oid, arrayOid, checks, ...rest }) => ({
  keys: [`pg_type/${oid}`, `pg_type/${arrayOid}`, ...checks.map((check) => `pg_constraint/${check.oid}`)],
  object: {
    id: `domain:${printName([rest.schema, rest.name])}`,
    kind: "domain",
    dependsOn: [`schema:${printName([rest.schema])}`],
    definition: { ...rest, checks: checks.map(({ name, text }) => ({ name, text })) },
  },
}));

function alterSql(from: DomainDefinition, to: DomainDefinition): readonly string[] {
  const head = `ALTER DOMAIN ${quoteQualified(to.schema, to.name)}`;
  const has = (list: DomainDefinition["checks"], one: { readonly name: string; readonly text: string }) =>
    list.some((check) => check.name === one.name && check.text === one.text);
  const gone = from.checks.filter((check) => !has(to.checks, check));
  // A rule that only changed its name is not proven again.
  const renamed = gone.flatMap((check) => {
    const after = to.checks.find(
      (other) => other.text === check.text && !from.checks.some(({ name }) => name === other.name) && !has(from.checks, other),
    );
    return after === undefined || to.checks.some(({ name }) => name === check.name) ? [] : [{ check, after }];
  });
  const isRenamed = (check: { readonly name: string }): boolean =>
    renamed.some((one) => one.check.name === check.name || one.after.name === check.name);
  return [
    ...renamed.map(({ check, after }) => `${head} RENAME CONSTRAINT ${quoteName(check.name)} TO ${quoteName(after.name)}`),
    ...gone.filter((check) => !isRenamed(check)).map((check) => `${head} DROP CONSTRAINT ${quoteName(check.name)}`),
    ...(from.default === to.default ? [] : [to.default === null ? `${head} DROP DEFAULT` : `${head} SET DEFAULT ${to.default}`]),
    ...(from.notNull === to.notNull ? [] : [`${head} ${to.notNull ? "SET" : "DROP"} NOT NULL`]),
    ...to.checks
      .filter((check) => !has(from.checks, check) && !isRenamed(check))
      .map((check) => `${head} ADD CONSTRAINT ${quoteName(check.name)} ${check.text}`),
  ];
}

/** A rule that is dropped loses its comment, which comes back with it. */
function commentsOfGone(context: PlanContext, from: SchemaObject, after: DomainDefinition): readonly string[] {
  const kept = new Set(after.checks.map((check) => `comment:constraint:${printName([after.schema, after.name, check.name])}`));
  return childrenOf(context.from, from.id, "comment")
    .filter((comment) => comment.id.startsWith("comment:constraint:") && !kept.has(comment.id))
    .map(createCommentSql);
}

function isStricter(before: DomainDefinition, after: DomainDefinition): boolean {
  const known = new Set(before.checks.map(({ name, text }) => `${name} ${text}`));
  return (after.notNull && !before.notNull) || after.checks.some(({ name, text }) => !known.has(`${name} ${text}`));
}

/** Values inside of arrays and of other types cannot be proven where they are (documentation of ALTER DOMAIN). */
function isInside(id: string, schema: Schema): boolean {
  const families = familyOf(id, schema, schema).filter(({ kind }) => kind !== "domain");
  return (
    columnsOfFamily([id], schema, schema).some(({ column }) => column.type.endsWith("[]")) ||
    columnsOfFamily(
      families.map((type) => type.id),
      schema,
      schema,
    ).length > 0
  );
}

/** A type that others are made of cannot go and come: it is made anew with them. Null where there are none. */
function rebuild(from: SchemaObject, to: SchemaObject, context: PlanContext, how: "with others" | "alone"): readonly StepDraft[] | null {
  const family = familyOf(from.id, context.from, context.to);
  if (family.length === 0 && how === "with others") return null;
  const ids = [from.id, ...family.map(({ id }) => id)];
  const [before, after] = [columnsOfFamily(ids, context.from, context.to), columnsOfFamily(ids, context.to, context.from)];
  const along = [...ids, ...before.map(({ id }) => id)];
  const tables = tablesOf(before);
  return [
    draftStep({
      kind: "rebuild-domain",
      phase: "contract",
      summary: `Rebuild domain ${labelOf(to.id)} and the types that are made of it`,
      statements: rebuildTypeSql({ from, to, family, before, after, schema: context.from }),
      reverse: rebuildTypeSql({ from: to, to: from, family, before: after, after: before, schema: context.to }),
      blocks: tables.map((table) => lock(table, "ACCESS EXCLUSIVE", "rewrite")),
      hazards: tables.flatMap((table) => [
        hazard("rewrites-object", table, "Every row is written anew; a value that the new type refuses stops it."),
        hazard("blocks-reads", table, "Nobody can read the table while it is rewritten."),
      ]),
      makes: along,
      needs: to.dependsOn,
      removes: along,
    }),
  ];
}

/** Fields that hold lists of the domain: while there are any, the server takes no new rule (`get_rels_with_domain`). */
function listsOf(context: PlanContext, domain: SchemaObject): readonly ColumnDefinition[] {
  const { schema, name } = define<DomainDefinition>(domain);
  const type = `${quoteQualified(schema, name)}[]`;
  return context.from.objects.flatMap((object) => {
    if (object.kind !== "column" || !object.dependsOn.includes(domain.id)) return [];
    const [column, after] = [define<ColumnDefinition>(object), findObject(context.to, object.id)];
    return column.type === type && after !== undefined && define<ColumnDefinition>(after).type === type ? [column] : [];
  });
}

function retypeSql(column: ColumnDefinition, type: string): string {
  return `ALTER TABLE ${quoteQualified(column.schema, column.table)} ALTER COLUMN ${quoteName(column.name)} TYPE ${type} USING ${quoteName(column.name)}::${type}`;
}

export const domainKind: ObjectKind = {
  kind: "domain",
  create: (object) => {
    const domain = define<DomainDefinition>(object);
    return [
      draftStep({
        kind: "create-domain",
        phase: "expand",
        summary: `Create domain ${domain.schema}.${domain.name}`,
        statements: [createDomainSql(domain)],
        reverse: [`DROP DOMAIN ${quoteQualified(domain.schema, domain.name)}`],
        makes: [object.id],
        needs: object.dependsOn,
      }),
    ];
  },
  drop: (object) => {
    const domain = define<DomainDefinition>(object);
    return [
      draftStep({
        kind: "drop-domain",
        phase: "contract",
        summary: `Drop domain ${domain.schema}.${domain.name}`,
        statements: [`DROP DOMAIN ${quoteQualified(domain.schema, domain.name)}`],
        reverse: [createDomainSql(domain)],
        removes: [object.id],
        releases: object.dependsOn,
      }),
    ];
  },
  alter: (from, to, context) => {
    const [before, after] = [define<DomainDefinition>(from), define<DomainDefinition>(to)];
    if (before.type !== after.type || before.collation !== after.collation) return rebuild(from, to, context, "with others");
    if (isStricter(before, after) && isInside(from.id, context.from)) return rebuild(from, to, context, "alone");
    const stricter = after.checks.length > 0 || after.notNull;
    // On the way back a rule comes again, which lists of the domain have to step out of the way of.
    const lists = isStricter(after, before) ? listsOf(context, from) : [];
    return [
      draftStep({
        kind: "alter-domain",
        phase: "expand",
        summary: `Change domain ${after.schema}.${after.name}`,
        statements: alterSql(before, after),
        reverse: [
          ...lists.map((column) => retypeSql(column, `${before.type}[]`)),
          ...alterSql(after, before),
          ...lists.map((column) => retypeSql(column, column.type)),
          ...commentsOfGone(context, from, after),
        ],
        hazards: [
          ...(stricter ? [hazard("scans-object", to.id, "Every table with a column of this domain is read to check the new rule.")] : []),
          ...(before.checks.length > after.checks.length
            ? [hazard("weakens-integrity", to.id, "A rule that kept wrong values out is gone.")]
            : []),
        ],
        makes: [to.id],
        needs: to.dependsOn,
        releases: from.dependsOn,
        ...(before.checks.length > after.checks.length
          ? { reversibility: withoutRows("nothing, unless values against the old rule came in") }
          : {}),
      }),
    ];
  },
  describe: (object) => `domain ${define<DomainDefinition>(object).schema}.${define<DomainDefinition>(object).name}`,
};
