import { expect, test } from "vitest";
import { parsedEvidence } from "../model/evidence.ts";
import type { Finding } from "../model/finding.ts";
import type { StatementTrace } from "../model/review.ts";
import { placeFindings } from "./review-places.ts";

const traceOf = (line: number, text: string): StatementTrace => ({
  file: "1.sql",
  line,
  text,
  blocks: [],
  rewrites: [],
  scans: [],
  created: [],
  altered: [],
  dropped: [],
  rowsWritten: 0,
  durationMs: 1,
  evidence: parsedEvidence,
});
const finding = (rule: string, object: string | null, more: Partial<Finding> = {}): Finding => ({
  rule,
  level: "error",
  file: "1.sql",
  line: 1,
  column: 1,
  endLine: 1,
  endColumn: 1,
  what: "w",
  why: "y",
  instead: "i",
  object,
  evidence: parsedEvidence,
  ...more,
});
const place = (findings: readonly Finding[], texts: readonly string[], from: "branch" | "named" = "branch"): readonly string[] =>
  placeFindings(
    findings,
    texts.map((text, index) => traceOf(index + 1, text)),
    from,
  ).map(({ level, line, rule }) => `${level} ${line} ${rule}`);

test("a loss stands at the statement that makes it, once", () => {
  const said = finding("no-drop-column", "orders.note", { level: "warning", line: 2 });
  expect(place([finding("values-dropped", "public.orders.note"), said], ["SELECT 1", "ALTER TABLE orders DROP COLUMN note"])).toEqual([
    "error 2 values-dropped",
  ]);
  expect(
    place(
      [finding("values-dropped", "public.orders.note"), { ...said, object: "orders.other" }],
      ["SELECT 1", "ALTER TABLE orders DROP COLUMN note"],
    ),
  ).toHaveLength(2);
});

test("what a statement assigns by name is no silent change; what nothing names stays an error", () => {
  const changed = finding("values-changed", "public.orders.status");
  expect(place([changed], ["SELECT 1", "UPDATE orders SET total = 0, status = 'x'"])).toEqual(["note 2 values-changed"]);
  expect(place([changed], ["UPDATE orders SET total = 0"])).toEqual(["error 1 values-changed"]);
  expect(place([changed], ["ALTER TABLE orders ALTER status TYPE integer USING 0"])).toEqual(["error 1 values-changed"]);
});

test("rows deleted by a condition are a warning, all of them an error", () => {
  const lost = finding("rows-lost", "public.logs");
  expect(place([lost], ["SELECT 1", "DELETE FROM logs WHERE at < now()"])).toEqual(["warning 2 rows-lost"]);
  expect(place([lost], ["DELETE FROM logs"])).toEqual(["error 1 rows-lost"]);
});

test("a statement of the running release that breaks is an error, where the release is known", () => {
  const breaks = finding("query-breaks", null, { level: "warning", file: "app/a.ts" });
  expect(place([breaks], [])).toEqual(["error 1 query-breaks"]);
  expect(place([breaks], [], "named")).toEqual(["warning 1 query-breaks"]);
});
