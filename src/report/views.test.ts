import { describe, expect, test } from "vitest";
import type { Evidence } from "../model/evidence.ts";
import type { Finding } from "../model/finding.ts";
import type { Plan, Step } from "../model/plan.ts";
import type { ReportModel } from "../model/report.ts";
import type { Review } from "../model/review.ts";
import type { Outline } from "../model/schema.ts";
import { renderHtmlReport } from "./html-report.ts";
import { renderPlanText } from "./plan-text.ts";
import { audiences, renderReportMarkdown } from "./report-markdown.ts";
import { renderReviewMarkdown } from "./review-markdown.ts";
import { renderReviewText } from "./review-text.ts";
import type { ExecutedView } from "./review-view.ts";
import { renderRunText } from "./run-text.ts";
import { renderReviewSarif } from "./sarif.ts";

const hostile = `"><script>alert('x')</script>&amp;\u0000`;
const executed: Evidence = {
  level: "executed",
  server: "PGlite 18.3",
  rows: "seed",
  concurrency: "alone",
  facts: [{ name: "rows", value: 12004 }],
  limits: "one session",
};
const step: Step = {
  id: "1",
  kind: "add-column",
  phase: "expand",
  summary: "add column public.customers.tier",
  action: { kind: "statements", statements: ["alter table public.customers add column tier text"], transaction: "shared" },
  reverse: [{ kind: "statements", statements: ["alter table public.customers drop column tier"], transaction: "shared" }],
  reversibility: { kind: "exact", until: "the contract stage", loses: "" },
  blocks: [{ object: "public.customers", blocks: "reads-and-writes", vendorMode: "ACCESS EXCLUSIVE", for: "moment" }],
  limits: { lockTimeoutMs: 2000 },
  hazards: [
    { kind: "deletes-data", object: "public.customers.fax", message: "800 values of public.customers.fax are gone.", level: "error" },
  ],
  evidence: executed,
};
const plan: Plan = {
  engine: "postgresql",
  variant: null,
  version: "18",
  fromFingerprint: "a",
  toFingerprint: "b",
  steps: [step],
  carries: [],
  questions: [],
  unmodelled: ["publication orders_feed"],
  prechecks: [{ id: "c1", summary: "names without a space", query: "select 1", expects: "no-rows" }],
  evidence: executed,
};
const finding: Finding = {
  rule: "blocks-while-working",
  level: "error",
  file: "db/V31__email_not_null.sql",
  line: 2,
  column: 1,
  endLine: 2,
  endColumn: 10,
  what: "Stops writes to users while it reads every row.",
  why: "The time grows with the object.",
  instead: "Use the online form.",
  object: "public.users",
  evidence: executed,
};
const accept = { outcome: "accept", reasons: [] } as const;
const review: Review = {
  verdict: {
    outcome: "return",
    correctness: accept,
    performance: { outcome: "return", reasons: ["blocks-while-working"] },
    security: accept,
    maintainability: accept,
    standards: accept,
  },
  findings: [finding],
  statements: [],
  down: { kind: "exact", evidence: executed },
  rows: {
    kind: "kept",
    objects: [
      {
        object: "public.customers",
        rowsBefore: 12004,
        rowsAfter: 12004,
        equal: ["id"],
        byRule: [{ field: "email", rule: "mail" }],
        different: [],
      },
    ],
    unproven: [],
    evidence: executed,
  },
  prechecks: [],
  brokenQueries: [],
  evidence: executed,
};
const customers: Outline = {
  label: "public.customers",
  fields: [
    { name: "id", type: "bigint", required: true },
    { name: "mail", type: "text", required: true },
    { name: "total", type: "integer", required: true },
    { name: "fax", type: "text", required: false },
  ],
  keys: [{ name: "customers_pkey", kind: "primary", fields: ["id"] }],
  references: [],
};
const orders: Outline = {
  label: "public.orders",
  fields: [{ name: "id", type: "bigint", required: true }],
  keys: [],
  references: [{ name: "orders_fk", fields: ["id"], object: "public.customers", targetFields: ["id"] }],
};
const lonely: Outline = { label: "public.lonely", fields: [], keys: [], references: [] };
const changedCustomers: Outline = {
  ...customers,
  fields: [
    { name: "id", type: "bigint", required: true },
    { name: "email", type: "text", required: true },
    { name: "total", type: "bigint", required: true },
    { name: "tier", type: "text", required: true },
  ],
};

