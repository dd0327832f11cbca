import { parseName, printName } from "../../../model/name.ts";
import type { ParsedStatement } from "../../engine.ts";
import type { RuleContext } from "../../rule.ts";
import { newColumnsOf, statementOf } from "../syntax.ts";

/** Two dotted names of one thing, an absent schema being `public`. */
export function isSameName(one: string, other: string): boolean {
  return inPublic(one) === inPublic(other);
}

/** A dotted name with its schema; `public` where none is written. */
export function inPublic(name: string): string {
  // What needs no quotes, as nearly every name.
  const usual = /^[a-z_][a-z\d_$]*(\.[a-z_][a-z\d_$]*)?$/i.exec(name);
  if (usual !== null) return usual[1] === undefined ? `public.${name}` : name;
  const parts = parseName(name);
  return printName(parts.length === 1 ? ["public", ...parts] : parts);
}

/** The names of a set that grows, with their schemas: as many of them as were looked at. */
const qualified = new WeakMap<ReadonlySet<string>, { readonly names: Set<string>; count: number }>();

function has(names: ReadonlySet<string>, name: string): boolean {
  const seen = qualified.get(names) ?? { names: new Set<string>(), count: 0 };
  qualified.set(names, seen);
  if (seen.count < names.size) {
    for (const candidate of [...names].slice(seen.count)) seen.names.add(inPublic(candidate));
    seen.count = names.size;
  }
  return seen.names.has(inPublic(name));
}

/** Made by this very set of migrations, so that no running code knows it. */
export function isNew(context: RuleContext, name: string): boolean {
  return has(context.created, name);
}

/** Made by this set and not filled by it: there is nothing to scan, rewrite or lose. */
export function hasNoRows(context: RuleContext, name: string): boolean {
  return isNew(context, name) && !has(context.filled, name);
}

/** Without rows, or made in this very transaction, so that nobody else sees it: locking, scanning, rewriting or emptying it costs nobody anything. */
export function isEmpty(context: RuleContext, name: string): boolean {
  return isNew(context, name) && (!has(context.filled, name) || isUnseen(context, name));
}

function isUnseen(context: RuleContext, name: string): boolean {
  const made = (statement: ParsedStatement): boolean =>
    statement.touches.some((touch) => touch.how === "create" && isSameName(touch.name, name));
  return sameTransaction(context)?.some(made) === true;
}

/** Whether an earlier statement of the same script added the column. */
export function isNewColumn(context: RuleContext, table: string, column: string): boolean {
  return earlierStatements(context).some((statement) =>
    newColumnsOf(statement).some((made) => made.name === column && isSameName(made.table, table)),
  );
}

/** Earlier statements of the same script, oldest first. */
export function earlierStatements(context: RuleContext): readonly ParsedStatement[] {
  return context.statements.slice(0, context.index);
}

/** Earlier statements of the same transaction; null: the statement runs in none. */
export function sameTransaction(context: RuleContext): readonly ParsedStatement[] | null {
  let open: ParsedStatement[] | null = context.transaction === "none" ? null : [];
  for (const statement of earlierStatements(context)) {
    const control = statementOf(statement, "TransactionStmt");
    if (control === null) open?.push(statement);
    else if (control.kind === "TRANS_STMT_BEGIN" || control.kind === "TRANS_STMT_START") open ??= [];
    else if (control.kind === "TRANS_STMT_COMMIT" || control.kind === "TRANS_STMT_ROLLBACK") open = control.chain === true ? [] : null;
  }
  return open;
}
