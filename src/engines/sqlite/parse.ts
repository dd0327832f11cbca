import { DatabaseSync } from "node:sqlite";
import { LeadError } from "../../model/error.ts";
import type { Script } from "../../model/migration.ts";
import { printName } from "../../model/name.ts";
import type { ParsedStatement } from "../engine.ts";
import { isKeyword, isMark, isName, readTokens, type Token } from "./tokens.ts";

/** What a statement is, as far as its head tells. */
export interface StatementTree {
  /** `create table`, `create unique index`, `alter table`, `drop view`, `insert`, `update`, `pragma`, `begin`… */
  readonly verb: string;
  /** For `alter table`: `rename to`, `rename column`, `add column`, `drop column`, `add constraint`, `drop constraint`, `alter column`. */
  readonly action: string | null;
  readonly name: string | null;
  readonly tokens: readonly Token[];
}

export function treeOf(statement: ParsedStatement): StatementTree {
  return statement.tree as StatementTree;
}

/**
 * Splits a script as the SQLite shell does: a trigger ends at `; END ;`.
 * Throws `schema-unreadable` with file, line and excerpt where SQLite's own parser reports a syntax error.
 */
export function parseScript(script: Script): readonly ParsedStatement[] {
  const statements = splitScript(script.text, script.line);
  const database = new DatabaseSync(":memory:");
  try {
    for (const statement of statements) checkSyntax(database, script, statement);
  } finally {
    database.close();
  }
  return statements;
}

export function splitScript(text: string, firstLine: number): readonly ParsedStatement[] {
  const statements: ParsedStatement[] = [];
  let current: Token[] = [];
  const lineAt = countLines(text, firstLine);
  const flush = (): void => {
    if (current.length > 0) statements.push(statementOf(text, current, lineAt));
    current = [];
  };
  for (const token of readTokens(text)) {
    if (!isMark(token, ";")) {
      current.push(token);
      continue;
    }
    if (isTriggerHead(current) && !(isKeyword(current.at(-1), "end") && isMark(current.at(-2), ";"))) current.push(token);
    else flush();
  }
  flush();
  return statements;
}

function isTriggerHead(tokens: readonly Token[]): boolean {
  if (!isKeyword(tokens[0], "create")) return false;
  return isKeyword(tokens[1], "trigger") || (isKeyword(tokens[1], "temp", "temporary") && isKeyword(tokens[2], "trigger"));
}

/** Line (from `firstLine`) and column (from 1) of an offset; offsets are asked in ascending order. */
function countLines(text: string, firstLine: number): (offset: number) => { readonly line: number; readonly column: number } {
  let at = 0;
  let line = firstLine;
  let lineStart = 0;
  return (offset) => {
    for (; at < offset; at += 1) {
      if (text[at] !== "\n") continue;
      line += 1;
      lineStart = at + 1;
    }
    return { line, column: offset - lineStart + 1 };
  };
}

function statementOf(text: string, tokens: readonly Token[], lineAt: ReturnType<typeof countLines>): ParsedStatement {
  const start = tokens[0]?.start ?? 0;
  const end = tokens.at(-1)?.end ?? start;
  const shifted = tokens.map((token) => ({ ...token, start: token.start - start, end: token.end - start }));
  const tree = readTree(shifted);
  return { text: text.slice(start, end), start, end, ...lineAt(start), tree, touches: touchesOf(tree) };
}

const alterActions = ["rename to", "rename column", "add column", "drop column", "add constraint", "drop constraint", "alter column"];

function readTree(tokens: readonly Token[]): StatementTree {
  const first = tokens[0]?.value.toLowerCase() ?? "";
  if (first === "create" || first === "drop") {
    let at = 1;
    while (isKeyword(tokens[at], "temp", "temporary", "unique", "virtual")) at += 1;
    const kind = tokens[at]?.value.toLowerCase() ?? "";
    at += 1;
    if (isKeyword(tokens[at], "if")) at += isKeyword(tokens[at + 1], "not") ? 3 : 2;
    const isUnique = isKeyword(tokens[1], "unique");
    return { verb: `${first} ${isUnique ? "unique " : ""}${kind}`, action: null, name: nameAt(tokens, at), tokens };
  }
  if (first === "alter") {
    const at = isMark(tokens[3], ".") ? 5 : 3;
    const words = tokens.slice(at, at + 2).map((token) => (token.kind === "word" ? token.value.toLowerCase() : ""));
    const exact = words.join(" ");
    const short =
      words[0] === "rename"
        ? "rename column"
        : words[0] === "alter"
          ? "alter column"
          : words[1] === "check"
            ? "add constraint"
            : `${words[0] ?? ""} column`;
    return { verb: "alter table", action: alterActions.includes(exact) ? exact : short, name: nameAt(tokens, 2), tokens };
  }
  const target = first === "with" ? tokens.findIndex((token) => isKeyword(token, "insert", "update", "delete", "replace")) : 0;
  const verb = first === "with" ? (tokens[target]?.value.toLowerCase() ?? "select") : first;
  return { verb: verb === "replace" ? "insert" : verb, action: null, name: writtenName(tokens, Math.max(target, 0), verb), tokens };
}

function nameAt(tokens: readonly Token[], at: number): string | null {
  const token = isMark(tokens[at + 1], ".") ? tokens[at + 2] : tokens[at];
  return isName(token) ? token.value : null;
}

function writtenName(tokens: readonly Token[], from: number, verb: string): string | null {
  if (verb === "pragma") return nameAt(tokens, 1);
  if (!["insert", "replace", "update", "delete"].includes(verb)) return null;
  let at = from + 1;
  while (isKeyword(tokens[at], "or", "abort", "fail", "ignore", "replace", "rollback", "into", "from")) at += 1;
  return nameAt(tokens, at);
}

