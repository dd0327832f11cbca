import { GrammarError, parseText } from "../parse/grammar.ts";
import { isTree, listOf, nodeOf, stringsOf, textOf, type Tree, walk } from "../parse/tree.ts";
import type { Table } from "./catalog.ts";

/** What the checks of a column speak of: values to try, and patterns to fill. */
export interface Hints {
  readonly texts: readonly string[];
  readonly numbers: readonly number[];
  readonly regexes: readonly string[];
  readonly likes: readonly string[];
}
export const noHints: Hints = { texts: [], numbers: [], regexes: [], likes: [] };

/** Hints per column of a table from its checks, its domains, the bounds of its partitions, and `more` expressions. Cost: one parse an expression. */
export async function readHints(table: Table, more: readonly string[] = []): Promise<ReadonlyMap<string, Hints>> {
  const found = new Map<string, Hints>();
  const add = (column: string, hints: Hints): void => {
    const known = found.get(column) ?? noHints;
    found.set(column, {
      texts: [...known.texts, ...hints.texts],
      numbers: [...known.numbers, ...hints.numbers],
      regexes: [...known.regexes, ...hints.regexes],
      likes: [...known.likes, ...hints.likes],
    });
  };
  for (const expression of [...table.checks, ...more]) {
    const read = await readExpression(expression);
    for (const column of read.columns) add(column, read.hints);
  }
  for (const column of table.columns) {
    for (const check of column.domainChecks) add(column.name, (await readExpression(check.replace(/^CHECK\s*/i, ""))).hints);
    for (const bound of table.bounds) add(column.name, readBound(bound));
  }
  return found;
}

async function readExpression(expression: string): Promise<{ readonly columns: ReadonlySet<string>; readonly hints: Hints }> {
  const columns = new Set<string>();
  const texts: string[] = [];
  const numbers: number[] = [];
  const regexes: string[] = [];
  const likes: string[] = [];
  const trees = await parseText(`select ${expression}`).catch((error: unknown) => {
    if (error instanceof GrammarError) return [];
    throw error;
  });
  for (const { tree } of trees) {
    walk(tree, (kind, fields) => {
      if (kind === "ColumnRef") columns.add(stringsOf(fields["fields"]).at(-1) ?? "");
      if (kind === "A_Const") addConstant(fields, texts, numbers);
      if (kind === "A_Expr") addPattern(fields, regexes, likes);
    });
  }
  const patterns = new Set([...regexes, ...likes]);
  return { columns, hints: { texts: texts.filter((text) => !patterns.has(text)), numbers, regexes, likes } };
}

function addConstant(fields: Tree, texts: string[], numbers: number[]): void {
  if (isTree(fields["sval"])) texts.push(textOf(fields["sval"]["sval"]));
  if (isTree(fields["ival"])) numbers.push(typeof fields["ival"]["ival"] === "number" ? fields["ival"]["ival"] : 0);
  if (isTree(fields["fval"])) numbers.push(Number(textOf(fields["fval"]["fval"])));
}

function addPattern(fields: Tree, regexes: string[], likes: string[]): void {
  const operator = stringsOf(fields["name"]).at(-1) ?? "";
  walk(listOf([fields["rexpr"]]), (kind, inner) => {
    const text = kind === "A_Const" && isTree(inner["sval"]) ? textOf(inner["sval"]["sval"]) : null;
    if (text === null) return;
    if (operator === "~" || operator === "~*") regexes.push(text);
    if (operator === "~~" || operator === "~~*") likes.push(text);
  });
  const direct = nodeOf(fields["rexpr"], "A_Const");
  if (direct !== null && isTree(direct["sval"])) {
    if (operator === "~" || operator === "~*") regexes.push(textOf(direct["sval"]["sval"]));
    if (operator === "~~" || operator === "~~*") likes.push(textOf(direct["sval"]["sval"]));
  }
}

function readBound(bound: string): Hints {
  const texts = [...bound.matchAll(/'((?:[^']|'')*)'/g)].map((match) => (match[1] ?? "").replaceAll("''", "'"));
  const numbers = [...bound.replaceAll(/'(?:[^']|'')*'/g, "").matchAll(/-?\d+(?:\.\d+)?/g)].map((match) => Number(match[0]));
  return { ...noHints, texts, numbers: [...numbers, ...texts.filter((text) => /^-?\d+$/.test(text)).map(Number)] };
}
