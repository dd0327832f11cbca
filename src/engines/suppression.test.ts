import { expect, test } from "vitest";
import type { Finding } from "../model/finding.ts";
import type { Sizes } from "../model/schema.ts";
import { usualLimits, weighFinding } from "./estimate.ts";
import { confirmFindings, mergeRepeated } from "./lint-evidence.ts";
import { lintScripts } from "./lint.ts";
import { defineRule } from "./rule.ts";
import type { StatementTrace } from "../model/review.ts";

const noise = defineRule({
  id: "no-noise",
  level: "warning",
  what: "Makes noise.",
  why: "It is loud.",
  instead: "Be quiet.",
  source: "https://www.postgresql.org/docs/18/index.html",
  versions: "*",
  covers: [],
  given: "",
  claims: {},
  disprovedBy: "no-rewrite",
  examples: { bad: ["loud"], good: ["quiet"] },
  check: (statement) => (statement.text.startsWith("loud") ? [{ object: "users.mail" }] : []),
});

async function lint(text: string, more: { readonly today?: string; readonly sizes?: Sizes } = {}): Promise<readonly Finding[]> {
  const parse = async () => {
    const start = text.lastIndexOf("\n") + 1;
    const statement = text.slice(start);
    return [{ text: statement, start, end: text.length, line: text.split("\n").length, column: 1, tree: {}, touches: [] }];
  };
  const script = { file: "1.sql", line: 1, text, transaction: "own" } as const;
  return lintScripts(
    { parse, rules: [noise] },
    { scripts: [script], base: null, version: "18", sizes: more.sizes ?? {}, levels: {}, today: more.today ?? "2026-11-24" },
  );
}
const ids = async (text: string, today?: string): Promise<readonly string[]> =>
  (await lint(text, today === undefined ? {} : { today })).map(({ rule, what }) => `${rule}: ${what}`);

test.each([
  ["-- dblead-ignore no-noise: it is needed", []],
  ["-- dblead-ignore no-noise until 2026-11-24: it is needed", []],
  ["-- dblead-ignore no-noise until 2027-01-31 by @alice: it is needed", []],
  ["-- dblead-ignore no-noise by bob: it is needed", []],
  [
    "-- dblead-ignore no-noise until 2026-11-23 by @alice: it is needed",
    ["no-noise: Makes noise.", "no-expired-suppression: no-noise was ignored until 2026-11-23 only."],
  ],
  ["-- dblead-ignore no-noise until 2026-02-30: it is needed", ["no-noise: Makes noise.", "no-expired-suppression: 2026-02-30 is no day."]],
  ["-- dblead-ignore no-noise until tomorrow: it is needed", ["no-noise: Makes noise.", "no-expired-suppression: tomorrow is no day."]],
  ["-- dblead-ignore no-noise", ["no-noise: Makes noise.", "require-suppression-reason: no-noise is ignored without a reason."]],
  ["-- dblead-ignore no-nois: it is needed", ["no-noise: Makes noise.", "no-unknown-suppression: no-nois is no rule."]],
])("%s", async (comment, expected) => {
  expect(await ids(`${comment}\nloud`)).toEqual(expected);
});

test("an expired suppression names its owner, and one that hides nothing is a finding", async () => {
  const [, expired] = await lint("-- dblead-ignore no-noise until 2026-01-01 by @alice: x\nloud");
  expect(expired?.instead).toContain("@alice is to decide.");
  expect(await ids("-- dblead-ignore no-noise: x\nquiet")).toEqual(["no-unused-suppression: no-noise finds nothing here."]);
});

test("the size of the target decides the level, with its basis", async () => {
  const levels = async (sizes: Sizes): Promise<readonly string[]> => (await lint("loud", { sizes })).map(({ level }) => level);
  expect(await levels({})).toEqual(["warning"]);
  expect(await levels({ "public.users": { sizeBytes: 0 } })).toEqual([]);
  expect(await levels({ users: { sizeBytes: 1_000_000 } })).toEqual(["note"]);
  expect(await levels({ users: { sizeBytes: 400_000_000 } })).toEqual(["warning"]);
  const [large] = await lint("loud", { sizes: { "public.users": { sizeBytes: 41_000_000_000 } } });
  expect(large).toMatchObject({ level: "error", what: "Makes noise: rewrites 41 GB, 4 min–17 min." });
  expect(large?.evidence.facts).toContainEqual({ name: "basis", value: "41 GB at 40–160 MB/s, assumed" });
  expect(weighFinding(large!, "scan", { users: { rowsEstimated: 1000 } }, usualLimits)?.level).toBe("note");
});

const evidence = { level: "executed", server: "PostgreSQL 18", rows: "synthetic", concurrency: "alone", facts: [] } as const;
const trace: StatementTrace = {
  file: "1.sql",
  line: 1,
  text: "loud",
  blocks: [{ object: "public.users", blocks: "reads-and-writes", vendorMode: "ACCESS EXCLUSIVE", for: "rewrite" }],
  rewrites: ["public.users"],
  scans: [],
  created: [],
  altered: [],
  dropped: [],
  rowsWritten: 0,
  durationMs: 1,
  evidence,
};

test("what the statement did confirms a finding or takes it away", async () => {
  const findings = await lint("loud");
  expect(confirmFindings(findings, [trace], [noise]).findings[0]?.evidence).toMatchObject({
    level: "executed",
    facts: [{ name: "lock" }, { name: "rewrites" }],
  });
  const quiet = { ...trace, rewrites: [] };
  expect(confirmFindings(findings, [quiet], [noise])).toMatchObject({ findings: [], disproved: [{ rule: "no-noise" }] });
  for (const unclear of [
    { ...quiet, unobserved: ["rewrites"] },
    { ...quiet, error: { message: "x", code: "y" } },
    { ...quiet, file: "2.sql" },
    { ...quiet, evidence: { ...evidence, level: "planned" as const } },
  ])
    expect(confirmFindings(findings, [unclear], [noise]).findings).toHaveLength(1);
  expect(confirmFindings(findings, [quiet, quiet], [noise]).findings).toHaveLength(1);
});

test("one hazard of one statement is said once, at the stronger level", async () => {
  const { findings } = confirmFindings(await lint("loud"), [trace], [noise]);
  const general: Finding = { ...findings[0]!, rule: "blocks", level: "error", object: "public.users" };
  expect(mergeRepeated([general, ...findings], "blocks").map(({ rule, level }) => `${level} ${rule}`)).toEqual(["error no-noise"]);
  expect(mergeRepeated([{ ...general, line: 9 }, ...findings], "blocks")).toHaveLength(2);
});
