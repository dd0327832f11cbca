import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { raise } from "../model/escalation.ts";
import type { JournalEvent } from "../model/event.ts";
import type { Requirement } from "../model/requirement.ts";
import type { Task } from "../model/task.ts";
import type { RecordedEvent } from "../ports/store.ts";
import { demandDelegable, findCycle } from "./delegate.ts";
import { findNext, type WorkflowPolicy } from "./next.ts";
import { standingOf } from "./next-action.ts";
import { foldEvent, foldEvents, emptyState } from "./workflow.ts";

const policy: WorkflowPolicy = {
  returns: 3,
  worker: "engine",
  byKind: {},
  fallback: ["external", "engine"],
  approvals: { roles: ["technical-architect"], byHazard: {}, signed: [] },
};
const requirement: Requirement = {
  file: "r.md",
  front: { id: "REQ-0001", title: "t", from: "backend-lead", kind: "feature", priority: "high", targets: ["shop"] },
  body: { intents: [], "access-patterns": [], "non-functional": {}, answers: [] },
  sections: {},
  hash: "h",
};
function task(number: number, dependsOn: readonly string[] = []): Task {
  return {
    id: `REQ-0001-00${number}`,
    requirement: "REQ-0001",
    number,
    slug: `task_${number}`,
    title: `task ${number}`,
    kind: "change",
    type: "feature",
    priority: "high",
    specialist: "database-specialist",
    reporter: "backend-lead",
    target: "shop",
    engine: "sqlite",
    engineVersion: "3",
    dependsOn,
    intents: [`I${number}`],
    words: ["add-field"],
    description: "d",
    criteria: [{ text: "rows are kept", check: { kind: "rows-kept" } }],
    context: ["c"],
    createdDate: "2026-01-01",
  };
}
const start: readonly JournalEvent[] = [
  { kind: "requirement-received", requirement, record: "dblead/requirements/r.md", gaps: [] },
  { kind: "analysed", target: "shop", key: "a", summary: "" },
  { kind: "clarified", open: 0 },
  { kind: "design-made", target: "shop", key: "d", summary: "" },
  { kind: "tasks-made", tasks: [task(1), task(2, ["REQ-0001-001"])], orders: { "REQ-0001-001": "o1", "REQ-0001-002": "o2" } },
];
function recorded(events: readonly JournalEvent[]): readonly RecordedEvent[] {
  return events.map((event, index) => ({ sequence: index + 1, at: "2026-01-01T00:00:00.000Z", event }));
}
const one = "REQ-0001-001";
const anyEvent = fc.constantFrom<JournalEvent>(
  ...start,
  { kind: "clarified", open: 1 },
  { kind: "task-delegated", task: one, worker: "engine", round: 1 },
  { kind: "task-taken", task: one, by: "ann" },
  { kind: "deliverable-handed-in", task: one, worker: "engine", round: 1, key: "k", files: [] },
  { kind: "worker-unable", task: one, worker: "engine", round: 1, reason: "no" },
  { kind: "review-made", task: one, round: 1, key: "r", outcome: "return", notes: [] },
  { kind: "task-returned", task: one, round: 1, findings: ["f"] },
  { kind: "task-accepted", task: one, round: 1 },
  { kind: "reassigned", task: one, from: "engine", to: "external", reason: "r" },
  { kind: "task-edited", task: one, edit: "blocked", value: "" },
  { kind: "task-edited", task: one, edit: "resumed", value: "" },
  { kind: "regrouped", target: "shop", reason: "r" },
  { kind: "escalated", escalation: raise("worker-failed", one, { text: "t", evidence: [], proposal: "p", task: one }) },
  { kind: "escalation-resolved", escalation: `worker-failed/${one}`, by: "technical-architect", choose: "retry" },
  { kind: "integrated", target: "shop", key: "i", hash: "hash", hazards: [], proof: { level: "executed", unproven: [] }, stages: [] },
  { kind: "approval-recorded", approval: { role: "technical-architect", by: "ann", hash: "hash", force: "advisory", signature: null } },
  { kind: "reported", key: "r" },
);