function touchesOf(tree: StatementTree): ParsedStatement["touches"] {
  const label = tree.name === null ? null : printName([tree.name]);
  const verb = tree.verb.split(" ")[0] ?? "";
  const how = verb === "create" ? "create" : verb === "alter" ? "alter" : verb === "drop" ? "drop" : "write";
  const own = label === null || verb === "pragma" ? [] : [{ name: label, how } as const];
  const read = sourcesIn(tree.tokens).filter((source) => source.table !== tree.name);
  return [...own, ...[...new Set(read.map((source) => source.table))].map((table) => ({ name: printName([table]), how: "read" }) as const)];
}

/** Tables and views after FROM, JOIN, INTO, UPDATE and REFERENCES, each with the alias it goes by. */
export function sourcesIn(tokens: readonly Token[]): readonly { readonly table: string; readonly alias: string }[] {
  const found: { table: string; alias: string }[] = [];
  let inFrom = false;
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    const opens =
      isKeyword(token, "from", "join", "into", "references") ||
      (isKeyword(token, "update") && !isKeyword(tokens[at - 1], "on", "after", "before", "of"));
    if (isKeyword(token, "from")) inFrom = true;
    else if (isKeyword(token, "where", "group", "order", "set", "values", "limit", "select", "union")) inFrom = false;
    if (!opens && !(inFrom && isMark(token, ","))) continue;
    let next = at + 1;
    while (isKeyword(tokens[next], "or", "ignore", "abort", "replace", "fail", "rollback")) next += 1;
    const name = nameAt(tokens, next);
    if (name === null || isKeyword(tokens[next], "select", "lateral")) continue;
    const after = next + (isMark(tokens[next + 1], ".") ? 3 : 1);
    const aliasToken = isKeyword(tokens[after], "as") ? tokens[after + 1] : tokens[after];
    const isAlias = isName(aliasToken) && !isKeyword(aliasToken, ...afterTable);
    found.push({ table: name, alias: isAlias ? aliasToken.value : name });
  }
  return found;
}
const afterTable =
  "where on using join left inner cross natural right full outer group order limit set values select default union except intersect as indexed not returning window having".split(
    " ",
  );

/** Words of the grammar that are no fields in an application's statement. */
const notFields = new Set(
  `select from where and or not in is null as on join left inner outer cross natural right full using group by order having limit offset union all except intersect values
  insert into update delete replace set default returning with recursive case when then else end exists between like glob match regexp escape distinct asc desc nulls first last
  conflict do nothing ignore abort fail rollback cast collate over partition rows range current_date current_time current_timestamp true false isnull notnull`.split(
    /\s+/,
  ),
);

/** Dotted names that an application's statement uses; null: SQLite cannot parse it. */
export function findMentions(text: string): readonly string[] | null {
  const statements = splitScript(text, 1);
  const first = statements[0];
  if (first === undefined || !["select", "insert", "update", "delete", "values"].includes(treeOf(first).verb)) return null;
  if (statements.some((statement) => syntaxErrorOf(statement.text) !== null)) return null;
  return [...new Set(statements.flatMap((statement) => mentionsOf(treeOf(statement).tokens)))].sort();
}

function mentionsOf(tokens: readonly Token[]): readonly string[] {
  const sources = sourcesIn(tokens);
  const tables = new Map(
    sources.flatMap((source) => [[source.alias.toLowerCase(), source.table] as const, [source.table.toLowerCase(), source.table] as const]),
  );
  const only = new Set(sources.map((source) => source.table)).size === 1 ? sources[0]?.table : undefined;
  const fields = tokens.flatMap((token, index): readonly string[] => {
    const isCall = isMark(tokens[index + 1], "(") && !isKeyword(tokens[index - 1], "into") && !isKeyword(tokens[index - 2], "into");
    if (!isName(token) || isCall || (token.kind === "word" && notFields.has(token.value.toLowerCase()))) return [];
    if (isKeyword(tokens[index - 1], "as") || isMark(tokens[index + 1], ".")) return [];
    if (isMark(tokens[index - 1], ".")) {
      const owner = tables.get(tokens[index - 2]?.value.toLowerCase() ?? "");
      return [printName(owner === undefined ? [token.value] : [owner, token.value])];
    }
    if (tables.has(token.value.toLowerCase())) return [];
    return [printName(only === undefined ? [token.value] : [only, token.value])];
  });
  return [...sources.map((source) => printName([source.table])), ...fields];
}

function syntaxErrorOf(text: string): string | null {
  const database = new DatabaseSync(":memory:");
  try {
    database.prepare(text);
    return null;
  } catch (error) {
    return isSyntaxError(error) ? error.message : null;
  } finally {
    database.close();
  }
}

function isSyntaxError(error: unknown): error is Error {
  return error instanceof Error && /syntax error|unrecognized token|incomplete input|malformed/.test(error.message);
}

function checkSyntax(database: DatabaseSync, script: Script, statement: ParsedStatement): void {
  // Some pragmas act while they are compiled: they are left to the shadow.
  if (treeOf(statement).verb === "pragma") return;
  try {
    database.prepare(statement.text);
  } catch (error) {
    if (!isSyntaxError(error)) return;
    const near = /near "(.*)"/.exec(error.message)?.[1];
    const matches = treeOf(statement).tokens.filter((token) => token.text === near);
    const at = matches.length === 1 ? (matches[0]?.start ?? 0) : 0;
    const line = statement.line + (statement.text.slice(0, at).split("\n").length - 1);
    const excerpt = statement.text.split("\n")[line - statement.line]?.trim().slice(0, 120) ?? "";
    throw new LeadError("schema-unreadable", `${script.file}:${line}: ${error.message}: ${excerpt}`, { cause: error });
  }
}
