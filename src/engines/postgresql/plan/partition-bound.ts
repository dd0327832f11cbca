import { printName } from "../../../model/name.ts";
import type { Schema } from "../../../model/schema.ts";
import type { TableDefinition } from "../definitions.ts";
import { partsOf } from "../objects/address.ts";
import { define } from "../objects/draft.ts";
import { columnIn } from "../objects/inheritance.ts";
import { findObject } from "../objects/surroundings.ts";
import { quoteName } from "../quote.ts";
import { tokenize } from "./expression.ts";

/**
 * What a bound says of each row, in the form that the server recognises as its own; null where it has several keys, an expression, or a hash, which no
 * check can stand in for. Source: partbounds.c, `get_qual_for_range` and `get_qual_for_list`.
 */
export function boundCondition(schema: Schema, table: TableDefinition): string | null {
  const { partitionOf } = table;
  const parent = partitionOf === null ? undefined : findObject(schema, partitionOf.table);
  if (partitionOf === null || parent === undefined) return null;
  const key = /^(RANGE|LIST) \((?:"((?:[^"]|"")+)"|([\p{L}_][\p{L}\p{N}_$]*))\)$/u.exec(define<TableDefinition>(parent).partitionBy ?? "");
  if (key === null) return null;
  const name = key[2]?.replaceAll('""', '"') ?? key[3] ?? "";
  const type = columnIn(schema, printTable(parent.id), name)?.type;
  if (type === undefined) return null;
  return key[1] === "RANGE" ? rangeCondition(name, type, partitionOf.bound) : listCondition(name, type, partitionOf.bound);
}

function printTable(id: string): string {
  return `table:${printName(partsOf(id))}`;
}

function rangeCondition(name: string, type: string, bound: string): string | null {
  const parts = /^FOR VALUES FROM \((.*)\) TO \((.*)\)$/s.exec(bound);
  if (parts === null) return null;
  const column = quoteName(name);
  const side = (text: string, sign: string): readonly string[] =>
    /^(?:MINVALUE|MAXVALUE)$/.test(text) ? [] : [`${column} ${sign} ${text}::${type}`];
  return [`${column} IS NOT NULL`, ...side(parts[1] ?? "", ">="), ...side(parts[2] ?? "", "<")].map((text) => `(${text})`).join(" AND ");
}

function listCondition(name: string, type: string, bound: string): string | null {
  const list = /^FOR VALUES IN \((.*)\)$/s.exec(bound)?.[1];
  if (list === undefined) return null;
  const values = splitValues(list);
  const plain = values.filter((value) => value !== "NULL");
  const column = quoteName(name);
  const among =
    plain.length === 1
      ? `${column} = ${plain[0] ?? ""}::${type}`
      : `${column} = ANY (ARRAY[${plain.map((value) => `${value}::${type}`).join(", ")}])`;
  if (values.includes("NULL")) return plain.length === 0 ? `(${column} IS NULL)` : `(${column} IS NULL) OR (${among})`;
  return `(${column} IS NOT NULL) AND (${among})`;
}

function splitValues(list: string): readonly string[] {
  const values: string[] = [""];
  for (const token of tokenize(list)) {
    if (token.text === ",") values.push("");
    else values[values.length - 1] += token.text;
  }
  return values.map((value) => value.trim());
}
