import { parseName, printName } from "../../../model/name.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import type { ObjectKind, PlanContext, StepDraft } from "../../step-draft.ts";
import type { CommentDefinition, DomainDefinition } from "../definitions.ts";
import { quoteLiteral, quoteName, quoteQualified } from "../quote.ts";
import { addressOf, labelOf, partsOf, sqlNameOf } from "./address.ts";
import { define, draftStep, lock } from "./draft.ts";
import { findObject, isDropped } from "./surroundings.ts";

const standardComment = "standard public schema";

// Extensions bring their own comment; `public` has one from the start.
export const commentQuery = `
  select d.classoid::regclass::text as class,
         d.objoid                   as oid,
         d.objsubid                 as sub,
         a.attname                  as "column",
         k.conname                  as "domainRule",
         d.description              as text
    from pg_description d
    left join pg_attribute a on d.classoid = 'pg_class'::regclass and a.attrelid = d.objoid and a.attnum = d.objsubid and d.objsubid > 0
    left join pg_constraint k on d.classoid = 'pg_constraint'::regclass and k.oid = d.objoid and k.contypid <> 0
   where d.classoid in ('pg_class'::regclass, 'pg_type'::regclass, 'pg_proc'::regclass, 'pg_constraint'::regclass,
                        'pg_trigger'::regclass, 'pg_policy'::regclass, 'pg_namespace'::regclass, 'pg_rewrite'::regclass,
                        'pg_operator'::regclass, 'pg_opclass'::regclass, 'pg_opfamily'::regclass, 'pg_cast'::regclass,
                        'pg_collation'::regclass, 'pg_conversion'::regclass, 'pg_event_trigger'::regclass, 'pg_publication'::regclass,
                        'pg_subscription'::regclass, 'pg_foreign_data_wrapper'::regclass, 'pg_foreign_server'::regclass,
                        'pg_ts_config'::regclass, 'pg_ts_dict'::regclass, 'pg_ts_parser'::regclass, 'pg_ts_template'::regclass,
                        'pg_statistic_ext'::regclass, 'pg_transform'::regclass, 'pg_language'::regclass)
     and (d.objoid >= 16384 or d.classoid = 'pg_namespace'::regclass)
     and not (d.classoid = 'pg_namespace'::regclass and d.description = '${standardComment}')`;

export interface CommentRow {
  readonly class: string;
  readonly oid: number;
  readonly sub: number;
  readonly column: string | null;
  /** Name of the rule of a domain that the comment stands on. */
  readonly domainRule: string | null;
  readonly text: string;
}

/** The comment as an object. `on` is what it stands on; a column of a view is named by `column`, its view is `on`. */
export function readComment(row: CommentRow, on: SchemaObject): SchemaObject {
  if (row.domainRule !== null && on.kind === "domain") {
    const target = `CONSTRAINT ${quoteName(row.domainRule)} ON DOMAIN ${sqlNameOf(on.id)}`;
    return commentObject(`constraint:${printName([...parseName(labelOf(on.id)), row.domainRule])}`, target, row.text, on);
  }
  const isColumnOfView = row.column !== null && on.kind !== "column";
  const named = isColumnOfView ? `column:${printName([...parseName(labelOf(on.id)), row.column])}` : on.id;
  const target = isColumnOfView ? `COLUMN ${quoteQualified(...parseName(labelOf(named)))}` : addressOf(on);
  return commentObject(named, target, row.text, on);
}

function commentObject(named: string, target: string, text: string, on: SchemaObject): SchemaObject {
  return { id: `comment:${named}`, kind: "comment", parent: on.id, dependsOn: [on.id], definition: { on: on.id, target, text } };
}

/** A rule of a domain takes its comment along. */
function goesWithRule(object: SchemaObject, context: PlanContext): boolean {
  const { on, target } = define<CommentDefinition>(object);
  const domain = target.startsWith("CONSTRAINT ") ? findObject(context.to, on) : undefined;
  if (domain?.kind !== "domain") return false;
  const rule = partsOf(object.id.slice("comment:".length)).at(-1);
  return !define<DomainDefinition>(domain).checks.some((check) => check.name === rule);
}

function commentSql(comment: CommentDefinition, text: string | null): string {
  const none = comment.on === "schema:public" ? quoteLiteral(standardComment) : "NULL";
  return `COMMENT ON ${comment.target} IS ${text === null ? none : quoteLiteral(text)}`;
}

export function createCommentSql(object: SchemaObject): string {
  const comment = define<CommentDefinition>(object);
  return commentSql(comment, comment.text);
}

function change(object: SchemaObject, before: string | null, after: string | null): StepDraft {
  const comment = define<CommentDefinition>(object);
  const onTable = /^(table|column|index|view|materialized-view):/.test(comment.on);
  return draftStep({
    kind: after === null ? "remove-comment" : "comment",
    phase: after === null ? "contract" : "expand",
    summary: `${after === null ? "Remove the comment of" : "Comment"} ${labelOf(object.id.slice("comment:".length))}`,
    statements: [commentSql(comment, after)],
    reverse: [commentSql(comment, before)],
    blocks: onTable ? [lock(labelOf(comment.on), "SHARE UPDATE EXCLUSIVE")] : [],
    ...(after === null ? { removes: [object.id], releases: object.dependsOn } : { makes: [object.id], needs: object.dependsOn }),
  });
}

export const commentKind: ObjectKind = {
  kind: "comment",
  create: (object) => [change(object, null, define<CommentDefinition>(object).text)],
  drop: (object, context: PlanContext) => {
    const comment = define<CommentDefinition>(object);
    return isDropped(context, comment.on) || goesWithRule(object, context) ? [] : [change(object, comment.text, null)];
  },
  alter: (from, to) => [change(to, define<CommentDefinition>(from).text, define<CommentDefinition>(to).text)],
  describe: (object) => `comment on ${labelOf(object.id.slice("comment:".length))}`,
};
