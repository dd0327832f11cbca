import { printName } from "../../../model/name.ts";
import { GrammarError, parseText, type RawStatement } from "./grammar.ts";
import { holeName, numberPlaceholders } from "./placeholders.ts";
import { isTree, listOf, nodeOf, stringsOf, textOf, type Tree, walk } from "./tree.ts";

/** A statement found in code, with its placeholders as `$n`; null when no reading of them parses. */
export async function readApplicationSql(
  text: string,
): Promise<{ readonly text: string; readonly statements: readonly RawStatement[] } | null> {
  for (const candidate of new Set([text, numberPlaceholders(text, "value"), numberPlaceholders(text, "name")])) {
    try {
      const statements = await parseText(candidate);
      if (statements.length > 0) return { text: candidate, statements };
    } catch (error) {
      if (!(error instanceof GrammarError)) throw error;
    }
  }
  return null;
}

/**
 * Dotted names of tables and columns that a statement of application code uses: `customers`, `customers.mail` (aliases resolved; the only table of a
 * statement owns its unqualified columns too), `mail` where the owner is not told. Null: not a PostgreSQL statement.
 */
export async function mentionsOf(text: string): Promise<readonly string[] | null> {
  const read = await readApplicationSql(text);
  if (read === null) return null;
  const found = new Set<string>();
  for (const statement of read.statements) collect(statement.tree, found);
  return [...found].filter((name) => !name.includes(holeName));
}

interface Scope {
  /** Alias or bare name → table as written. */
  readonly tables: ReadonlyMap<string, string>;
  /** The table of an INSERT or UPDATE, to which its target columns belong. */
  readonly local: ReadonlySet<string>;
}

function collect(tree: Tree, found: Set<string>): void {
  const scope = readScope(tree);
  for (const table of scope.tables.values()) found.add(table);
  const column = (name: string): void => {
    found.add(name);
    const only = new Set(scope.tables.values()).size === 1 && scope.local.size === 0 ? [...scope.tables.values()][0] : undefined;
    if (only !== undefined) found.add(`${only}.${name}`);
  };
  walk(tree, (kind, fields) => {
    if (kind === "ColumnRef") addReference(fields, scope, found, column);
    if (kind === "InsertStmt" || kind === "UpdateStmt") addTargets(fields, kind === "InsertStmt" ? "cols" : "targetList", found);
    if (kind === "ColumnDef") column(printName([textOf(fields["colname"])]));
    if (kind === "AlterTableCmd" && textOf(fields["name"]) !== "") column(printName([textOf(fields["name"])]));
  });
}

function readScope(tree: Tree): Scope {
  const tables = new Map<string, string>();
  const local = new Set<string>();
  walk(tree, (kind, fields) => {
    if (kind === "CommonTableExpr") local.add(textOf(fields["ctename"]));
    if (kind === "RangeSubselect" || kind === "RangeFunction") {
      const alias = isTree(fields["alias"]) ? textOf(fields["alias"]["aliasname"]) : "";
      if (alias !== "") local.add(alias);
    }
  });
  walk(tree, (kind, fields) => {
    const range = kind === "RangeVar" ? fields : kind === null && typeof fields["relname"] === "string" ? fields : null;
    if (range === null) return;
    const schema = textOf(range["schemaname"]);
    const name = textOf(range["relname"]);
    if (schema === "" && local.has(name)) return;
    const written = printName(schema === "" ? [name] : [schema, name]);
    const alias = isTree(range["alias"]) ? textOf(range["alias"]["aliasname"]) : "";
    tables.set(alias === "" ? name : alias, written);
  });
  return { tables, local };
}

function addReference(fields: Tree, scope: Scope, found: Set<string>, column: (name: string) => void): void {
  const parts = stringsOf(fields["fields"]);
  const isWhole = listOf(fields["fields"]).some((part) => nodeOf(part, "A_Star") !== null);
  const last = parts.at(-1);
  if (last === undefined) {
    if (isWhole) for (const table of scope.tables.values()) found.add(`${table}.*`);
    return;
  }
  if (isWhole) {
    const table = scope.tables.get(last);
    if (table !== undefined) found.add(`${table}.*`);
    return;
  }
  if (parts.length === 1) {
    if (!scope.tables.has(last)) column(printName([last]));
    return;
  }
  const owner = parts.at(-2) ?? "";
  const table = scope.tables.get(owner);
  if (table !== undefined) found.add(`${table}.${printName([last])}`);
  else if (!scope.local.has(owner)) found.add(printName(parts));
}

function addTargets(fields: Tree, list: "cols" | "targetList", found: Set<string>): void {
  const relation = isTree(fields["relation"]) ? fields["relation"] : null;
  if (relation === null) return;
  const schema = textOf(relation["schemaname"]);
  const table = printName(schema === "" ? [textOf(relation["relname"])] : [schema, textOf(relation["relname"])]);
  for (const item of listOf(fields[list])) {
    const name = textOf(nodeOf(item, "ResTarget")?.["name"]);
    if (name !== "") found.add(`${table}.${printName([name])}`);
  }
}
