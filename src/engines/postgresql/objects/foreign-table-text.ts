import { quoteName, quoteQualified } from "../quote.ts";
import { sqlNameOf } from "./address.ts";
import { changeOptionsSql, optionsSql } from "./server-options.ts";

export interface ForeignColumn {
  readonly type: string;
  readonly notNull: boolean;
  readonly default: string | null;
  /** Expression of a stored generated column. */
  readonly generated: string | null;
  readonly collation: string | null;
  /** `name=value`, without secrets. */
  readonly options: readonly string[];
}
export interface ForeignTableDefinition {
  readonly schema: string;
  readonly name: string;
  readonly server: string;
  /** Ids of the tables that it is a part or a child of, in their order. */
  readonly parents: readonly string[];
  /** As a part: the server's own spelling of its bound. */
  readonly bound: string | null;
  /** By name, in the table's order; their place is not compared. */
  readonly columns: Readonly<Record<string, ForeignColumn>>;
  /** By name, as `pg_get_constraintdef` prints them. */
  readonly checks: Readonly<Record<string, string>>;
  /** `name=value`, without secrets. */
  readonly options: readonly string[];
}

function columnSql(name: string, column: ForeignColumn): string {
  return [
    `${quoteName(name)} ${column.type}${optionsSql(column.options)}`,
    ...(column.collation === null ? [] : [`COLLATE ${column.collation}`]),
    ...(column.default === null ? [] : [`DEFAULT ${column.default}`]),
    ...(column.generated === null ? [] : [`GENERATED ALWAYS AS (${column.generated}) STORED`]),
    ...(column.notNull ? ["NOT NULL"] : []),
  ].join(" ");
}

export function createForeignTableSql(table: ForeignTableDefinition): string {
  const lines = [
    ...Object.entries(table.columns).map(([name, column]) => columnSql(name, column)),
    ...Object.entries(table.checks).map(([name, text]) => `CONSTRAINT ${quoteName(name)} ${text.replace(/ NOT VALID$/, "")}`),
  ].map((line) => `\n  ${line}`);
  const isPart = table.bound !== null;
  const list = lines.length === 0 ? "()" : `(${lines.join(",")}\n)`;
  const body = isPart && lines.length === 0 ? "" : ` ${list}`;
  const head = `CREATE FOREIGN TABLE ${quoteQualified(table.schema, table.name)}`;
  const parents = table.parents.map(sqlNameOf).join(", ");
  const origin = isPart ? ` PARTITION OF ${parents}` : "";
  const place = isPart ? ` ${table.bound ?? ""}` : table.parents.length === 0 ? "" : ` INHERITS (${parents})`;
  return `${head}${origin}${body}${place} SERVER ${quoteName(table.server)}${optionsSql(table.options)}`;
}

function changeColumnSql(name: string, from: ForeignColumn, to: ForeignColumn): readonly string[] {
  if (from.generated !== to.generated) return [`DROP COLUMN ${quoteName(name)}`, `ADD COLUMN ${columnSql(name, to)}`];
  const head = `ALTER COLUMN ${quoteName(name)}`;
  const options = changeOptionsSql(from.options, to.options);
  const collate = to.collation === null ? "" : ` COLLATE ${to.collation}`;
  return [
    ...(from.type === to.type && from.collation === to.collation ? [] : [`${head} TYPE ${to.type}${collate}`]),
    ...(from.default === to.default ? [] : [to.default === null ? `${head} DROP DEFAULT` : `${head} SET DEFAULT ${to.default}`]),
    ...(from.notNull === to.notNull ? [] : [`${head} ${to.notNull ? "SET" : "DROP"} NOT NULL`]),
    ...(options === "" ? [] : [`${head}${options}`]),
  ];
}

/** Nothing is read or rewritten: the rows are somebody else's. */
export function changeForeignTableSql(from: ForeignTableDefinition, to: ForeignTableDefinition): readonly string[] {
  const names = Object.keys(to.columns);
  const actions = [
    ...Object.entries(from.checks).flatMap(([name, text]) => (to.checks[name] === text ? [] : [`DROP CONSTRAINT ${quoteName(name)}`])),
    ...Object.keys(from.columns).flatMap((name) => (to.columns[name] === undefined ? [`DROP COLUMN ${quoteName(name)}`] : [])),
    ...names.flatMap((name) => {
      const [before, after] = [from.columns[name], to.columns[name]];
      if (after === undefined) return [];
      return before === undefined ? [`ADD COLUMN ${columnSql(name, after)}`] : changeColumnSql(name, before, after);
    }),
    ...Object.entries(to.checks).flatMap(([name, text]) =>
      from.checks[name] === text ? [] : [`ADD CONSTRAINT ${quoteName(name)} ${text}`],
    ),
  ];
  const options = changeOptionsSql(from.options, to.options).trim();
  return [...actions, ...(options === "" ? [] : [options])].map(
    (action) => `ALTER FOREIGN TABLE ${quoteQualified(to.schema, to.name)} ${action}`,
  );
}
