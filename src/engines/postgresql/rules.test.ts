import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Finding } from "../../model/finding.ts";
import type { Script } from "../../model/migration.ts";
import type { Schema } from "../../model/schema.ts";
import type { Rule } from "../rule.ts";
import { replayStatement } from "./lint/text-replay.ts";
import { parsePostgresql } from "./parse.ts";
import { lintPostgresql, postgresqlRules } from "./rules.ts";

const rules = await postgresqlRules();
const script = (text: string, transaction: Script["transaction"]): Script => ({ file: "migration.sql", line: 1, text, transaction });

/** The schema that a text makes, read from the text alone. */
async function replay(text: string): Promise<Schema> {
  const statements = await parsePostgresql(script(text, "own"));
  return statements.reduce(replayStatement, { engine: "postgresql", version: "18", objects: [], unmodelled: [] });
}

async function lint(rule: Rule, text: string, transaction: Script["transaction"]): Promise<readonly Finding[]> {
  const findings = await lintPostgresql({
    scripts: [script(text, transaction)],
    base: await replay(rule.given),
    version: "18",
    sizes: {},
    levels: {},
  });
  return findings.filter((finding) => finding.rule === rule.id);
}

describe("the rules of PostgreSQL", () => {
  it("are all listed, one a file", () => {
    const files = readdirSync(fileURLToPath(new URL("rules", import.meta.url))).map((name) => name.replace(/\.ts$/, ""));
    expect(rules.map(({ id }) => id)).toEqual(files.toSorted());
    expect(rules.length).toBeGreaterThanOrEqual(32);
  });

  it.each(rules.map((rule) => [rule.id, rule] as const))("%s says what, why and what instead", (_id, rule) => {
    for (const text of [rule.what, rule.why, rule.instead]) expect(text).toMatch(/^[A-Z].*\.$/s);
    expect(rule.source).toMatch(/^https:\/\/www\.postgresql\.org\/docs\/18\/[a-z-]+\.html(?:#[A-Z0-9-]+)?$/);
    expect(rule.examples.bad.length).toBeGreaterThan(0);
    expect(rule.examples.good.length).toBeGreaterThan(0);
    for (const peer of rule.covers) expect(peer).toMatch(/^[a-z_-]+:\w+/);
  });

  const bad = rules.flatMap((rule) => rule.examples.bad.map((text) => [rule.id, text, rule] as const));
  it.each(bad)("%s hits %s", async (_id, text, rule) => {
    expect((await lint(rule, text, "own")).length).toBeGreaterThan(0);
  });

  const good = rules.flatMap((rule) => rule.examples.good.map((text) => [rule.id, text, rule] as const));
  it.each(good)("%s passes %s", async (_id, text, rule) => {
    expect(await lint(rule, text, "own")).toEqual([]);
  });

  const fixable = rules.flatMap((rule) => (rule.fix === undefined ? [] : rule.examples.bad.map((text) => [rule.id, text, rule] as const)));
  it.each(fixable)("the fix of %s cures %s", async (_id, text, rule) => {
    for (const transaction of ["none", "own"] as const) {
      const fix = (await lint(rule, text, transaction)).find((finding) => finding.fix !== undefined)?.fix;
      if (fix === undefined) continue;
      const cured = text.slice(0, fix.start) + fix.text + text.slice(fix.end);
      expect(await lint(rule, cured, transaction), cured).toEqual([]);
    }
  });

  it("each offer of a fix comes with an example that it cures", async () => {
    for (const rule of rules.filter((candidate) => candidate.fix !== undefined)) {
      const offers = await Promise.all(rule.examples.bad.map(async (text) => (await lint(rule, text, "none")).some(({ fix }) => fix !== undefined)));
      expect(offers, rule.id).toContain(true);
    }
  });
});
