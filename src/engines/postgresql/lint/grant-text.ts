import type { GrantStmt } from "libpg-query";
import type { ParsedStatement } from "../../engine.ts";
import { pick, relationName, statementOf } from "../syntax.ts";

/** The GRANT of a statement, inside ALTER DEFAULT PRIVILEGES too; null for REVOKE and all else. */
export function grantOf(statement: ParsedStatement): GrantStmt | null {
  const grant = statementOf(statement, "GrantStmt") ?? statementOf(statement, "AlterDefaultPrivilegesStmt")?.action ?? null;
  return grant?.is_grant === true ? grant : null;
}

/** Dotted name of the relation granted on, where it is the only one. */
export function grantedObject(grant: GrantStmt): string | null {
  const relations = (grant.objects ?? []).map((object) => pick(object, "RangeVar"));
  const [only] = relations;
  return relations.length === 1 && only !== null && only !== undefined ? relationName(only) : null;
}
