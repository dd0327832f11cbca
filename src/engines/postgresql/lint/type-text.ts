import type { TypeName } from "libpg-query";
import { printName } from "../../../model/name.ts";
import { pick, textsOf } from "../syntax.ts";

/** Names of the grammar → names that `format_type` prints. */
const printed: Readonly<Record<string, string>> = {
  int2: "smallint",
  int4: "integer",
  int: "integer",
  int8: "bigint",
  float4: "real",
  float8: "double precision",
  bool: "boolean",
  bpchar: "character",
  varchar: "character varying",
  varbit: "bit varying",
  timestamptz: "timestamp with time zone",
  timestamp: "timestamp without time zone",
  timetz: "time with time zone",
  time: "time without time zone",
  decimal: "numeric",
};
const serials: Readonly<Record<string, string>> = {
  smallserial: "smallint",
  serial2: "smallint",
  serial: "integer",
  serial4: "integer",
  bigserial: "bigint",
  serial8: "bigint",
};

/** The type of the column behind `serial` and its sisters; null for other types. */
export function serialBase(type: TypeName | undefined): string | null {
  return serials[baseName(type)] ?? null;
}

/** A type as `format_type` prints it, modifiers included, as far as the text tells; `serial` as what it makes. */
export function printType(type: TypeName | undefined): string {
  const name = baseName(type);
  const base = serials[name] ?? printed[name] ?? name;
  const modifiers = modifiersOf(type);
  const dimension = (type?.arrayBounds ?? []).length > 0 ? "[]" : "";
  if (base === "interval") return `${base}${dimension}`;
  if (name === "bpchar" && modifiers.length === 0) return `bpchar${dimension}`;
  const suffix = modifiers.length === 0 ? "" : `(${modifiers.join(",")})`;
  const timed = /^(timestamp|time) (with(?:out)? time zone)$/.exec(base);
  return timed === null ? `${base}${suffix}${dimension}` : `${timed[1] ?? ""}${suffix} ${timed[2] ?? ""}${dimension}`;
}

function baseName(type: TypeName | undefined): string {
  const names = textsOf(type?.names);
  return printName(names[0] === "pg_catalog" ? names.slice(1) : names);
}

function modifiersOf(type: TypeName | undefined): readonly number[] {
  return (type?.typmods ?? []).flatMap((item) => {
    const value = pick(item, "A_Const")?.ival;
    return value === undefined ? [] : [value.ival ?? 0];
  });
}
