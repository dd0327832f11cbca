import { printName } from "../../../model/name.ts";
import { defineReader, isOwnObject, isUserSchema } from "../introspect/reader.ts";
import { quoteName, quoteQualified } from "../quote.ts";
import { hazard, lock } from "./draft.ts";
import { type Alteration, standAlone } from "./stand-alone.ts";

export interface RuleDefinition {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  /** `pg_get_ruledef` without the final semicolon. */
  readonly text: string;
  readonly enabled: "origin" | "disabled" | "replica" | "always";
}

// `_RETURN` is the view itself.
const query = `
  select r.oid,
         n.nspname                 as schema,
         c.relname                 as "table",
         c.relkind                 as relkind,
         r.rulename                as name,
         pg_get_ruledef(r.oid)     as text,
         case r.ev_enabled when 'O' then 'origin' when 'D' then 'disabled' when 'R' then 'replica' else 'always' end as enabled
    from pg_rewrite r
    join pg_class c     on c.oid = r.ev_class
    join pg_namespace n on n.oid = c.relnamespace
   where r.rulename <> '_RETURN'
     and c.relpersistence <> 't'
     and ${isUserSchema("n")}
     and ${isOwnObject("pg_class", "c")}
   order by n.nspname, c.relname, r.rulename`;

interface Row extends RuleDefinition {
  readonly oid: number;
  readonly relkind: string;
}
export const ruleReader = defineReader<Row>(
  query,
  ({ oid, relkind, ...rest }) => {
    const parent = `${relkind === "v" ? "view" : "table"}:${printName([rest.schema, rest.table])}`;
    return {
      keys: [`pg_rewrite/${oid}`],
      object: {
        id: `rule:${printName([rest.schema, rest.table, rest.name])}`,
        kind: "rule",
        parent,
        dependsOn: [parent],
        definition: { ...rest, text: rest.text.trim().replace(/;$/, "") },
      },
    };
  },
  "exists (select from pg_rewrite where oid >= 16384 and rulename <> '_RETURN')",
);

const verbs = { origin: "ENABLE", disabled: "DISABLE", replica: "ENABLE REPLICA", always: "ENABLE ALWAYS" } as const;
const tableSql = (rule: RuleDefinition): string => quoteQualified(rule.schema, rule.table);
const enableSql = (rule: RuleDefinition): string => `ALTER TABLE ${tableSql(rule)} ${verbs[rule.enabled]} RULE ${quoteName(rule.name)}`;

function alter(from: RuleDefinition, to: RuleDefinition): Alteration {
  const way = (before: RuleDefinition, after: RuleDefinition): readonly string[] => [
    ...(before.text === after.text ? [] : [after.text.replace(/^CREATE RULE/, "CREATE OR REPLACE RULE")]),
    ...(before.enabled === after.enabled ? [] : [enableSql(after)]),
  ];
  return { up: way(from, to), down: way(to, from) };
}

const label = (rule: RuleDefinition): string => printName([rule.schema, rule.table]);

export const ruleKind = standAlone<RuleDefinition>({
  kind: "rule",
  noun: "rule",
  create: (rule) => [rule.text, ...(rule.enabled === "origin" ? [] : [enableSql(rule)])],
  drop: (rule) => [`DROP RULE ${quoteName(rule.name)} ON ${tableSql(rule)}`],
  alter: (from, to) => ({
    ...alter(from, to),
    blocks: [lock(label(to), "ACCESS EXCLUSIVE")],
    hazards: [hazard("breaks-running-code", label(to), "Statements on the relation are rewritten in another way.")],
  }),
  whenCreated: (rule, _, context) => ({
    blocks: context.changes.some((change) => change.kind === "add" && change.object.id === `table:${label(rule)}`)
      ? []
      : [lock(label(rule), "ACCESS EXCLUSIVE")],
    hazards: [hazard("breaks-running-code", label(rule), "Statements on the relation are rewritten from now on.")],
  }),
  whenDropped: (rule) => ({
    blocks: [lock(label(rule), "ACCESS EXCLUSIVE")],
    hazards: [hazard("breaks-running-code", label(rule), "Statements on the relation are no longer rewritten.")],
  }),
});
