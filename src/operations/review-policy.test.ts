import { describe, expect, test } from "vitest";
import { postgresqlEngine as engine } from "../engines/postgresql/engine.ts";
import { parsedEvidence } from "../model/evidence.ts";
import type { Finding } from "../model/finding.ts";
import type { Migration } from "../model/migration.ts";
import { parseConfiguration } from "../project/configuration.ts";
import { applyOverrides, readPolicy } from "./review-policy.ts";

const head = '[targets.shop]\nengine = "postgresql"\nversion = "18"\nenvironment = "production"\n';
const policyOf = async (text: string) => {
  const configuration = parseConfiguration("/project/dblead.toml", `${head}${text}`);
  return readPolicy(configuration, configuration.targets["shop"] ?? null, engine);
};
const override = (more: string): string =>
  `[[review.overrides]]\nmigration = "V31"\nrules = ["no-drop-column"]\nrole = "technical-architect"\nby = "alice"\nreason = "the hotfix cannot wait"\n${more}`;

describe("levels", () => {
  test("the target's own win over its environment's, those over the project's", async () => {
    const { levels, limits } = await policyOf(
      '[targets.shop.review]\nlevels = { "no-drop-table" = "error" }\n[policy]\nlevels = { "no-drop-column" = "note", "no-drop-table" = "note" }\n[review]\nerror-above-ms = 5000\nlevels = { "no-drop-column" = "warning" }\n[review.environments.production]\nlevels = { "no-drop-table" = "off", "id-taken" = "warning" }\n',
    );
    expect(levels).toEqual({ "no-drop-column": "warning", "no-drop-table": "error", "id-taken": "warning" });
    expect(limits).toEqual({ noteBelowMs: 200, errorAboveMs: 5000 });
  });

  test.each([
    ['[review]\nlevels = { "no-drop-colum" = "off" }\n', /\[review\] levels: no-drop-colum is no rule/],
    ['[targets.shop.review]\nlevels = { "nothing" = "off" }\n', /\[targets.shop.review\] levels: nothing/],
    [override("").replace("no-drop-column", "no-drop-colums"), /overrides.*no-drop-colums/],
    [override("").replace("technical-architect", "qa-lead"), /qa-lead may not override/],
  ])("unknown names are errors: %s", async (text, message) => {
    await expect(policyOf(text)).rejects.toThrow(message);
  });

  test("unknown keys are errors too", async () => {
    await expect(policyOf("[review]\nlevel = {}\n")).rejects.toThrow(/unknown key "level"/);
    await expect(policyOf(override('until = "soon"\n'))).rejects.toThrow(/a day is written 2027-01-31/);
  });
});

describe("overrides", () => {
  const migration: Migration = { id: "V31", name: "x", up: { file: "db/V31__x.sql", line: 1, text: "", transaction: "own" }, down: null };
  const finding: Finding = {
    rule: "no-drop-column",
    level: "error",
    file: "db/V31__x.sql",
    line: 3,
    column: 1,
    endLine: 3,
    endColumn: 2,
    what: "w",
    why: "y",
    instead: "i",
    object: null,
    evidence: parsedEvidence,
  };
  const apply = async (more: string, findings: readonly Finding[], today = "2026-11-24") =>
    applyOverrides(findings, (await policyOf(override(more))).overrides, [migration], today).map(({ rule, level }) => `${level} ${rule}`);

  test("lets pass, and says who took it", async () => {
    expect(await apply("", [finding])).toEqual(["note no-drop-column", "warning override-used"]);
    const { overrides } = await policyOf(override(""));
    expect(applyOverrides([finding], overrides, [migration], "2026-11-24")[1]?.what).toContain(
      "alice (technical-architect): the hotfix cannot wait",
    );
  });
  test("past its day it lets nothing pass", async () => {
    expect(await apply('until = "2026-11-23"\n', [finding])).toEqual(["error no-drop-column", "warning override-expired"]);
  });
  test("without anything to let pass it is a finding", async () => {
    expect(await apply("", [])).toEqual(["warning override-unused"]);
    expect(await apply("", [{ ...finding, file: "db/V30__y.sql" }])).toEqual(["error no-drop-column", "warning override-unused"]);
  });
});
