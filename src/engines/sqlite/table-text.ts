import type {
  CheckDefinition,
  ColumnDefinition,
  ForeignKeyDefinition,
  KeyColumn,
  PrimaryKeyDefinition,
  TableDefinition,
  UniqueDefinition,
} from "./definitions.ts";
import {
  closingOf,
  isKeyword,
  isMark,
  isName,
  printExpression,
  printTokens,
  quoteText,
  readTokens,
  splitList,
  type Token,
} from "./tokens.ts";

/** A table as its text says; references without columns still lack them, and names are not yet matched to columns. */
export interface TableText {
  readonly definition: TableDefinition;
  readonly order: readonly string[];
}

interface Draft {
  readonly columns: Map<string, ColumnDefinition>;
  primaryKey: PrimaryKeyDefinition | null;
  readonly uniques: UniqueDefinition[];
  readonly checks: CheckDefinition[];
  readonly foreignKeys: ForeignKeyDefinition[];
}

/** Walks one part of a CREATE TABLE from left to right. */
class Cursor {
  readonly tokens: readonly Token[];
  at = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }
  get token(): Token | undefined {
    return this.tokens[this.at];
  }
  peek(distance: number): Token | undefined {
    return this.tokens[this.at + distance];
  }
  take(...words: readonly string[]): boolean {
    if (!isKeyword(this.token, ...words)) return false;
    this.at += 1;
    return true;
  }
  name(): string {
    const token = this.token;
    this.at += 1;
    return token?.value ?? "";
  }
  /** Tokens inside the parentheses that begin here; empty when none do. */
  group(): readonly Token[] {
    if (!isMark(this.token, "(")) return [];
    const close = closingOf(this.tokens, this.at);
    const inner = this.tokens.slice(this.at + 1, close);
    this.at = close + 1;
    return inner;
  }
}

const constraintWords = ["constraint", "primary", "unique", "check", "foreign"];

/** Null: not a CREATE TABLE with columns (a virtual table, another statement). */
export function readTable(text: string): TableText | null {
  const cursor = new Cursor(readTokens(text));
  if (!cursor.take("create")) return null;
  cursor.take("temp", "temporary");
  if (!cursor.take("table")) return null;
  if (cursor.take("if")) cursor.at += 2;
  let name = cursor.name();
  if (isMark(cursor.token, ".")) {
    cursor.at += 1;
    name = cursor.name();
  }
  if (!isMark(cursor.token, "(")) return null;
  const parts = splitList(cursor.group());
  const draft: Draft = { columns: new Map(), primaryKey: null, uniques: [], checks: [], foreignKeys: [] };
  for (const part of parts) {
    if (isKeyword(part[0], ...constraintWords) && part[0]?.kind === "word") readTableConstraints(new Cursor(part), draft);
    else readColumn(new Cursor(part), draft);
  }
  const options = cursor.tokens.slice(cursor.at).map((token) => token.value.toLowerCase());
  const table: TableDefinition = {
    name,
    columns: Object.fromEntries(draft.columns),
    primaryKey: draft.primaryKey,
    uniques: draft.uniques,
    checks: draft.checks,
    foreignKeys: draft.foreignKeys,
    strict: options.includes("strict"),
    withoutRowid: options.includes("without"),
  };
  return { definition: table, order: [...draft.columns.keys()] };
}

const columnWords = ["constraint", "primary", "not", "null", "unique", "check", "default", "collate", "references", "generated", "as"];

function readColumn(cursor: Cursor, draft: Draft): void {
  const name = cursor.name();
  const typeFrom = cursor.at;
  while (cursor.token !== undefined && !isKeyword(cursor.token, ...columnWords)) {
    if (isMark(cursor.token, "(")) cursor.group();
    else cursor.at += 1;
  }
  const type = printType(cursor.tokens.slice(typeFrom, cursor.at));
  const column = {
    type,
    notNull: false,
    default: null as string | null,
    collation: null as string | null,
    generated: null as ColumnDefinition["generated"],
  };
  let constraint: string | null = null;
  while (cursor.token !== undefined) {
    if (cursor.take("constraint")) {
      constraint = cursor.name();
      continue;
    }
    if (cursor.take("not")) {
      cursor.take("null");
      readConflict(cursor);
      column.notNull = true;
    } else if (cursor.take("null")) readConflict(cursor);
    else if (cursor.take("default")) column.default = readDefault(cursor);
    else if (cursor.take("collate")) column.collation = collationOf(cursor.name());
    else if (cursor.take("generated")) cursor.take("always");
    else if (cursor.take("as")) {
      const expression = printExpression(cursor.group());
      const isStored = cursor.take("stored");
      if (!isStored) cursor.take("virtual");
      column.generated = { expression, kind: isStored ? "stored" : "virtual" };
    } else readColumnKey(cursor, draft, name, constraint);
    constraint = null;
  }
  draft.columns.set(name, column);
}

