import { locateObject, type Outline, type Schema } from "../../../model/schema.ts";
import { printName } from "../../../model/name.ts";
import type { ObjectUse } from "../../candidate-indexes.ts";
import { sourcesIn, splitScript, treeOf } from "../parse.ts";
import { closingOf, isKeyword, isMark, isName, printTokens, quoteName, type Token } from "../tokens.ts";

interface Range {
  readonly alias: string;
  readonly outline: Outline;
  readonly equal: string[];
  readonly joined: string[];
  readonly ranges: string[];
  sorts: readonly string[];
  readonly conditions: { readonly text: string; readonly key: string }[];
  needs: Set<string> | null;
  arms: readonly (readonly string[])[];
}
/** An expression of one object at a place in a statement: `end` is behind it. */
interface Operand {
  readonly range: Range;
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

/** What the statements of a text do with each table that they read. SQLite's own planner decides; this only says what is worth trying. */
export function readUses(schema: Schema, text: string): readonly ObjectUse[] {
  const ranges = splitScript(text, 1).flatMap((statement) => readStatement(schema, treeOf(statement).tokens));
  return ranges.map(({ outline, needs, ...use }) => ({
    ...use,
    object: outline.label,
    ranges: use.ranges.filter((key) => !use.equal.includes(key)),
    needs: needs === null ? null : [...needs],
    special: [],
  }));
}

function readStatement(schema: Schema, tokens: readonly Token[]): readonly Range[] {
  const ranges = sourcesIn(tokens).flatMap(({ table, alias }): readonly Range[] => {
    const found = locateObject(schema, printName([table])).find(({ object }) => object.kind === "table");
    return found === undefined
      ? []
      : [{ alias, outline: found.outline, equal: [], joined: [], ranges: [], sorts: [], conditions: [], needs: new Set(), arms: [] }];
  });
  for (let at = 0; at < tokens.length; at += 1) {
    const operand = operandAt(tokens, at, ranges);
    if (operand !== null) readComparison(tokens, operand, ranges);
    noteNeed(tokens, at, ranges);
    if (isKeyword(tokens[at], "order", "group") && isKeyword(tokens[at + 1], "by")) readOrder(tokens, at, ranges);
    if (isKeyword(tokens[at], "where")) readArms(tokens, at + 1, ranges);
  }
  return ranges;
}

/** A column, or a function of one column, that begins at `at`. */
function operandAt(tokens: readonly Token[], at: number, ranges: readonly Range[]): Operand | null {
  if (isMark(tokens[at - 1], ".")) return null;
  const column = columnAt(tokens, at, ranges);
  if (column !== null) return column;
  if (
    !isName(tokens[at]) ||
    !isMark(tokens[at + 1], "(") ||
    isKeyword(tokens[at], "in", "exists", "and", "or", "not", "where", "on", "values")
  )
    return null;
  const close = closingOf(tokens, at + 1);
  const inner = tokens.slice(at + 2, close);
  if (inner.some((token) => isMark(token, "(") || token.kind === "variable" || isKeyword(token, "select", "distinct"))) return null;
  const columns = inner.flatMap((_, index) => (isMark(inner[index - 1], ".") ? [] : (columnAt(inner, index, ranges) ?? [])));
  const [only, ...others] = columns;
  if (only === undefined || others.length > 0) return null;
  const kept = inner.flatMap((token, index) => (index >= only.start && index < only.end - 1 ? [] : [token]));
  const key = `${tokens[at]?.value.toLowerCase() ?? ""}(${printTokens(kept)})`;
  return { range: only.range, key, start: at, end: close + 1 };
}

function columnAt(tokens: readonly Token[], at: number, ranges: readonly Range[]): Operand | null {
  const [token, dot, last] = [tokens[at], tokens[at + 1], tokens[at + 2]];
  if (!isName(token) || isMark(dot, "(")) return null;
  if (isMark(dot, ".") && isName(last)) {
    const range = ranges.find((one) => one.alias.toLowerCase() === token.value.toLowerCase());
    const name = range === undefined ? undefined : fieldOf(range, last.value);
    return range === undefined || name === undefined ? null : { range, key: quoteName(name), start: at, end: at + 3 };
  }
  const range = ranges.findLast((one) => fieldOf(one, token.value) !== undefined);
  if (range === undefined || isKeyword(tokens[at - 1], "as")) return null;
  return { range, key: quoteName(fieldOf(range, token.value) ?? token.value), start: at, end: at + 1 };
}

function fieldOf(range: Range, name: string): string | undefined {
  return range.outline.fields.find((field) => field.name.toLowerCase() === name.toLowerCase())?.name;
}

function readComparison(tokens: readonly Token[], operand: Operand, ranges: readonly Range[]): void {
  const { range, key } = operand;
  const after = tokens[operand.end];
  const other = operandAt(tokens, operand.end + 1, ranges);
  if (after?.kind === "operator" && ["=", "=="].includes(after.text) && !isAssignment(tokens, operand.start)) {
    if (other === null) range.equal.push(key);
    else if (other.range !== range) range.joined.push(key);
  } else if (after?.kind === "operator" && ["<", "<=", ">", ">="].includes(after.text)) range.ranges.push(key);
  else if (isKeyword(after, "in")) (isKeyword(tokens[operand.end + 2], "select") ? range.joined : range.equal).push(key);
  else if (isKeyword(after, "between", "like", "glob")) range.ranges.push(key);
  else if (isKeyword(after, "is", "isnull", "notnull")) readNull(tokens, operand);
  const before = tokens[operand.start - 1];
  if (before?.kind !== "operator") return;
  const left = [3, 1]
    .map((width) => operandAt(tokens, operand.start - 1 - width, ranges))
    .find((one) => one !== null && one.end === operand.start - 1);
  if (left !== undefined && left?.range === range) return;
  if (["=", "=="].includes(before.text) && !isAssignment(tokens, operand.start - 2))
    (left === undefined || left === null ? range.equal : range.joined).push(key);
  else if (["<", "<=", ">", ">="].includes(before.text)) range.ranges.push(key);
}

/** `SET a = 1, b = 2`. */
function isAssignment(tokens: readonly Token[], at: number): boolean {
  for (let index = at - 1; index >= 0; index -= 1) {
    if (isKeyword(tokens[index], "set")) return true;
    if (isKeyword(tokens[index], "where", "on", "from", "select", "and", "or", "having")) return false;
  }
  return false;
}

function readNull(tokens: readonly Token[], { range, key, end }: Operand): void {
  const isNot = isKeyword(tokens[end], "notnull") || isKeyword(tokens[end + 1], "not");
  const isNull = isKeyword(tokens[end], "isnull") || isKeyword(tokens[end + (isNot ? 2 : 1)], "null");
  if (!isNot && !isNull) return;
  if (!isNot) range.equal.push(key);
  range.conditions.push({ text: `${key} IS ${isNot ? "NOT " : ""}NULL`, key });
}

/** The order that is asked for, where all of it is of one table. */
function readOrder(tokens: readonly Token[], at: number, ranges: readonly Range[]): void {
  if (isKeyword(tokens[at], "group") && ranges.some((range) => range.sorts.length > 0)) return;
  const found: { readonly range: Range; readonly text: string }[] = [];
  for (let next = at + 2; next < tokens.length; ) {
    const operand = operandAt(tokens, next, ranges);
    if (operand === null) return;
    const isDown = isKeyword(tokens[operand.end], "desc");
    found.push({ range: operand.range, text: `${operand.key}${isDown ? " DESC" : ""}` });
    next = operand.end + (isDown || isKeyword(tokens[operand.end], "asc") ? 1 : 0);
    if (!isMark(tokens[next], ",")) break;
    next += 1;
  }
  const [first] = found;
  if (first !== undefined && found.every((one) => one.range === first.range)) first.range.sorts = found.map((one) => one.text);
}

/** Arms of an OR that is all of a WHERE. */
function readArms(tokens: readonly Token[], from: number, ranges: readonly Range[]): void {
  const arms: Token[][] = [[]];
  let depth = 0;
  for (let at = from; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (
      token === undefined ||
      (depth === 0 && (isMark(token, ")") || isKeyword(token, "order", "group", "limit", "union", "except", "intersect", "returning")))
    )
      break;
    if (isMark(token, "(")) depth += 1;
    if (isMark(token, ")")) depth -= 1;
    if (depth === 0 && isKeyword(token, "and") && !arms.at(-1)?.some((one) => isKeyword(one, "between"))) return;
    if (depth === 0 && isKeyword(token, "or")) arms.push([]);
    else arms.at(-1)?.push(token);
  }
  if (arms.length < 2) return;
  for (const range of ranges) {
    const keys = arms.map((arm) => {
      const part: Range = { ...range, equal: [], joined: [], ranges: [] };
      const others = ranges.map((one) => (one === range ? part : { ...one, equal: [], joined: [], ranges: [] }));
      for (let at = 0; at < arm.length; at += 1) {
        const operand = operandAt(arm, at, others);
        if (operand !== null) readComparison(arm, operand, others);
      }
      return [...part.equal, ...part.ranges].slice(0, 2);
    });
    if (keys.every((list) => list.length > 0)) range.arms = keys;
  }
}

function noteNeed(tokens: readonly Token[], at: number, ranges: readonly Range[]): void {
  const token = tokens[at];
  if (
    token?.text === "*" &&
    (isKeyword(tokens[at - 1], "select", "distinct") || isMark(tokens[at - 1], ",") || isMark(tokens[at - 1], "."))
  ) {
    const owner = isMark(tokens[at - 1], ".") ? tokens[at - 2]?.value.toLowerCase() : undefined;
    for (const range of ranges) if (owner === undefined || range.alias.toLowerCase() === owner) range.needs = null;
    return;
  }
  const column = isMark(tokens[at - 1], ".") ? null : columnAt(tokens, at, ranges);
  column?.range.needs?.add(column.key);
}
