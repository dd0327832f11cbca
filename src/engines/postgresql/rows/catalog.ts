import { printName } from "../../../model/name.ts";
import type { Row } from "../../connection.ts";
import { readRows, type Session } from "../connection/session.ts";

export interface Column {
  readonly name: string;
  /** `format_type` with modifiers. */
  readonly type: string;
  /** Type below all domains, without modifiers (`character varying`), and the modifier text (`(10,2)`). */
  readonly base: string;
  readonly modifier: string;
  readonly isRequired: boolean;
  /** The server fills it in: default, identity or generated expression. */
  readonly filled: "no" | "default" | "always";
  readonly labels: readonly string[];
  /** Checks of its domains, over VALUE. */
  readonly domainChecks: readonly string[];
}
export interface ForeignKey {
  readonly name: string;
  readonly columns: readonly string[];
  readonly table: string;
  readonly targetColumns: readonly string[];
}
export interface Table {
  readonly label: string;
  readonly columns: readonly Column[];
  readonly checks: readonly string[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly uniqueKeys: readonly (readonly string[])[];
  readonly isPartition: boolean;
  /** Bounds of its partitions, as texts. */
  readonly bounds: readonly string[];
  readonly generatedFrom: readonly string[];
}

const columnsQuery = `
select n.nspname as schema, c.relname as name, c.relispartition as is_partition, a.attname as column_name,
       pg_catalog.format_type(a.atttypid, a.atttypmod) as type, a.atttypid::int8 as type_oid, a.attnotnull as is_required,
       case when a.attgenerated <> '' or a.attidentity = 'a' then 'always'
            when a.attidentity = 'd' or a.atthasdef then 'default' else 'no' end as filled,
       case when a.attgenerated <> '' then pg_catalog.pg_get_expr(d.adbin, d.adrelid) end as generated
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  left join pg_catalog.pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
 where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_(toast|temp)'
 order by c.oid, a.attnum`;

const constraintsQuery = `
select n.nspname as schema, c.relname as name, x.conname as constraint_name, x.contype::text as kind,
       (select array_agg(a.attname order by k.position)
          from unnest(x.conkey) with ordinality k(number, position)
          join pg_catalog.pg_attribute a on a.attrelid = x.conrelid and a.attnum = k.number)::text[] as columns,
       rn.nspname as target_schema, rc.relname as target_name,
       (select array_agg(a.attname order by k.position)
          from unnest(x.confkey) with ordinality k(number, position)
          join pg_catalog.pg_attribute a on a.attrelid = x.confrelid and a.attnum = k.number)::text[] as target_columns,
       case when x.contype = 'c' then pg_catalog.pg_get_expr(x.conbin, x.conrelid) end as expression
  from pg_catalog.pg_constraint x
  join pg_catalog.pg_class c on c.oid = x.conrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  left join pg_catalog.pg_class rc on rc.oid = x.confrelid
  left join pg_catalog.pg_namespace rn on rn.oid = rc.relnamespace
 where x.contype in ('c', 'f') and n.nspname not in ('pg_catalog', 'information_schema')
 order by x.oid`;

const typesQuery = `
select t.oid::int8 as oid, t.typtype::text as kind, pg_catalog.format_type(t.oid, null) as name,
       case when t.typtype = 'd' then t.typbasetype::int8 end as base_oid,
       case when t.typtype = 'd' then pg_catalog.format_type(t.typbasetype, t.typtypmod) end as base_type,
       (select array_agg(e.enumlabel order by e.enumsortorder) from pg_catalog.pg_enum e where e.enumtypid = t.oid)::text[] as labels,
       (select array_agg(pg_catalog.pg_get_constraintdef(x.oid)) from pg_catalog.pg_constraint x where x.contypid = t.oid and x.contype = 'c')::text[] as checks
  from pg_catalog.pg_type t
 where t.typtype in ('d', 'e')`;

// Unique indexes count as keys too, but for those over expressions.
const keysQuery = `
select n.nspname as schema, c.relname as name,
       (select array_agg(a.attname order by k.position)
          from unnest(i.indkey::int2[]) with ordinality k(number, position)
          join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
         where k.position <= i.indnkeyatts)::text[] as columns
  from pg_catalog.pg_index i
  join pg_catalog.pg_class c on c.oid = i.indrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where i.indisunique and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_(toast|temp)'`;

const boundsQuery = `
select pn.nspname as schema, p.relname as name, pg_catalog.pg_get_expr(c.relpartbound, c.oid) as bound
  from pg_catalog.pg_inherits i
  join pg_catalog.pg_class c on c.oid = i.inhrelid
  join pg_catalog.pg_class p on p.oid = i.inhparent
  join pg_catalog.pg_namespace pn on pn.oid = p.relnamespace
 where c.relispartition`;

/** Reads every table with what decides which rows it takes. */
export async function readTables(session: Session): Promise<readonly Table[]> {
  const columns = await readRows(session, columnsQuery);
  const constraints = await readRows(session, constraintsQuery);
  const types = new Map((await readRows(session, typesQuery)).map((row) => [Number(row["oid"]), row]));
  const keys = Map.groupBy(await readRows(session, keysQuery), labelOf);
  const bounds = await readRows(session, boundsQuery);
  const byTable = Map.groupBy(columns, labelOf);
  return [...byTable].map(([label, rows]) => {
    const own = constraints.filter((row) => labelOf(row) === label);
    return {
      label,
      isPartition: rows[0]?.["is_partition"] === true,
      columns: rows.map((row) => readColumn(row, types)),
      checks: own.flatMap((row) => (row["kind"] === "c" ? [String(row["expression"])] : [])),
      foreignKeys: own.filter((row) => row["kind"] === "f").map(readForeignKey),
      uniqueKeys: (keys.get(label) ?? []).map((row) => texts(row["columns"])),
      bounds: bounds.filter((row) => labelOf(row) === label).map((row) => String(row["bound"])),
      generatedFrom: rows.flatMap((row) => (typeof row["generated"] === "string" ? [row["generated"]] : [])),
    };
  });
}

function labelOf(row: Row): string {
  return printName([String(row["schema"]), String(row["name"])]);
}

function readForeignKey(row: Row): ForeignKey {
  return {
    name: String(row["constraint_name"]),
    columns: texts(row["columns"]),
    table: printName([String(row["target_schema"]), String(row["target_name"])]),
    targetColumns: texts(row["target_columns"]),
  };
}

function readColumn(row: Row, types: ReadonlyMap<number, Row>): Column {
  const domainChecks: string[] = [];
  let type = String(row["type"]);
  let below = types.get(Number(row["type_oid"]));
  while (below !== undefined && below["kind"] === "d") {
    domainChecks.push(...texts(below["checks"]));
    type = String(below["base_type"]);
    below = types.get(Number(below["base_oid"]));
  }
  const modifier = /\([^)]*\)/.exec(type)?.[0] ?? "";
  return {
    name: String(row["column_name"]),
    type: String(row["type"]),
    base: type.replace(modifier, "").replace(/ {2,}/, " "),
    modifier,
    isRequired: row["is_required"] === true,
    filled: row["filled"] === "always" ? "always" : row["filled"] === "default" ? "default" : "no",
    labels: texts(below?.["labels"]),
    domainChecks,
  };
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
