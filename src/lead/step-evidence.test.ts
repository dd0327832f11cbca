import { expect, test } from "vitest";
import { parsedEvidence } from "../model/evidence.ts";
import type { Step } from "../model/plan.ts";
import type { StatementTrace } from "../model/review.ts";
import { proveSteps } from "./step-evidence.ts";

const step = (statement: string): Step => ({
  id: "S1",
  kind: "add-column",
  phase: "expand",
  summary: statement,
  action: { kind: "statements", statements: [statement], transaction: "shared" },
  reverse: [],
  reversibility: { kind: "exact", until: "", loses: "" },
  limits: {},
  hazards: [],
  evidence: parsedEvidence,
});
const trace: StatementTrace = {
  file: "db/1.sql",
  line: 1,
  text: "alter table t\n  add column c text;",
  blocks: [],
  rewrites: [],
  scans: ["t"],
  created: [],
  altered: ["t"],
  dropped: [],
  rowsWritten: 3,
  durationMs: 1.25,
  evidence: { ...parsedEvidence, level: "executed", server: "PGlite 18.3", rows: "seed" },
};

test("a step that ran carries what was seen, one that did not keeps what the plan says", () => {
  const [ran, planned] = proveSteps([step("alter table t add column c text"), step("drop table u")], [trace], []);
  expect(ran?.evidence).toMatchObject({ level: "executed", server: "PGlite 18.3" });
  expect(ran?.evidence.facts.map((fact) => `${fact.name} ${fact.value}`)).toEqual(
    ["took 1.3 ms", "rows written 3", "read every row of t"].map((text) => text.replace(" ms", "")),
  );
  expect(planned?.evidence).toEqual(parsedEvidence);
});
