import type { ObjectType } from "libpg-query";
import { printName } from "../../../model/name.ts";
import type { ParsedStatement } from "../../engine.ts";
import type { RuleContext } from "../../rule.ts";
import { isNew, isSameName } from "./context.ts";
import { pick, statementOf, textsOf } from "../syntax.ts";

/** Dotted names that a DROP of this type names; none for other statements. */
export function droppedNames(statement: ParsedStatement, type: ObjectType): readonly string[] {
  const drop = statementOf(statement, "DropStmt");
  if (drop === null || drop.removeType !== type) return [];
  return (drop.objects ?? []).map((object) => {
    const single = pick(object, "String")?.sval;
    return printName(single === undefined ? textsOf(pick(object, "List")?.items) : [single]);
  });
}

/** Names of objects of these types that the statement drops, that were there before this set of migrations, and that do not come back in the same script. */
export function goneForGood(statement: ParsedStatement, context: RuleContext, ...types: readonly ObjectType[]): readonly string[] {
  const type = statementOf(statement, "DropStmt")?.removeType;
  if (type === undefined || !types.includes(type)) return [];
  const comesBack = (gone: string): boolean =>
    context.statements
      .slice(context.index)
      .some(({ touches }) => touches.some(({ name, how }) => how === "create" && isSameName(name, gone)));
  return statement.touches.flatMap(({ name, how }) => (how === "drop" && !isNew(context, name) && !comesBack(name) ? [name] : []));
}
