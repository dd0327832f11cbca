import { parseName, printName } from "../../../model/name.ts";
import type { ParsedStatement } from "../../engine.ts";
import type { RuleContext } from "../../rule.ts";
import { statementOf } from "../syntax.ts";

/** Two dotted names of one thing, an absent schema being `public`. */
export function isSameName(one: string, other: string): boolean {
  return inPublic(one) === inPublic(other);
}

/** A dotted name with its schema; `public` where none is written. */
export function inPublic(name: string): string {
  const parts = parseName(name);
  return printName(parts.length === 1 ? ["public", ...parts] : parts);
}

function has(names: ReadonlySet<string>, name: string): boolean {
  return [...names].some((candidate) => isSameName(candidate, name));
}

/** Made by this very set of migrations, so that no running code knows it. */
export function isNew(context: RuleContext, name: string): boolean {
  return has(context.created, name);
}

/** Made by this set and not filled by it: locking, scanning, rewriting or emptying it costs nothing. */
export function isEmpty(context: RuleContext, name: string): boolean {
  return isNew(context, name) && !has(context.filled, name);
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
