import { printName } from "../../../model/name.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import { type Found } from "../introspect/reader.ts";
import { readRows, type RunQuery } from "../introspect/rows.ts";
import { quoteLiteral, quoteName, quoteQualified } from "../quote.ts";
import { addressOf, labelOf, partsOf } from "./address.ts";
import { hazard } from "./draft.ts";
import { standAlone } from "./stand-alone.ts";
import { isDropped } from "./surroundings.ts";

export interface SecurityLabelDefinition {
  readonly on: string;
  /** How SECURITY LABEL names it: `COLUMN public.t.c`. */
  readonly target: string;
  readonly provider: string;
  readonly label: string;
}

const query = `
  select l.classoid::regclass::text as class,
         l.objoid                   as oid,
         l.objsubid                 as sub,
         a.attname                  as "column",
         l.provider,
         l.label
    from pg_seclabel l
    left join pg_attribute a on l.classoid = 'pg_class'::regclass and a.attrelid = l.objoid and a.attnum = l.objsubid and l.objsubid > 0`;

interface Row {
  readonly class: string;
  readonly oid: number;
  readonly sub: number;
  readonly column: string | null;
  readonly provider: string;
  readonly label: string;
}

/** Labels on the objects found so far, by one query. */
export async function readSecurityLabels(run: RunQuery, found: readonly Found[]): Promise<readonly SchemaObject[]> {
  const rows = await readRows<Row>(run, query);
  if (rows.length === 0) return [];
  const byKey = new Map(found.map(({ object, keys }) => [keys[0] ?? "", object] as const));
  return rows.flatMap((row) => {
    const on = (row.sub > 0 ? byKey.get(`${row.class}/${row.oid}/${row.sub}`) : undefined) ?? byKey.get(`${row.class}/${row.oid}`);
    if (on === undefined) return [];
    const isField = row.column !== null && on.kind !== "column";
    const named = isField ? `column:${printName([...partsOf(on.id), row.column])}` : on.id;
    const target = isField ? `COLUMN ${quoteQualified(...partsOf(named))}` : addressOf(on);
    const definition = { on: on.id, target, provider: row.provider, label: row.label };
    return [
      { id: `security-label:${named}/${printName([row.provider])}`, kind: "security-label", parent: on.id, dependsOn: [on.id], definition },
    ];
  });
}

const labelSql = ({ provider, target }: SecurityLabelDefinition, label: string | null): string =>
  `SECURITY LABEL FOR ${quoteName(provider)} ON ${target} IS ${label === null ? "NULL" : quoteLiteral(label)}`;

const plain = standAlone<SecurityLabelDefinition>({
  kind: "security-label",
  noun: "security label of",
  create: (one) => [labelSql(one, one.label)],
  drop: (one) => [labelSql(one, null)],
  alter: (from, to) => ({
    up: [labelSql(to, to.label)],
    down: [labelSql(from, from.label)],
    hazards: [hazard("weakens-security", labelOf(to.on), `${to.provider} treats it in another way.`)],
  }),
  whenDropped: ({ on, provider }) => ({ hazards: [hazard("weakens-security", labelOf(on), `${provider} no longer protects it.`)] }),
});

export const securityLabelKind: typeof plain = {
  ...plain,
  drop: (object, context) => (isDropped(context, object.parent) ? [] : plain.drop(object, context)),
};
