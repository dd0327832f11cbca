import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Script } from "../../model/migration.ts";
import type { Schema } from "../../model/schema.ts";
import { lintScripts } from "../lint.ts";
import type { Rule } from "../rule.ts";
import { parseScript } from "./parse/script.ts";
import { mongodbRules } from "./rules.ts";
import { mongodbShadow } from "./shadow.ts";

const bin = process.env["DBLEAD_TEST_MONGODB_BIN"];
if (bin === undefined) console.log("skipped: DBLEAD_TEST_MONGODB_BIN names no mongod, so what the rules claim is not proven on a server");

/** Examples are lists of commands, or programs. */
const script = (text: string): Script => ({
  file: /^\s*(?:\{|\/\/)/.test(text) ? "0001.json" : "0001.js",
  line: 1,
  text,
  transaction: "none",
});
const lint = (rule: Rule, text: string, base: Schema | null) =>
  lintScripts(
    { parse: async (one) => parseScript(one), rules: mongodbRules },
    { scripts: [script(text)], base, version: "6", sizes: rule.sizes ?? {}, levels: {} },
  );
const cacheFolder = mkdtempSync(join(tmpdir(), "mongodb-rules-"));
afterAll(() => rmSync(cacheFolder, { recursive: true, force: true }));

const open = (given: string) =>
  mongodbShadow.open({
    base: given === "" ? [] : [script(given)],
    seed: [],
    version: "6",
    settings: bin === undefined ? {} : { bin },
    cacheFolder,
  });

test("there are rules, each with examples of both kinds and a page of the manual", () => {
  expect(mongodbRules.length).toBeGreaterThanOrEqual(35);
  for (const rule of mongodbRules) {
    expect(rule.source, rule.id).toMatch(/^https:\/\/www\.mongodb\.com\/docs\/manual\//);
    for (const text of [rule.what, rule.why, rule.instead]) expect(text, rule.id).toMatch(/[.)]$/);
    expect(rule.examples.bad.length, rule.id).toBeGreaterThan(0);
    expect(rule.examples.good.length, rule.id).toBeGreaterThan(0);
  }
});

describe.skipIf(bin === undefined).each(mongodbRules)("$id", (rule) => {
  let schema: Schema;
  beforeAll(async () => {
    await using shadow = await open(rule.given);
    schema = await shadow.connection.introspect();
  });

  test.each(rule.examples.bad)("reports: %s", async (text) => {
    expect((await lint(rule, text, schema)).map((finding) => finding.rule)).toContain(rule.id);
  });
  test.each(rule.examples.good)("lets pass: %s", async (text) => {
    expect((await lint(rule, text, schema)).map((finding) => finding.rule)).not.toContain(rule.id);
  });
  test("keeps silent where it is suppressed with a reason, and only then", async () => {
    const text = rule.examples.bad[0] ?? "";
    // Every document of a list on a line of its own.
    const suppress = (comment: string): string =>
      (text.startsWith("{")
        ? text.replaceAll(/\} (?=\{ "(?:createIndexes|update|delete|collMod|insert|aggregate|find)")/g, "}\n")
        : text
      ).replaceAll(/^/gm, `// ${comment}\n`);
    const found = async (comment: string) =>
      (await lintNamed(rule, suppress(comment), schema)).filter((finding) => finding.rule === rule.id);
    expect(await found(`dblead-ignore ${rule.id}: agreed`)).toEqual([]);
    expect(await found(`dblead-ignore ${rule.id}`)).not.toEqual([]);
  });
  // A rule that claims nothing has nothing to prove on a server; its bad examples may rightly fail there.
  if (Object.keys(rule.claims).length === 0) return;
  test("its claims hold on a server", async () => {
    await using shadow = await open(rule.given);
    const { statements, error } = await shadow.connection.execute(script(rule.examples.bad[0] ?? ""));
    for (const [object, claim] of Object.entries(rule.claims)) {
      const own = statements.filter(
        (trace) => trace.access?.some((access) => access.object === object) === true || trace.text.includes(object),
      );
      expect(error?.code).toBe(claim.fails);
      if (claim.scans === true) expect(own.some((trace) => trace.scans.includes(object))).toBe(true);
      if (claim.mode !== undefined) expect(own.flatMap((trace) => trace.blocks.map((block) => block.vendorMode))).toContain(claim.mode);
      if (claim.rowsWritten !== undefined) expect(own.reduce((sum, trace) => sum + trace.rowsWritten, 0)).toBe(claim.rowsWritten);
    }
  });
});

/** As {@link lint}, the kind of script told by its text without the comment. */
function lintNamed(rule: Rule, text: string, base: Schema): ReturnType<typeof lint> {
  const file = script(rule.examples.bad[0] ?? "").file;
  return lintScripts(
    { parse: async (one) => parseScript(one), rules: mongodbRules },
    { scripts: [{ ...script(text), file }], base, version: "6", sizes: rule.sizes ?? {}, levels: {} },
  );
}
