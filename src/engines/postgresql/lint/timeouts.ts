import type { Node } from "libpg-query";
import type { ParsedStatement } from "../../engine.ts";
import type { RuleContext } from "../../rule.ts";
import { earlierStatements } from "./context.ts";
import { pick, pickAll, statementOf, textsOf } from "../syntax.ts";

interface Timeout {
  readonly session: "on" | "off";
  /** What SET LOCAL made of it; null: nothing in this transaction. */
  readonly local: "on" | "off" | null;
  /** The session's value when the open transaction began, to which ROLLBACK returns; null: no transaction is open. */
  readonly atBegin: "on" | "off" | null;
}

/**
 * Whether a setting such as `lock_timeout` is in force at the statement: set earlier in the script to another value than 0, and not given up since
 * (RESET, SET … TO DEFAULT, DISCARD ALL; SET LOCAL outside a transaction or after its end; any SET that was rolled back).
 */
export function isTimeoutSet(context: RuleContext, setting: string): boolean {
  const start: Timeout = { session: "off", local: null, atBegin: context.transaction === "none" ? null : "off" };
  const state = earlierStatements(context).reduce((before, statement) => follow(before, statement, setting), start);
  return (state.local ?? state.session) === "on";
}

function follow(state: Timeout, statement: ParsedStatement, setting: string): Timeout {
  const control = statementOf(statement, "TransactionStmt");
  if (control !== null) return followControl(state, control.kind ?? "", control.chain === true ? "chain" : "end");
  if (statementOf(statement, "DiscardStmt")?.target === "DISCARD_ALL") return { ...state, session: "off", local: null };
  const assignment = assignmentOf(statement, setting);
  if (assignment === null) return state;
  if (assignment.scope === "local") return state.atBegin === null ? state : { ...state, local: assignment.value };
  return { ...state, session: assignment.value, local: null };
}

function followControl(state: Timeout, kind: string, after: "chain" | "end"): Timeout {
  if (kind === "TRANS_STMT_BEGIN" || kind === "TRANS_STMT_START") return { ...state, atBegin: state.atBegin ?? state.session };
  if (kind !== "TRANS_STMT_COMMIT" && kind !== "TRANS_STMT_ROLLBACK") return state;
  const session = kind === "TRANS_STMT_ROLLBACK" ? (state.atBegin ?? state.session) : state.session;
  return { session, local: null, atBegin: after === "chain" ? session : null };
}

interface Assignment {
  readonly scope: "session" | "local";
  readonly value: "on" | "off";
}
function assignmentOf(statement: ParsedStatement, setting: string): Assignment | null {
  const set = statementOf(statement, "VariableSetStmt");
  if (set !== null) {
    if (set.kind === "VAR_RESET_ALL") return { scope: "session", value: "off" };
    if (set.name?.toLowerCase() !== setting) return null;
    return { scope: set.is_local === true ? "local" : "session", value: set.kind === "VAR_SET_VALUE" ? valueOf(set.args?.[0]) : "off" };
  }
  for (const target of pickAll(statementOf(statement, "SelectStmt")?.targetList, "ResTarget")) {
    const call = pick(target.val, "FuncCall");
    if (textsOf(call?.funcname).at(-1) !== "set_config") continue;
    const [name, value, local] = call?.args ?? [];
    if (pick(name, "A_Const")?.sval?.sval?.toLowerCase() !== setting) continue;
    return { scope: pick(local, "A_Const")?.boolval?.boolval === true ? "local" : "session", value: valueOf(value) };
  }
  return null;
}

/** 0 in any unit switches a timeout off. */
function valueOf(node: Node | undefined): "on" | "off" {
  const constant = pick(node, "A_Const");
  const text = constant?.sval?.sval ?? String(constant?.ival?.ival ?? constant?.fval?.fval ?? 0);
  return Number.parseFloat(text) > 0 ? "on" : "off";
}
