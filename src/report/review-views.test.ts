import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import type { Evidence } from "../model/evidence.ts";
import type { Finding } from "../model/finding.ts";
import type { StatementTrace } from "../model/review.ts";
import { renderGithubAnnotations, renderGitlabReport } from "./annotations.ts";
import { commentMarker, renderReviewMarkdown } from "./review-markdown.ts";
import { renderReviewText } from "./review-text.ts";
import type { ExecutedView } from "./review-view.ts";
import { renderReviewSarif } from "./sarif.ts";

const evidence: Evidence = { level: "executed", server: "PostgreSQL 16.4", rows: "synthetic", concurrency: "alone", facts: [] };
const accept = { outcome: "accept", reasons: [] } as const;
const trace: StatementTrace = {
  file: "db/V31__email_not_null.sql",
  line: 2,
  text: "ALTER TABLE users ALTER COLUMN email SET NOT NULL",
  blocks: [{ object: "public.users", blocks: "reads-and-writes", vendorMode: "ACCESS EXCLUSIVE", for: "scan" }],
  rewrites: [],
  scans: ["public.users"],
  created: [],
  altered: ["public.users"],
  dropped: [],
  rowsWritten: 0,
  durationMs: 2100,
  evidence,
};
const finding: Finding = {
  rule: "no-set-not-null-scan",
  level: "error",
  file: "db/V31__email_not_null.sql",
  line: 2,
  column: 1,
  endLine: 2,
  endColumn: 50,
  what: "Stops writes to users while it reads every row.",
  why: "The time grows with the table.",
  instead: "Add a check that is not valid, validate it, then set NOT NULL.",
  object: "public.users",
  evidence,
  fix: { summary: "Prove it first.", file: "db/V31__email_not_null.sql", start: 10, end: 20, text: "-- ä\n" },
};
const note: Finding = { ...finding, rule: "prefer-text", level: "note", line: 9, endLine: 9 };
const clean: ExecutedView = {
  kind: "executed",
  subject: {
    engine: "PostgreSQL",
    version: "16",
    format: "Flyway",
    files: ["db/V31__email_not_null.sql", "db/V33__index.sql"],
    baseScripts: 30,
    since: "main",
  },
  remembered: false,
  verdict: { outcome: "accept", correctness: accept, performance: accept, security: accept, maintainability: accept, standards: accept },
  findings: [],
  statements: [],
  down: { kind: "exact", evidence },
  rows: { kind: "kept", objects: [], unproven: [], evidence },
  prechecks: [],
  brokenQueries: [],
  evidence,
  nextAction: { command: "", reason: "" },
};
const bad: ExecutedView = {
  ...clean,
  verdict: { ...clean.verdict, outcome: "return", performance: { outcome: "return", reasons: ["slow"] } },
  findings: [note, finding],
  statements: [trace],
  prechecks: [{ id: "c", summary: "emails that are missing", query: "select 1 from users where email is null", expects: "no-rows" }],
  nextAction: { command: "dblead review --fix", reason: "" },
};

describe("text", () => {
  test("what is wrong, where, what it did here, what to do", () => {
    expect(
      renderReviewText(bad),
    ).toBe(`2 migrations on this branch since main · Flyway · PostgreSQL 16 (shadow: PostgreSQL 16.4, rows: synthetic)

✗ V31__email_not_null.sql:2  Stops writes to users while it reads every row                 executed
      ALTER TABLE users ALTER COLUMN email SET NOT NULL
      ACCESS EXCLUSIVE on public.users; reads all of public.users
      Instead: Add a check that is not valid, validate it, then set NOT NULL. (no-set-not-null-scan)
      →  dblead review --fix
✓ V33__index.sql  blocks nothing

Only the target can tell, read-only (dblead review --prechecks):
  emails that are missing

Returned: 1 error, no warnings, 1 note · performance · 2.1 s of statements
Next     dblead review --fix
`);
  });

  test("a clean one is two lines, its notes are counted", () => {
    expect(
      renderReviewText({ ...clean, findings: [note] }),
    ).toBe(`2 migrations on this branch since main · Flyway · PostgreSQL 16 (shadow: PostgreSQL 16.4, rows: synthetic)
✓ Accepted: blocks nothing; the way back restores exactly; no rows to compare · 1 note (--verbose
  shows them) · 0.0 ms of statements
`);
    expect(renderReviewText({ ...clean, findings: [note] }, "all")).toContain("· V31__email_not_null.sql:9");
  });

  test("who waited is said at the statement that made them wait", () => {
    const wait = {
      file: trace.file,
      line: 2,
      statement: trace.text,
      object: "public.users",
      wantedMode: "ACCESS SHARE",
      heldMode: "ACCESS EXCLUSIVE",
      query: "select 1",
      operation: "read",
      waitedMs: 812,
      waiting: 3,
    } as const;
    const waits = [
      { ...wait, kind: "behind-queue", scenario: "old-transaction" },
      { ...wait, kind: "behind-lock", scenario: "plain", waitedMs: 95 },
    ] as const;
    const preparedFailures = [{ query: "select * from users", error: "cached plan must not change result type" }];
    const blocking = { kind: "observed", workload: [], waits, preparedFailures, evidence } as const;
    const line =
      "a read of public.users waited 95 ms behind it; with an old transaction open, 3 sessions queued 812 ms behind it on public.users";
    const text = renderReviewText({ ...bad, blocking });
    expect(text.replaceAll(/\s+/g, " ")).toContain(`Beside other sessions: ${line}`);
    expect(text).toContain("select * from users: cached plan must not change result type");
    expect(renderReviewMarkdown({ ...bad, blocking })).toContain("**Beside other sessions:** a read of public.users waited 95 ms");
  });

  test("nothing to review is one line", () => {
    expect(renderReviewText({ kind: "nothing", reason: "No migration is new.", nextAction: clean.nextAction })).toBe(
      "✓ No migration is new.\n",
    );
  });
});

