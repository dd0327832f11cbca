import { parsedEvidence } from "../model/evidence.ts";
import type { Finding, FindingLevel, Fix } from "../model/finding.ts";
import type { Script } from "../model/migration.ts";
import type { LintRequest, ParsedStatement } from "./engine.ts";
import type { Rule, RuleContext, RuleHit } from "./rule.ts";
import { type Patience, type Rates, usualLimits, weighFinding, type Work } from "./estimate.ts";
import { isInForce, readSuppressions, reportSuppressions, type Suppression } from "./suppression.ts";

export interface Linter {
  readonly parse: (script: Script) => Promise<readonly ParsedStatement[]>;
  readonly rules: readonly Rule[];
}

/**
 * Applies rules to scripts in their order, remembering what the set creates and fills itself. Evidence is `parsed`.
 * Rejects with `schema-unreadable` when a script does not parse.
 */
export async function lintScripts(linter: Linter, request: LintRequest): Promise<readonly Finding[]> {
  const today = request.today ?? new Date().toISOString().slice(0, 10);
  const created = new Set<string>();
  const filled = new Set<string>();
  const findings: Finding[] = [];
  const rules = linter.rules.filter((rule) => request.levels[rule.id] !== "off" && fitsVersion(rule.versions, majorOf(request.version)));
  for (const script of request.scripts) {
    const statements = await linter.parse(script);
    const suppressions = readSuppressions(script);
    for (const [index, statement] of statements.entries()) {
      const context: RuleContext = {
        before: request.base,
        created,
        filled,
        version: majorOf(request.version),
        sizes: request.sizes,
        statements,
        index,
        transaction: script.transaction,
        file: script.file,
      };
      for (const rule of rules) {
        const hits = rule.check(statement, context);
        if (hits.length === 0) continue;
        const application = {
          script,
          suppressions,
          level: levelOf(rule, request),
          today,
          limits: request.limits ?? usualLimits,
          rates: request.rates ?? null,
        };
        for (const hit of hits) findings.push(...applyRule(rule, hit, statement, context, application));
      }
      remember(statement, created, filled);
    }
    findings.push(...reportSuppressions(script, suppressions, linter.rules, today));
  }
  return findings;
}

interface Application {
  readonly script: Script;
  readonly suppressions: readonly Suppression[];
  readonly level: FindingLevel;
  readonly today: string;
  readonly limits: Patience;
  readonly rates: Rates | null;
}

function applyRule(
  rule: Rule,
  hit: RuleHit,
  statement: ParsedStatement,
  context: RuleContext,
  { script, suppressions, level, today, limits, rates }: Application,
): readonly Finding[] {
  const told = toFinding(rule, hit, statement, script, level);
  const work = workOf(rule);
  const finding = work === null ? told : weighFinding(told, work, context.sizes, limits, rates);
  if (finding === null) return [];
  const suppression = suppressions.find(
    (candidate) => candidate.rule === rule.id && isInForce(candidate, today) && candidate.covers(finding.line, statement.line),
  );
  if (suppression !== undefined) {
    suppression.markUsed();
    return [];
  }
  const fix = rule.fix?.(statement, context) ?? null;
  return [fix === null ? finding : { ...finding, fix: placeFix(fix, script, statement) }];
}

/** What the rule's statement does to every row, by which its weight grows with the size. */
function workOf(rule: Rule): Work | null {
  if (rule.work !== undefined) return rule.work;
  return rule.disprovedBy === "no-rewrite" ? "rewrite" : rule.disprovedBy === "no-scan" ? "scan" : null;
}

function levelOf(rule: Rule, request: LintRequest): FindingLevel {
  const level = request.levels[rule.id];
  return level === undefined || level === "off" ? rule.level : level;
}

function placeFix(fix: Omit<Fix, "file">, script: Script, statement: ParsedStatement): Fix {
  return { ...fix, file: script.file, start: statement.start + fix.start, end: statement.start + fix.end };
}

function toFinding(rule: Rule, hit: RuleHit, statement: ParsedStatement, script: Script, level: FindingLevel): Finding {
  const start = locate(script, statement.start + (hit.start ?? 0));
  const end = locate(script, hit.end === undefined ? statement.end : statement.start + hit.end);
  return {
    rule: rule.id,
    level,
    file: script.file,
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

/** Line and column, from 1, of a 0-based offset into the script; lines count on from the script's own first line. */
function locate(script: Script, offset: number): { readonly line: number; readonly column: number } {
  const before = script.text.slice(0, offset);
  const newlines = before.split("\n").length - 1;
  return { line: script.line + newlines, column: offset - (before.lastIndexOf("\n") + 1) + 1 };
}

function remember(statement: ParsedStatement, created: Set<string>, filled: Set<string>): void {
  for (const { name, how } of statement.touches) {
    if (how === "create") created.add(name);
    if (how === "write") filled.add(name);
  }
}

function majorOf(version: string): number {
  const major = Number.parseInt(version, 10);
  return Number.isNaN(major) ? Number.POSITIVE_INFINITY : major;
}

/** `versions` is `*`, `>=14`, `<18` or two of these separated by a space. */
function fitsVersion(versions: string, major: number): boolean {
  return versions.split(/\s+/).every((part) => {
    const match = /^(>=|<=|<|>)(\d+)$/.exec(part);
    if (match === null) return true;
    const bound = Number(match[2]);
    if (!Number.isFinite(major)) return true;
    return match[1] === ">=" ? major >= bound : match[1] === "<=" ? major <= bound : match[1] === "<" ? major < bound : major > bound;
  });
}
