/**
 * How a new type relates to the old one: `in-place` keeps the rows as they are on disk, `wider` holds every old value but writes every row,
 * `other` may refuse or change values. PostgreSQL documentation, ALTER TABLE: binary coercible types and an unconstrained or wider modifier do not rewrite.
 */
export function widening(from: string, to: string): "in-place" | "wider" | "other" {
  if (from === to) return "in-place";
  const [old, next] = [split(from), split(to)];
  if (old.array !== next.array) return "other";
  if (isText(old.name) && isText(next.name)) return textWidening(old, next);
  if (old.name === next.name) return modifierWidening(old, next);
  return (widerNumbers[old.name] ?? []).includes(next.name) && next.modifiers.length === 0 ? "wider" : "other";
}

interface PrintedType {
  readonly name: string;
  readonly modifiers: readonly number[];
  readonly array: boolean;
}
function split(type: string): PrintedType {
  const array = type.endsWith("[]");
  const bare = array ? type.slice(0, -2) : type;
  const match = /^([^(]*)\(([\d,\s-]+)\)(.*)$/.exec(bare);
  if (match === null) return { name: bare, modifiers: [], array };
  return { name: `${match[1] ?? ""}${match[3] ?? ""}`, modifiers: (match[2] ?? "").split(",").map(Number), array };
}

const isText = (name: string): boolean => name === "text" || name === "character varying" || /^([\w"]+\.)?citext$/.test(name);

function textWidening(old: PrintedType, next: PrintedType): "in-place" | "other" {
  const [before, after] = [old.modifiers[0], next.modifiers[0]];
  return after === undefined || (before !== undefined && after >= before) ? "in-place" : "other";
}

function modifierWidening(old: PrintedType, next: PrintedType): "in-place" | "wider" | "other" {
  if (next.modifiers.length === 0) return old.name === "character" ? "other" : "in-place";
  const [precision = 0, scale = 0] = next.modifiers;
  const [oldPrecision, oldScale = 0] = old.modifiers;
  if (oldPrecision === undefined) return "other";
  if (old.name === "numeric") {
    if (scale === oldScale && precision >= oldPrecision) return "in-place";
    return scale >= oldScale && precision - scale >= oldPrecision - oldScale ? "wider" : "other";
  }
  if (precision < oldPrecision) return "other";
  return old.name === "character" || old.name === "bit" ? "wider" : "in-place";
}

const widerNumbers: Readonly<Record<string, readonly string[]>> = {
  smallint: ["integer", "bigint", "numeric", "real", "double precision"],
  integer: ["bigint", "numeric", "double precision"],
  bigint: ["numeric"],
  real: ["double precision"],
  date: ["timestamp without time zone"],
};