describe("comment", () => {
  test("first line the verdict, marker at the end, notes folded", () => {
    const text = renderReviewMarkdown(bad);
    expect(text.split("\n")[0]).toBe("❌ **Returned**: 1 error, no warnings, 1 note");
    expect(text.trimEnd().endsWith(commentMarker)).toBe(true);
    expect(text.match(/<details>/g)).toHaveLength(4);
    expect(renderReviewMarkdown(clean).split("\n")[0]).toBe("✅ **Accepted**: blocks nothing");
  });

  test("a statement cannot end its own fence, nobody is mentioned, and the comment fits", () => {
    const hostile = {
      ...bad,
      statements: [{ ...trace, text: "select '```\n</details> @everyone'" }],
      findings: [{ ...finding, what: "@everyone [x](http://x) # h" }],
    };
    const text = renderReviewMarkdown(hostile);
    expect(text).toContain("````sql\n");
    const outside = text.replaceAll(/`{4}sql[\s\S]*?`{4}/g, "");
    expect(outside).not.toContain("@everyone");
    // A summary is HTML, where square brackets mean nothing.
    expect(outside.replaceAll(/<summary>.*<\/summary>/g, "")).not.toMatch(/\[x\]\(/);
    const many = { ...bad, findings: Array.from({ length: 900 }, (_, index) => ({ ...finding, line: index + 1, endLine: index + 1 })) };
    expect(renderReviewMarkdown(many).length).toBeLessThan(65_536);
    expect(renderReviewMarkdown(many)).toContain("further findings");
  });
});

describe("annotations", () => {
  test("GitHub: what would end a property or a line is escaped", () => {
    const text = renderGithubAnnotations({ ...bad, findings: [{ ...finding, file: "a,b:c.sql", what: "100%\nof it" }] });
    expect(text).toBe(
      "::error file=a%2Cb%3Ac.sql,line=2,endLine=2,col=1,title=no-set-not-null-scan::100%25%0Aof it The time grows with the table. Instead: Add a check that is not valid, validate it, then set NOT NULL.\n",
    );
    expect(renderGithubAnnotations(clean)).toBe("");
  });

  test("GitLab: each issue has a fingerprint of its own that does not hold the line", () => {
    const issues = JSON.parse(renderGitlabReport({ ...bad, findings: [finding, finding, note] })) as {
      fingerprint: string;
      severity: string;
    }[];
    expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(3);
    expect(issues.map(({ severity }) => severity)).toEqual(["critical", "critical", "info"]);
    const [moved] = JSON.parse(renderGitlabReport({ ...bad, findings: [{ ...finding, line: 7 }] })) as { fingerprint: string }[];
    expect(moved?.fingerprint).toBe(issues[0]?.fingerprint);
  });
});

test("SARIF is valid by the schema of 2.1.0", () => {
  const schema = JSON.parse(readFileSync(new URL("../../tests/support/sarif/sarif-2.1.0-rtm.5.json", import.meta.url), "utf8")) as Record<
    string,
    unknown
  >;
  // Draft 04 spells these two as the validator's own draft does not; nothing else of it is used.
  const { id: _id, $schema: _schema, ...rest } = schema;
  const validate = new Ajv({
    strict: false,
    allErrors: true,
    unicodeRegExp: false,
    formats: { uri: true, "uri-reference": true, "date-time": true },
  }).compile(rest);
  for (const review of [bad, clean, { kind: "nothing", reason: "", nextAction: clean.nextAction } as const]) {
    expect(validate(JSON.parse(renderReviewSarif(review, "1.2.3"))) ? [] : validate.errors).toEqual([]);
  }
  const broken = JSON.parse(renderReviewSarif(bad, "1.2.3")) as { runs: { results: { level: string }[] }[] };
  broken.runs[0]!.results[0]!.level = "fatal";
  expect(validate(broken)).toBe(false);
});

test("what a rule says of many lines in the same words is told once, with the lines", () => {
  const parsed = { ...evidence, level: "parsed" } as const;
  const at = (line: number): Finding => ({
    ...finding,
    rule: "require-lock-timeout",
    level: "warning",
    line,
    endLine: line,
    evidence: parsed,
  });
  const review: ExecutedView = { ...clean, findings: [at(2), at(5), at(7), finding] };
  for (const text of [renderReviewText(review), renderReviewMarkdown(review)]) {
    expect(text.match(/require-lock-timeout/g)).toHaveLength(1);
    expect(text.replaceAll(/\s+/g, " ")).toContain("while it reads every row (also lines 5, 7)");
    expect(text).toContain("3 warnings");
  }
});
