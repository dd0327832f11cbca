import { parsedEvidence } from "../../model/evidence.ts";
import type { Finding } from "../../model/finding.ts";
import { printName } from "../../model/name.ts";
import type { LintRequest, ParsedStatement } from "../engine.ts";
import type { Rule, RuleContext, RuleHit } from "../rule.ts";
import { parseScript, treeOf } from "./parse.ts";

/** Findings of the rules on each statement; `-- dblead-ignore rule: reason` above or in a statement keeps that rule silent there. */
export function lintScripts(request: LintRequest, rules: readonly Rule[]): readonly Finding[] {
  const created = new Set<string>();
  const filled = new Set<string>();
  return request.scripts.flatMap((script) => {
    const statements = parseScript(script);
    return statements.flatMap((statement, index) => {
      const context: RuleContext = {
        before: request.base,
        created: new Set(created),
        filled: new Set(filled),
        version: Number(request.version.split(".")[0]),
        sizes: request.sizes,
        statements,
        index,
        transaction: script.transaction,
        file: script.file,
      };
      const ignored = suppressed(script.text.slice(statements[index - 1]?.end ?? 0, statement.end));
      const active = rules.filter((rule) => !ignored.has(rule.id) && request.levels[rule.id] !== "off");
      const findings = active.flatMap((rule) =>
        rule.check(statement, context).map((hit) => findingOf(request, rule, script.file, statement, hit)),
      );
      remember(statement, created, filled);
      return findings;
    });
  });
}

/** A suppression without a reason is none. */
function suppressed(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(/--\s*dblead-ignore\s+([a-z0-9-]+)\s*:\s*\S/g)].map((match) => match[1] ?? ""));
}

function remember(statement: ParsedStatement, created: Set<string>, filled: Set<string>): void {
  const { verb, name } = treeOf(statement);
  if (name === null) return;
  if (verb === "create table") created.add(printName([name]));
  if (verb === "insert" && created.has(printName([name]))) filled.add(printName([name]));
}

function findingOf(request: LintRequest, rule: Rule, file: string, statement: ParsedStatement, hit: RuleHit): Finding {
  const level = request.levels[rule.id];
  const start = placeIn(statement, hit.start ?? 0);
  const end = placeIn(statement, hit.end ?? statement.text.length);
  return {
    rule: rule.id,
    level: level === undefined || level === "off" ? rule.level : level,
    file,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    what: hit.what ?? rule.what,
    why: rule.why,
    instead: rule.instead,
    object: hit.object,
    evidence: parsedEvidence,
  };
}

function placeIn(statement: ParsedStatement, offset: number): { readonly line: number; readonly column: number } {
  const lines = statement.text.slice(0, offset).split("\n");
  const last = lines.at(-1) ?? "";
  return { line: statement.line + lines.length - 1, column: lines.length === 1 ? statement.column + last.length : last.length + 1 };
}
