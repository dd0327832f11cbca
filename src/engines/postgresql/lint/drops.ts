import type { ObjectType } from "libpg-query";
import { printName } from "../../../model/name.ts";
import type { ParsedStatement } from "../../engine.ts";
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