function modelOf(text: string): ReportModel {
  const reply = { by: "backend-lead", choose: text } as const;
  return {
    requirement: {
      id: "REQ-0001",
      title: `Loyalty ${text}`,
      from: "backend-lead",
      kind: "feature",
      priority: "high",
      due: null,
      file: "dblead/requirements/REQ-0001.md",
    },
    date: "2025-06-01",
    standing: "awaiting-approval",
    reason: `everything is proven ${text}`,
    nextAction: { kind: "await-approval", roles: ["technical-architect"], hash: "abc", command: `dblead approve REQ-0001 ${text}` },
    targets: [
      {
        target: "shop",
        engine: "postgresql",
        engineTitle: "PostgreSQL",
        version: "18",
        objects: [
          { label: "public.customers", before: customers, after: changedCustomers, change: "changed" },
          { label: "public.orders", before: orders, after: orders, change: "same" },
          { label: "public.lonely", before: { ...lonely, label: `public.lonely${text}` }, after: null, change: "removed" },
        ],
        renames: { "public.customers.mail": "public.customers.email" },
        diagram: { before: "erDiagram", after: "erDiagram" },
        stages: [
          {
            phase: "expand",
            gate: null,
            state: "released",
            migrations: [{ path: `db/1${text}.sql`, hash: "h" }],
            jobs: [],
            steps: [{ ...step, summary: `add ${text}`, action: { kind: "statements", statements: [text], transaction: "shared" } }],
          },
          {
            phase: "contract",
            gate: { application: `app ${text}`, waitsFor: text },
            state: "pending",
            migrations: [{ path: "dblead/pending/2.sql", hash: "h" }],
            jobs: [],
            steps: [],
          },
        ],
        hash: "abc",
        verdict: { ...review.verdict, outcome: "accept", performance: { outcome: "accept", reasons: [text] } },
        findings: review.findings.map((finding) => ({ ...finding, what: text })),
        queryPlans: [{ task: text, text, query: text, before: text, after: text }],
        statements: [],
        rows: review.rows,
        down: review.down,
        brokenQueries: [{ file: text, line: 1, query: text, after: "contract", error: text }],
        queriesRun: 41,
        mustChange: [{ file: `app/${text}.ts`, line: 3, name: text, excerpt: text }],
        drift: [{ file: text, line: 1, message: text }],
        decisions: [
          { title: text, intent: "I1", context: text, choice: text, because: [text], rejected: [{ alternative: text, reason: text }] },
        ],
        remarks: [text],
        reliesOn: text,
        prechecks: [{ id: "c1", summary: text, query: text, expects: "no-rows" }],
        unproven: [text],
        evidence: executed,
      },
    ],
    questions: [
      {
        question: {
          id: "k/t/o",
          kind: "drop-loses-data",
          target: "shop",
          object: "o",
          to: "backend-lead",
          text,
          options: [],
          answer: "free",
          factsHash: "h",
          intents: [],
        },
        answer: reply,
      },
    ],
    escalations: [
      {
        id: "scope/x",
        reason: "scope",
        to: ["project-manager"],
        text,
        evidence: [text],
        proposal: text,
        task: null,
        priority: "medium",
        effect: "informs",
        resolution: reply,
      },
    ],
    tasks: [
      {
        id: "REQ-0001-001",
        title: text,
        status: "done",
        priority: "high",
        specialist: "postgresql-specialist",
        worker: "engine",
        round: 1,
        dependsOn: [],
        reviews: [{ round: 1, outcome: "accept", notes: [text] }],
      },
    ],
    gaps: [text],
    approvalsNeeded: [{ role: "technical-architect", because: [text], force: "advisory", given: "no" }],
    approvals: [{ role: "technical-architect", by: text, hash: "abc", force: "advisory", signature: null }],
    gates: [],
    handOver: { changed: [text], trials: [{ object: text, what: text, expected: text }], queries: [{ text, query: text, expected: text }] },
  };
}

describe("the report page", () => {
  test("escapes every text that comes from outside, and has no script", () => {
    const page = renderHtmlReport(modelOf(hostile));
    expect(page).not.toContain("<script");
    expect(page).not.toContain("\u0000");
    expect(page.split("&lt;script&gt;").length).toBeGreaterThan(25);
    expect(page).not.toMatch(/(?:src|href)\s*=/);
    expect(page).not.toMatch(/https?:/);
  });

  test("tells its parts in the order that a reader needs", () => {
    const page = renderHtmlReport(modelOf("x"));
    const order = [
      "Still to be decided",
      "before and after",
      "The phases",
      "Each step",
      ">Rows<",
      "Code that must change",
      "Questions and answers",
      "Decisions",
      "What could not be proven",
    ];
    const places = order.map((title) => page.indexOf(title));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  test("closes every element that it opens", () => {
    const page = renderHtmlReport(modelOf("x"));
    const stack: string[] = [];
    for (const [, slash = "", name = "", rest = ""] of page.matchAll(/<(\/?)([a-z0-9]+)((?:"[^"]*"|[^>"])*)>/g)) {
      if (["meta", "br"].includes(name) || rest.endsWith("/")) continue;
      if (slash === "") stack.push(name);
      else expect(stack.pop()).toBe(name);
    }
    expect(stack).toEqual([]);
  });
});

