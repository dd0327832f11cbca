import fc from "fast-check";
import { expect, test } from "vitest";
import { parsedEvidence } from "../model/evidence.ts";
import type { FormatCapabilities } from "../model/migration.ts";
import { type Action, type Phase, phases, type Step, type TransactionScope } from "../model/plan.ts";
import { splitStages } from "./migration-units.ts";

const perFile: FormatCapabilities = {
  transaction: "per-file",
  canLeaveTransaction: true,
  oneStatementOutsideTransaction: true,
  down: "same-file",
};
let made = 0;
function step(phase: Phase, action: Action, reverse: readonly Action[] = []): Step {
  made += 1;
  return {
    id: `S${made}`,
    kind: `kind-${made}`,
    phase,
    summary: `step ${made}`,
    action,
    reverse,
    reversibility: { kind: "exact", until: "", loses: "" },
    limits: {},
    hazards: [],
    evidence: parsedEvidence,
  };
}
const sql = (transaction: TransactionScope, ...statements: string[]): Action => ({ kind: "statements", statements, transaction });
const gate: Action = { kind: "deploy-gate", application: "shop", waitsFor: "the release" };
const batches: Action = {
  kind: "batches",
  object: "t",
  key: ["id"],
  statement: "update",
  batchSize: 10,
  script: "do the job",
  remaining: "select 0",
  sideEffects: [],
};
const split = (steps: readonly Step[], format = perFile) =>
  splitStages({ steps, format, name: "change", render: (statements) => statements.map((text) => `${text};\n`).join("") });

test("neighbours share a file as far as their transactions allow", () => {
  const [stage, none] = split([
    step("expand", sql("shared", "a"), [sql("shared", "-a")]),
    step("expand", sql("shared", "b"), [sql("shared", "-b")]),
    step("expand", sql("own", "c"), [sql("shared", "-c")]),
    step("expand", sql("none", "d"), [sql("none", "-d")]),
  ]);
  expect(none).toBeUndefined();
  expect(stage?.migrations.map(({ up, down, transaction }) => [up, down, transaction])).toEqual([
    ["a;\nb;\n", "-b;\n-a;\n", "shared"],
    ["c;\n", "-c;\n", "own"],
    ["d;\n", "-d;\n", "none"],
  ]);
});
test("a file runs under the shortest limits of its steps; one without limits sets none", () => {
  const limited = (lockTimeoutMs: number, name: string): Step => ({
    ...step("expand", sql("shared", name), [sql("shared", `-${name}`)]),
    limits: { lockTimeoutMs },
  });
  const [stage] = splitStages({
    steps: [limited(3000, "a"), limited(1000, "b"), step("expand", sql("own", "c"))],
    format: perFile,
    name: "change",
    render: (statements, frame) => `${frame?.transaction} ${frame?.limits.lockTimeoutMs ?? "unlimited"}: ${statements.join(" ")}`,
  });
  expect(stage?.migrations.map(({ up, down }) => [up, down])).toEqual([
    ["shared 1000: a b", "shared 1000: -b -a"],
    ["own unlimited: c", expect.stringContaining("Nothing to undo")],
  ]);
});
test("outside a transaction one statement a file, undone last to first", () => {
  const [stage] = split([step("expand", sql("none", "a", "b"), [sql("none", "-b", "-a")])]);
  expect(stage?.migrations.map(({ up, down }) => [up, down])).toEqual([
    ["a;\n", "-a;\n"],
    ["b;\n", "-b;\n"],
  ]);
});
test("a gate, and migrations after a job, begin another stage", () => {
  const stages = split([
    step("expand", sql("shared", "a")),
    step("migrate", batches),
    step("migrate", sql("own", "b")),
    step("contract", gate),
    step("contract", sql("shared", "c")),
  ]);
  expect(stages.map((stage) => [stage.phase, stage.gate?.application ?? null, stage.migrations.length, stage.jobs.length])).toEqual([
    ["expand", null, 1, 0],
    ["migrate", null, 0, 1],
    ["migrate", stages[1]?.jobs[0]?.name, 1, 0],
    ["contract", "shop", 1, 0],
  ]);
});
test("what a format cannot carry is refused by name", () => {
  expect(() => split([step("expand", sql("none", "a"))], { ...perFile, canLeaveTransaction: false })).toThrow(
    "cannot leave its transaction",
  );
  expect(() => split([step("expand", sql("none", "a"))], { ...perFile, transaction: "all-pending" })).toThrow("one transaction");
  expect(() => split([step("expand", { kind: "task", start: "s", poll: "p", cancel: "c" })])).toThrow("starts a task");
});
test("no statement is lost, none is moved before another, no phase is mixed with another", () => {
  const scope = fc.constantFrom<TransactionScope>("shared", "own", "none");
  const anyStep = fc.tuple(fc.constantFrom(...phases), scope, fc.integer({ min: 1, max: 3 }));
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 12 }), (parts) => {
      const steps = parts.map(([phase, transaction, count], index) =>
        step(phase, sql(transaction, ...Array.from({ length: count }, (_, number) => `${index}.${number}`))),
      );
      const stages = split(steps);
      const ordered = phases.flatMap((phase) =>
        steps.filter((one) => one.phase === phase).flatMap((one) => (one.action.kind === "statements" ? one.action.statements : [])),
      );
      expect(stages.flatMap((stage) => stage.migrations.map((draft) => draft.up)).join("")).toBe(
        ordered.map((text) => `${text};\n`).join(""),
      );
      expect(stages.map((stage) => stage.phase)).toEqual(phases.filter((phase) => steps.some((one) => one.phase === phase)));
      for (const stage of stages) expect(new Set(stage.migrations.map((draft) => draft.name)).size).toBe(stage.migrations.length);
    }),
  );
});
