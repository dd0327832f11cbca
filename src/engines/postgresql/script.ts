import type { Limits } from "../../model/plan.ts";
import type { ScriptFrame } from "../engine.ts";

/**
 * A script of statements under the limits of their steps. In a transaction a limit ends with it (`SET LOCAL`), so that no later build of an index in the
 * same session is cut short by it; outside one it is set before and given up after, where the script may hold more than one statement.
 */
export function renderScript(statements: readonly string[], frame?: ScriptFrame): string {
  const body = statements.map(endStatement).join("");
  const settings = frame === undefined || statements.length === 0 ? [] : settingsOf(frame.limits);
  if (frame === undefined || settings.length === 0) return body;
  if (frame.transaction !== "none") return `${settings.map(([name, value]) => `SET LOCAL ${name} = '${value}';\n`).join("")}${body}`;
  if (frame.oneStatementOutsideTransaction) return body;
  const set = settings.map(([name, value]) => `SET ${name} = '${value}';\n`).join("");
  return `${set}${body}${settings.map(([name]) => `RESET ${name};\n`).join("")}`;
}

function endStatement(statement: string): string {
  return `${statement.trimEnd().replace(/;$/, "")};\n`;
}

function settingsOf(limits: Limits): readonly (readonly [string, string])[] {
  return [
    ...(limits.lockTimeoutMs === undefined ? [] : [["lock_timeout", printTime(limits.lockTimeoutMs)] as const]),
    ...(limits.statementTimeoutMs === undefined ? [] : [["statement_timeout", printTime(limits.statementTimeoutMs)] as const]),
  ];
}

function printTime(milliseconds: number): string {
  return milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`;
}