/** What a column's constraint means for the table. */
function readColumnKey(cursor: Cursor, draft: Draft, column: string, name: string | null): void {
  const alone = (order: KeyColumn["order"]): readonly KeyColumn[] => [{ name: column, collation: null, order }];
  if (cursor.take("primary")) {
    cursor.take("key");
    const order = cursor.take("desc") ? "desc" : "asc";
    cursor.take("asc");
    const conflict = readConflict(cursor);
    draft.primaryKey = { name, columns: alone(order), autoincrement: cursor.take("autoincrement"), conflict };
  } else if (cursor.take("unique")) draft.uniques.push({ name, columns: alone("asc"), conflict: readConflict(cursor) });
  else if (cursor.take("check")) draft.checks.push({ name, expression: printExpression(cursor.group()) });
  else if (cursor.take("references")) draft.foreignKeys.push(readReference(cursor, name, [column]));
  else cursor.at += 1;
}

function readTableConstraints(cursor: Cursor, draft: Draft): void {
  let name: string | null = null;
  while (cursor.token !== undefined) {
    if (cursor.take("constraint")) name = cursor.name();
    else if (cursor.take("primary")) {
      cursor.take("key");
      const group = cursor.group();
      const autoincrement = isKeyword(group.at(-1), "autoincrement");
      const columns = readKeyColumns(autoincrement ? group.slice(0, -1) : group);
      draft.primaryKey = { name, columns, autoincrement, conflict: readConflict(cursor) };
    } else if (cursor.take("unique")) draft.uniques.push({ name, columns: readKeyColumns(cursor.group()), conflict: readConflict(cursor) });
    else if (cursor.take("check")) {
      draft.checks.push({ name, expression: printExpression(cursor.group()) });
      readConflict(cursor);
    } else if (cursor.take("foreign")) {
      cursor.take("key");
      const columns = splitList(cursor.group()).map((part) => part[0]?.value ?? "");
      cursor.take("references");
      draft.foreignKeys.push(readReference(cursor, name, columns));
    } else cursor.at += 1;
  }
}

function readReference(cursor: Cursor, name: string | null, columns: readonly string[]): ForeignKeyDefinition {
  const table = cursor.name();
  const targetColumns = splitList(cursor.group()).map((part) => part[0]?.value ?? "");
  let onDelete = "NO ACTION";
  let onUpdate = "NO ACTION";
  let deferred = false;
  while (cursor.token !== undefined) {
    if (isKeyword(cursor.token, "on")) {
      cursor.at += 1;
      const isDelete = cursor.take("delete");
      if (!isDelete) cursor.take("update");
      const first = cursor.name().toUpperCase();
      const action = first === "SET" || first === "NO" ? `${first} ${cursor.name().toUpperCase()}` : first;
      if (isDelete) onDelete = action;
      else onUpdate = action;
    } else if (cursor.take("match")) cursor.at += 1;
    else if (isKeyword(cursor.token, "not") && isKeyword(cursor.peek(1), "deferrable"))
      cursor.at += isKeyword(cursor.peek(2), "initially") ? 4 : 2;
    else if (cursor.take("deferrable")) {
      if (cursor.take("initially")) deferred = cursor.name().toLowerCase() === "deferred";
    } else break;
  }
  return { name, columns, table, targetColumns, onDelete, onUpdate, deferred };
}

function readKeyColumns(group: readonly Token[]): readonly KeyColumn[] {
  return splitList(group).map((part) => {
    const collateAt = part.findIndex((token) => isKeyword(token, "collate"));
    const collation = collateAt < 0 ? null : collationOf(part[collateAt + 1]?.value ?? "");
    return { name: part[0]?.value ?? "", collation, order: part.some((token) => isKeyword(token, "desc")) ? "desc" : "asc" };
  });
}

function readConflict(cursor: Cursor): string | null {
  if (!isKeyword(cursor.token, "on") || !isKeyword(cursor.peek(1), "conflict")) return null;
  cursor.at += 2;
  const action = cursor.name().toUpperCase();
  return action === "ABORT" ? null : action;
}

/** A quoted or bare name after DEFAULT is a text (https://sqlite.org/lang_createtable.html#the_default_clause). */
function readDefault(cursor: Cursor): string | null {
  if (isMark(cursor.token, "(")) return printExpression(cursor.group());
  const from = cursor.at;
  if (cursor.token?.kind === "operator") cursor.at += 1;
  const token = cursor.token;
  cursor.at += 1;
  const isText =
    token?.kind === "name" ||
    (isName(token) && !isKeyword(token, "null", "true", "false", "current_date", "current_time", "current_timestamp"));
  const text = isText ? quoteText(token?.value ?? "") : printTokens(cursor.tokens.slice(from, cursor.at));
  return text === "NULL" ? null : text;
}

function collationOf(name: string): string | null {
  const upper = name.toUpperCase();
  return upper === "BINARY" ? null : upper;
}

/** `decimal ( 12, 2 )` and `DECIMAL(12,2)` are one type. */
export function printType(tokens: readonly Token[]): string {
  return tokens
    .map((token) => token.value.toUpperCase())
    .join(" ")
    .replaceAll(/\s*([(),])\s*/g, "$1");
}
