import { printColumnType, printTypeName } from "./column-types.ts";
import { numberIn, type SourceValue } from "./source-values.ts";

/** https://sequelize.org/docs/v6/core-concepts/model-basics/#data-types on PostgreSQL. */
const types: Readonly<Record<string, string>> = {
  TEXT: "text",
  CITEXT: "citext",
  TINYINT: "smallint",
  SMALLINT: "smallint",
  MEDIUMINT: "integer",
  INTEGER: "integer",
  BIGINT: "bigint",
  FLOAT: "double precision",
  REAL: "real",
  DOUBLE: "double precision",
  BOOLEAN: "boolean",
  DATEONLY: "date",
  TIME: "time",
  UUID: "uuid",
  UUIDV1: "uuid",
  UUIDV4: "uuid",
  JSON: "json",
  JSONB: "jsonb",
  BLOB: "bytea",
  INET: "inet",
  CIDR: "cidr",
  MACADDR: "macaddr",
  HSTORE: "hstore",
  TSVECTOR: "tsvector",
};

/** What a type of Sequelize becomes for a field of a table; null: not known. */
export function sequelizeType(value: SourceValue, table: string, field: string): string | null {
  const text = value.kind === "call" ? value.callee : value.kind === "name" ? value.text : value.kind === "text" ? value.text : "";
  const word =
    text
      .replace(/^(?:Sequelize\.)?(?:DataTypes\.|Sequelize\.)?/, "")
      .split(".")[0]
      ?.toUpperCase() ?? "";
  const items = value.kind === "call" ? value.items : [];
  const first = numberIn(items[0]);
  if (word === "STRING" || word === "CHAR") return printColumnType(`${word === "CHAR" ? "char" : "varchar"}(${first ?? 255})`);
  if (word === "DATE") return printColumnType(first === null ? "timestamptz" : `timestamptz(${first})`);
  if (word === "DECIMAL" || word === "NUMERIC")
    return printColumnType(first === null ? "numeric" : `numeric(${first},${numberIn(items[1]) ?? 0})`);
  if (word === "ENUM") return printTypeName(`enum_${table}_${field}`);
  if (word === "ARRAY" || word === "RANGE") {
    const inner = items[0] === undefined ? null : sequelizeType(items[0], table, field);
    if (word === "ARRAY") return inner === null ? null : `${inner}[]`;
    return inner === null
      ? null
      : ({ integer: "int4range", bigint: "int8range", numeric: "numrange", date: "daterange", "timestamp with time zone": "tstzrange" }[
          inner
        ] ?? null);
  }
  const known = types[word];
  return known === undefined ? (value.kind === "text" ? printColumnType(value.text) : null) : printColumnType(known);
}
