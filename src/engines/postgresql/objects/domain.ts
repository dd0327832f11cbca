import { printName } from "../../../model/name.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import type { ObjectKind, PlanContext } from "../../step-draft.ts";
import type { DomainDefinition } from "../definitions.ts";
import { defineReader, isOwnObject, isUserSchema } from "../introspect/reader.ts";
import { quoteName, quoteQualified } from "../quote.ts";
import { createCommentSql } from "./comment.ts";
import { childrenOf } from "./surroundings.ts";
import { define, draftStep, hazard, withoutRows } from "./draft.ts";

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

function createSql(domain: DomainDefinition): string {
  const parts = [`CREATE DOMAIN ${quoteQualified(domain.schema, domain.name)} AS ${domain.type}`];
  if (domain.collation !== null) parts.push(`COLLATE ${domain.collation}`);
  if (domain.default !== null) parts.push(`DEFAULT ${domain.default}`);
  if (domain.notNull) parts.push("NOT NULL");
  return [...parts, ...domain.checks.map((check) => `CONSTRAINT ${quoteName(check.name)} ${check.text}`)].join(" ");
}

function alterSql(from: DomainDefinition, to: DomainDefinition): readonly string[] {
  const head = `ALTER DOMAIN ${quoteQualified(to.schema, to.name)}`;
  const has = (list: DomainDefinition["checks"], one: { readonly name: string; readonly text: string }) =>
    list.some((check) => check.name === one.name && check.text === one.text);
  return [
    ...from.checks.filter((check) => !has(to.checks, check)).map((check) => `${head} DROP CONSTRAINT ${quoteName(check.name)}`),
    ...(from.default === to.default ? [] : [to.default === null ? `${head} DROP DEFAULT` : `${head} SET DEFAULT ${to.default}`]),
    ...(from.notNull === to.notNull ? [] : [`${head} ${to.notNull ? "SET" : "DROP"} NOT NULL`]),
    ...to.checks
      .filter((check) => !has(from.checks, check))
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

export const domainKind: ObjectKind = {
  kind: "domain",
  create: (object) => {
    const domain = define<DomainDefinition>(object);
    return [
      draftStep({
        kind: "create-domain",
        phase: "expand",
        summary: `Create domain ${domain.schema}.${domain.name}`,
        statements: [createSql(domain)],
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
        reverse: [createSql(domain)],
        removes: [object.id],
        releases: object.dependsOn,
      }),
    ];
  },
  alter: (from, to, context) => {
    const [before, after] = [define<DomainDefinition>(from), define<DomainDefinition>(to)];
    if (before.type !== after.type || before.collation !== after.collation) return null;
    const stricter = after.checks.length > 0 || after.notNull;
    return [
      draftStep({
        kind: "alter-domain",
        phase: "expand",
        summary: `Change domain ${after.schema}.${after.name}`,
        statements: alterSql(before, after),
        reverse: [...alterSql(after, before), ...commentsOfGone(context, from, after)],
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
