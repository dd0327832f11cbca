import { printName } from "../../../model/name.ts";
import type { ParsedStatement } from "../../engine.ts";
import { relationName, statementOf, textsOf } from "../syntax.ts";

export interface Replacement {
  readonly kind: "view" | "function" | "trigger" | "rule" | "aggregate";
  readonly name: string;
}

/** What a CREATE OR REPLACE may put something into the place of; null for other statements. Triggers and rules go by their tables. */
export function replacedBy(statement: ParsedStatement): Replacement | null {
  const view = statementOf(statement, "ViewStmt");
  if (view?.replace === true) return { kind: "view", name: relationName(view.view) };
  const body = statementOf(statement, "CreateFunctionStmt");
  if (body?.replace === true) return { kind: "function", name: printName(textsOf(body.funcname)) };
  const trigger = statementOf(statement, "CreateTrigStmt");
  if (trigger?.replace === true) return { kind: "trigger", name: relationName(trigger.relation) };
  const rule = statementOf(statement, "RuleStmt");
  if (rule?.replace === true) return { kind: "rule", name: relationName(rule.relation) };
  const made = statementOf(statement, "DefineStmt");
  return made?.replace === true ? { kind: "aggregate", name: printName(textsOf(made.defnames)) } : null;
}
