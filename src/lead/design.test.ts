import { expect, test } from "vitest";
import { escalationReasons, raise } from "../model/escalation.ts";
import { parsedEvidence } from "../model/evidence.ts";
import type { HazardKind } from "../model/hazard.ts";
import type { Plan } from "../model/plan.ts";
import { parseConfiguration } from "../project/configuration.ts";
import type { LeadContext } from "./context.ts";
import { escalateDesign, type TargetDesign } from "./design.ts";

const unused = (): never => {
  throw new Error("a pure function asked for the surroundings");
};
function contextWith(policy: string): LeadContext {
  const configuration = parseConfiguration("/p/dblead.toml", `[targets.shop]\nengine = "sqlite"\nversion = "3"\n${policy}`);
  const store = {
    append: unused,
    events: unused,
    runs: unused,
    keep: unused,
    recall: unused,
    acquire: unused,
    [Symbol.asyncDispose]: unused,
  };
  return {
    configuration,
    engineOf: unused,
    store,
    records: { read: unused, write: unused, remove: unused, list: unused },
    clock: { now: unused },
    workers: {},
    listener: unused,
    environment: {},
    allowedSigners: null,
    leaseWaitMs: 0,
  };
}
function designWith(kind: HazardKind, level: "error" | "warning" | "note"): TargetDesign {
  const plan: Plan = {
    engine: "sqlite",
    variant: null,
    version: "3",
    fromFingerprint: "a",
    toFingerprint: "b",
    steps: [
      {
        id: "S1",
        kind: "step",
        phase: "expand",
        summary: "do it",
        action: { kind: "statements", statements: ["select 1"], transaction: "shared" },
        reverse: [],
        reversibility: { kind: "exact", until: "", loses: "" },
        limits: {},
        hazards: [{ kind, object: "orders", message: "it happens", level }],
        evidence: parsedEvidence,
      },
    ],
    carries: [],
    questions: [],
    unmodelled: [],
    prechecks: [],
    evidence: parsedEvidence,
  };
  return {
    target: "shop",
    intents: [],
    desired: { engine: "sqlite", version: "3", objects: [], unmodelled: [] },
    design: null,
    plan,
    planHash: null,
    failingPatterns: [],
    tuned: [],
    questions: [],
  };
}

test.each<readonly [HazardKind, "error" | "warning", readonly string[], string]>([
  ["deletes-data", "error", ["technical-architect", "project-manager"], "stops"],
  ["blocks-writes", "error", ["technical-architect", "project-manager"], "stops"],
  ["weakens-security", "error", ["security-lead"], "stops"],
  ["weakens-security", "warning", ["security-lead"], "informs"],
  ["breaks-replication", "warning", ["devops-lead"], "informs"],
  ["needs-disk", "error", ["devops-lead"], "stops"],
  ["weakens-integrity", "error", ["technical-architect"], "stops"],
])("%s of level %s is told to %s", (kind, level, to, effect) => {
  expect(escalateDesign(contextWith(""), designWith(kind, level), [])).toMatchObject([{ to, effect }]);
  expect(escalateDesign(contextWith(`[policy]\nallow = ["${kind}"]\n`), designWith(kind, level), [])).toEqual([]);
});

test("a note is told to nobody", () => {
  expect(escalateDesign(contextWith(""), designWith("needs-disk", "note"), [])).toEqual([]);
});

test("an access pattern that fails on the design goes to the backend lead", () => {
  const design = { ...designWith("needs-disk", "note"), failingPatterns: [{ id: "A1", text: "by colour", error: "no such column" }] };
  expect(escalateDesign(contextWith(""), design, [])).toMatchObject([
    { id: "access-pattern/shop/A1", to: ["backend-lead"], effect: "stops" },
  ]);
});

test("every reason has its recipients, an incident comes first and highest", () => {
  for (const [reason, { to }] of Object.entries(escalationReasons)) expect([reason, to.length > 0]).toEqual([reason, true]);
  expect(raise("integrity-incident", "x", { text: "", evidence: [], proposal: "" })).toMatchObject({
    to: ["technical-architect", "project-manager"],
    priority: "highest",
    effect: "stops",
  });
});
