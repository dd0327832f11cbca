import type { Schema } from "../../../model/schema.ts";
import { bare } from "../../candidate-indexes.ts";
import type { CandidateIndex } from "../../tune.ts";
import type { ConstraintDefinition, IndexDefinition } from "../definitions.ts";
import { define } from "../objects/draft.ts";
import { tokenize } from "../plan/expression.ts";
import { quoteName } from "../quote.ts";

/** A B-tree of the table that begins with the same keys in the same directions, over all rows or the same ones, and carries as much. */
export function findExisting(schema: Schema, index: CandidateIndex): string | null {
  if (index.method !== null) return null;
  const parent = `table:${index.object}`;
  for (const object of schema.objects) {
    if (object.parent !== parent) continue;
    if (object.kind === "constraint" && index.where === null && index.include.length === 0) {
      const constraint = define<ConstraintDefinition>(object);
      const isKey = constraint.type === "primary" || constraint.type === "unique";
      if (isKey && begins(constraint.columns.map(quoteName), index.keys)) return constraint.name;
    }
    if (object.kind !== "index") continue;
    const definition = define<IndexDefinition>(object);
    const parts = readIndexText(definition.text);
    if (parts === null || !definition.valid || (parts.where ?? null) !== index.where) continue;
    const carried = new Set([...parts.keys.map(bare), ...parts.include]);
    if (begins(parts.keys, index.keys) && index.include.every((field) => carried.has(field))) return definition.name;
  }
  return null;
}

function begins(whole: readonly string[], keys: readonly string[]): boolean {
  return keys.length <= whole.length && keys.every((key, position) => fold(key) === fold(whole[position] ?? ""));
}
function fold(key: string): string {
  return key
    .replace(/\s+asc\b/i, "")
    .replaceAll(/\s+/g, " ")
    .toLowerCase();
}

/** Keys, carried fields and condition of a B-tree's text; null for other kinds. */
function readIndexText(
  text: string,
): { readonly keys: readonly string[]; readonly include: readonly string[]; readonly where: string | null } | null {
  const head = /\bUSING btree \(/.exec(text);
  if (head === null) return null;
  const keys = readList(text, head.index + head[0].length);
  const rest = text.slice(keys.end);
  const carried = /^ INCLUDE \(/.exec(rest);
  const include = carried === null ? { items: [], end: 0 } : readList(rest, carried[0].length);
  const where = / WHERE (.*)$/s.exec(rest.slice(include.end))?.[1] ?? null;
  return { keys: keys.items, include: include.items, where: where === null ? null : where.replace(/^\((.*)\)$/s, "$1") };
}

/** Items up to the closing parenthesis; `end` is behind it. */
function readList(text: string, from: number): { readonly items: readonly string[]; readonly end: number } {
  const items: string[] = [""];
  let depth = 0;
  let at = from;
  for (const token of tokenize(text.slice(from))) {
    at += token.text.length;
    if (token.text === "(") depth += 1;
    if (token.text === ")" && depth === 0) break;
    if (token.text === ")") depth -= 1;
    if (token.text === "," && depth === 0) items.push("");
    else items[items.length - 1] += token.text;
  }
  return { items: items.map((item) => item.trim()), end: at };
}
