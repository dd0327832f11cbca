import type { FunctionDefinition } from "../definitions.ts";

/** The part of `libpg-query` that is needed here. */
export interface BodyParser {
  parseSync(text: string): unknown;
  parsePlPgSQLSync(text: string): unknown;
}

/** Names in a body, as written, before anybody knows what they mean. */
export interface Mentions {
  readonly relations: readonly (readonly string[])[];
  readonly functions: readonly (readonly string[])[];
  /** Types. */
  readonly names: readonly (readonly string[])[];
  /** Strings that may name a sequence. */
  readonly texts: readonly (readonly string[])[];
  readonly fields: readonly { readonly name: string; readonly of: string | null }[];
  readonly aliases: ReadonlyMap<string, readonly (readonly string[])[]>;
  /** Whether it builds statements while it runs, which nobody can read beforehand. */
  readonly dynamic: boolean;
}

interface Gathering {
  readonly relations: string[][];
  readonly functions: string[][];
  readonly names: string[][];
  readonly texts: string[][];
  readonly fields: { name: string; of: string | null }[];
  readonly aliases: Map<string, string[][]>;
  dynamic: boolean;
}

/** Null when the body is in another language or does not parse. */
export function collectMentions(definition: FunctionDefinition, parser: BodyParser): Mentions | null {
  const into: Gathering = { relations: [], functions: [], names: [], texts: [], fields: [], aliases: new Map(), dynamic: false };
  try {
    if (definition.language === "sql") readSql(definition.text, parser, into);
    else if (definition.language === "plpgsql") readPlpgsql(parser.parsePlPgSQLSync(definition.text), parser, into);
    else return null;
    return into;
  } catch {
    return null;
  }
}

type Node = Readonly<Record<string, unknown>>;
const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && !Array.isArray(value);

/** Calls `visit` with the name and the content of every node of a tree; true stops the descent. */
function walk(value: unknown, visit: (name: string, content: unknown) => void): void {
  const stack = [value];
  while (stack.length > 0) {
    const at = stack.pop();
    if (Array.isArray(at)) stack.push(...(at as readonly unknown[]));
    else if (isNode(at)) {
      for (const [name, content] of Object.entries(at)) {
        visit(name, content);
        stack.push(content);
      }
    }
  }
}

function readSql(text: string, parser: BodyParser, into: Gathering): void {
  const tree = parser.parseSync(text);
  walk(tree, (name, content) => {
    if (name !== "DefElem" || !isNode(content) || content["defname"] !== "as") return;
    const [body] = strings(content["arg"]);
    if (body !== undefined) walkStatement(parser.parseSync(body), into);
  });
  // The signature, and a body of the standard's own form (BEGIN ATOMIC), are part of the tree.
  walkStatement(tree, into);
}

function readPlpgsql(tree: unknown, parser: BodyParser, into: Gathering): void {
  walk(tree, (name, content) => {
    if (name === "PLpgSQL_stmt_dynexecute" || name === "PLpgSQL_stmt_dynfors") into.dynamic = true;
    if (!isNode(content)) return;
    if (name === "PLpgSQL_expr" && typeof content["query"] === "string")
      readExpression(content["query"], content["parseMode"], parser, into);
    if (name === "PLpgSQL_type" && typeof content["typname"] === "string") {
      into.names.push(splitTypeName(content["typname"]));
    }
  });
}

/** Modes of the server's `RawParseMode`: 0 a statement, 2 an expression, 3 to 5 an assignment. */
function readExpression(query: string, mode: unknown, parser: BodyParser, into: Gathering): void {
  if (mode === undefined || mode === 0) return walkStatement(parser.parseSync(query), into);
  if (mode === 2) return walkStatement(parser.parseSync(`select ${query}`), into);
  const assignment = /^([^=]*?):?=([\s\S]*)$/.exec(query);
  if (assignment === null) return walkStatement(parser.parseSync(`select ${query}`), into);
  walkStatement(parser.parseSync(`select ${assignment[1] ?? ""}, (${assignment[2] ?? ""})`), into);
}

function splitTypeName(text: string): string[] {
  return text
    .replace(/%(row)?type$/i, "")
    .replace(/\[\]$/, "")
    .split(".")
    .map((part) => (part.startsWith('"') ? part.slice(1, -1) : part.toLowerCase()));
}

/** The texts of a list of String nodes. */
function strings(value: unknown): string[] {
  const found: string[] = [];
  const list = isNode(value) && isNode(value["List"]) ? value["List"]["items"] : value;
  for (const item of Array.isArray(list) ? (list as readonly unknown[]) : [list]) {
    if (isNode(item) && isNode(item["String"]) && typeof item["String"]["sval"] === "string") found.push(item["String"]["sval"]);
  }
  return found;
}

function walkStatement(tree: unknown, into: Gathering): void {
  walk(tree, (name, content) => {
    if (!isNode(content)) return;
    switch (name) {
      case "InsertStmt":
        noteTargets(content["cols"], into);
        return;
      case "UpdateStmt":
      case "onConflictClause":
        noteTargets(content["targetList"], into);
        return;
      case "RangeVar":
      case "relation":
        return noteRelation(content, into);
      case "FuncCall":
        into.functions.push(strings(content["funcname"]));
        return;
      case "TypeName":
      case "typeName":
      case "argType":
      case "returnType":
        into.names.push(strings(content["names"]));
        return;
      case "ColumnRef":
        return noteField(strings(content["fields"]), into);
      case "A_Const":
        return noteText(content, into);
    }
  });
}

/** `nextval('public.s')` names a sequence in a string. */
function noteText(content: Node, into: Gathering): void {
  const text = isNode(content["sval"]) ? content["sval"]["sval"] : undefined;
  if (typeof text === "string" && /^[\w".]{1,127}$/.test(text)) into.texts.push(splitTypeName(text));
}

function noteRelation(content: Node, into: Gathering): void {
  const { relname, schemaname, alias } = content;
  if (typeof relname !== "string") return;
  const name = typeof schemaname === "string" ? [schemaname, relname] : [relname];
  into.relations.push(name);
  const shown = isNode(alias) && typeof alias["aliasname"] === "string" ? alias["aliasname"] : relname;
  into.aliases.set(shown, [...(into.aliases.get(shown) ?? []), name]);
}

function noteField(parts: readonly string[], into: Gathering): void {
  const name = parts.at(-1);
  if (name !== undefined) into.fields.push({ name, of: parts.at(-2) ?? null });
}

/** Columns that INSERT and UPDATE write. */
function noteTargets(content: unknown, into: Gathering): void {
  for (const item of Array.isArray(content) ? (content as readonly unknown[]) : []) {
    const target = isNode(item) && isNode(item["ResTarget"]) ? item["ResTarget"]["name"] : undefined;
    if (typeof target === "string") into.fields.push({ name: target, of: null });
  }
}