describe("the fold", () => {
  test("takes any events in any order: it never fails, is a fold, and always knows what is next", () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 40 }), fc.nat(40), (events, cut) => {
        const all = recorded(events);
        const state = foldEvents(all);
        expect(all.slice(cut).reduce(foldEvent, foldEvents(all.slice(0, cut)))).toEqual(state);
        expect(findNext(state, policy)).toEqual(findNext(structuredClone(state), policy));
        expect(standingOf(state, policy).nextAction.command).toMatch(/^dblead /);
      }),
    );
  });

  test("a task starts only when all that it depends on are done", () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => {
        const state = foldEvents(recorded([...start, ...events]));
        const todo = findNext(state, policy);
        const first = state.tasks.find((candidate) => candidate.task.id === one);
        if (todo.kind === "carry-out" && todo.tasks.some((item) => item.task === "REQ-0001-002")) expect(first?.status).toBe("done");
      }),
    );
  });

  test("nothing is delegated while a question is open or an escalation stops it", () => {
    const open = foldEvents(recorded([...start.slice(0, 2), { kind: "clarified", open: 1 }]));
    expect(findNext(open, policy)).toEqual({ kind: "stop", because: "questions" });
    const stopped = foldEvents(
      recorded([...start, { kind: "escalated", escalation: raise("data-loss", "shop/plan", { text: "t", evidence: [], proposal: "p" }) }]),
    );
    expect(findNext(stopped, policy)).toEqual({ kind: "stop", because: "escalation" });
    const informed = foldEvents(
      recorded([
        ...start,
        {
          kind: "escalated",
          escalation: raise("infrastructure", "shop/plan", { text: "t", evidence: [], proposal: "p", effect: "informs" }),
        },
      ]),
    );
    expect(findNext(informed, policy).kind).toBe("carry-out");
  });

  test("after N returns a task goes to another worker, then upward", () => {
    const returned: JournalEvent[] = [1, 2, 3].flatMap((round): JournalEvent[] => [
      { kind: "deliverable-handed-in", task: one, worker: "engine", round, key: `k${round}`, files: [] },
      { kind: "review-made", task: one, round, key: `r${round}`, outcome: "return", notes: [] },
      { kind: "task-returned", task: one, round, findings: ["f"] },
    ]);
    const begun: JournalEvent[] = [...start, { kind: "task-delegated", task: one, worker: "engine", round: 1 }];
    expect(findNext(foldEvents(recorded([...begun, ...returned.slice(0, 6)])), policy)).toMatchObject({
      tasks: [{ kind: "work", task: one }],
    });
    expect(findNext(foldEvents(recorded([...begun, ...returned])), policy)).toMatchObject({
      tasks: [{ kind: "reassign", task: one, to: "external" }],
    });
    const alone = { ...policy, fallback: [] };
    expect(findNext(foldEvents(recorded([...begun, ...returned])), alone)).toMatchObject({ tasks: [{ kind: "give-up", task: one }] });
  });
  test("an empty journal waits for a requirement", () => {
    expect(findNext(emptyState, policy)).toEqual({ kind: "stop", because: "nothing" });
  });
});

describe("a delegation is refused", () => {
  test.each([
    ["criteria", { criteria: [] }, "acceptance criteria"],
    ["context", { context: [] }, "context"],
    ["engine", { engine: "" }, "an engine"],
    ["version", { engineVersion: "" }, "an engine version"],
    ["another department", { specialist: "frontend-specialist" }, "not of this department"],
  ])("that lacks %s", (_, change, says) => {
    expect(() => demandDelegable({ ...task(1), ...change }, [])).toThrow(says);
  });
  test("whose tasks wait for each other in a circle", () => {
    const circle = [task(1, ["REQ-0001-003"]), task(2, [one]), task(3, ["REQ-0001-002"])];
    expect(findCycle(circle)).toEqual([one, "REQ-0001-003", "REQ-0001-002", one]);
    expect(() => demandDelegable(task(1), circle)).toThrow("in a circle");
    expect(findCycle([task(1), task(2, [one]), task(3, [one, "REQ-0001-002"])])).toBeNull();
  });
});

test.each([
  ["executed", [], "everything is proven"],
  ["planned", [], "it was executed, but not on the target's own version"],
  ["executed", ["people"], "no rows prove what becomes of people"],
  ["parsed", [], "nothing of it was executed here: it is read from the texts only"],
] as const)("what was %s with %j unproven is told as no more than that", (level, unproven, told) => {
  const state = foldEvents(recorded(start));
  const integration = { key: "i", hash: "hash", hazards: [], proof: { level, unproven }, stages: [] };
  const standing = standingOf(
    {
      ...state,
      clarified: "yes",
      decomposed: "yes",
      tasks: state.tasks.map((one) => ({ ...one, status: "done" as const })),
      targets: { shop: { analysis: "a", design: "d", integration, grouping: "by-change" } },
      report: "r",
    },
    policy,
  );
  expect([standing.standing, standing.reason]).toEqual(["awaiting-approval", `${told}; it waits for technical-architect`]);
});
