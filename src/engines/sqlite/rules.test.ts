import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Script } from "../../model/migration.ts";
import { sqliteEngine } from "./engine.ts";
import { schemaOfText } from "./round-trip.ts";
import { sqliteRules } from "./rules.ts";
import { sqliteShadow } from "./shadow.ts";

const script = (text: string): Script => ({ file: "0001.sql", line: 1, text, transaction: "none" });
const lint = (given: string, text: string) =>
  sqliteEngine.lint({ scripts: [script(text)], base: schemaOfText(given), version: "3", sizes: {}, levels: {} });

describe.each(sqliteRules)("$id", (rule) => {
  let cacheFolder: string;
  beforeAll(async () => {
    cacheFolder = await mkdtemp(join(tmpdir(), "sqlite-rules-"));
  });
  afterAll(() => rm(cacheFolder, { recursive: true, force: true }));

  test.each(rule.examples.bad)("reports: %s", async (text) => {
    expect((await lint(rule.given, text)).map((finding) => finding.rule)).toContain(rule.id);
  });
  test.each(rule.examples.good)("lets pass: %s", async (text) => {
    expect((await lint(rule.given, text)).map((finding) => finding.rule)).not.toContain(rule.id);
  });
  test("keeps silent where it is suppressed with a reason, and only then", async () => {
    const text = rule.examples.bad[0] ?? "";
    const statements = text.split("; ");
    const suppressed = statements.map((statement) => `-- dblead-ignore ${rule.id}: agreed\n${statement}`).join(";\n");
    expect((await lint(rule.given, suppressed)).filter((finding) => finding.rule === rule.id)).toEqual([]);
    const without = statements.map((statement) => `-- dblead-ignore ${rule.id}\n${statement}`).join(";\n");
    expect((await lint(rule.given, without)).map((finding) => finding.rule)).toContain(rule.id);
  });
  test("names its sources", () => {
    expect(rule.source).toMatch(/^https:\/\/sqlite\.org\//);
    for (const text of [rule.what, rule.why, rule.instead]) expect(text).toMatch(/[.)]$/);
  });
  // A rule that claims nothing about locks or rewrites has nothing to prove on a server; its bad examples may rightly fail there.
  if (Object.keys(rule.claims).length === 0) return;
  test("its claims hold on a database", async () => {
    await using shadow = await sqliteShadow.open({
      base: rule.given === "" ? [] : [script(rule.given)],
      seed: [],
      version: "3",
      settings: {},
      cacheFolder,
    });
    const { statements, error } = await shadow.connection.execute({ ...script(rule.examples.bad[0] ?? ""), transaction: "own" });
    expect(error).toBeNull();
    for (const [object, claim] of Object.entries(rule.claims)) {
      if (claim.mode !== undefined)
        expect(statements.flatMap((trace) => trace.blocks.map((block) => block.vendorMode))).toContain(claim.mode);
      if (claim.rewrites !== undefined) expect(statements.some((trace) => trace.rewrites.includes(object))).toBe(claim.rewrites);
    }
  });
});