const subject = {
  engine: "PostgreSQL",
  version: "18",
  format: "Flyway",
  files: ["db/V31__email_not_null.sql", "db/V33__index.sql"],
  baseScripts: 3,
  since: null,
};
const view: ExecutedView = {
  kind: "executed",
  subject,
  remembered: false,
  ...review,
  nextAction: { command: "dblead explain blocks-while-working", reason: "" },
};

describe("texts", () => {
  test("a review: the worst first", () => {
    expect(renderReviewText(view)).toBe(`2 migrations after 3 earlier scripts · Flyway · PostgreSQL 18 (shadow: PGlite 18.3, rows: seed)

✗ V31__email_not_null.sql:2  Stops writes to users while it reads every row                 executed
      The time grows with the object.
      Instead: Use the online form. (blocks-while-working)
✓ V33__index.sql  blocks nothing

Returned: 1 error, no warnings · performance · 0.0 ms of statements
Next     dblead explain blocks-while-working
`);
  });

  test("a plan: what is refused first", () => {
    const text = renderPlanText({
      ...plan,
      refused: step.hazards,
      nextAction: { command: "dblead plan … --allow deletes-data", reason: "" },
    });
    expect(text).toBe(`PostgreSQL 18 · 1 step in 1 phase

✗ plan-refused  deletes-data: 800 values of public.customers.fax are gone.

expand
  1   add column public.customers.tier                                                      executed
      alter table public.customers add column tier text
      blocks reads and writes on public.customers for a moment (ACCESS EXCLUSIVE); back: exact
      ✗ deletes-data: 800 values of public.customers.fax are gone.

Look first (read-only, on the target)
  names without a space
    select 1

Not modelled, left alone
  publication orders_feed

Next     dblead plan … --allow deletes-data
`);
  });

  test("the end of a run", () => {
    expect(
      renderRunText({ report: modelOf("x"), page: ".dblead/reports/REQ-0001.html" }),
    ).toBe(`REQ-0001 Loyalty x · from backend-lead · shop (PostgreSQL 18)

Ready for approval. Everything is proven x.
  expand      1 step    blocks only for moments; drops public.customers.fax                 executed
  ⏸ deploy    app x: x
  contract    1 file                                                                        executed
  rows        12,004 equal in 1 object
  · 1 thing only production can tell: the report has the queries
Report   .dblead/reports/REQ-0001.html
Next     dblead approve REQ-0001 x
`);
  });

  test("a comment starts with its verdict and carries no markup from outside", () => {
    const text = renderReviewMarkdown({ ...view, findings: [{ ...finding, what: hostile }] });
    expect(text.split("\n")[0]).toBe("❌ **Returned**: 1 error, no warnings");
    expect(text).not.toContain("<script");
  });

  test("each audience gets a report", () => {
    for (const audience of audiences) {
      const text = renderReportMarkdown(modelOf(hostile), audience);
      expect(text).toContain("REQ-0001");
      expect(text.replaceAll(/```[\s\S]*?```/g, "").replaceAll(/`[^`]*`/g, "")).not.toContain("<script");
    }
  });

  test("SARIF 2.1.0 with its rules and places", () => {
    const log = JSON.parse(renderReviewSarif(view, "0.1.0")) as {
      version: string;
      runs: { tool: { driver: { rules: { id: string }[] } }; results: unknown[] }[];
    };
    expect(log.version).toBe("2.1.0");
    expect(log.runs[0]!.tool.driver.rules.map((rule) => rule.id)).toEqual(["blocks-while-working"]);
    expect(log.runs[0]!.results[0]).toMatchObject({
      ruleId: "blocks-while-working",
      ruleIndex: 0,
      level: "error",
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "db/V31__email_not_null.sql" },
            region: { startLine: 2, startColumn: 1, endLine: 2, endColumn: 10 },
          },
        },
      ],
    });
  });
});
