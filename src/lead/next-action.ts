import type { Question } from "../model/question.ts";
import type { NextAction, RunStanding, RunState } from "../model/run-state.ts";
import { openQuestions } from "./clarify.ts";
import { approvalHash, missingApprovals } from "./approvals.ts";
import { waitingFor } from "./requirement-conflicts.ts";
import { count, listWords } from "../model/wording.ts";
import { findNext, openEscalations, type StopReason, type WorkflowPolicy } from "./next.ts";

export interface Standing {
  readonly standing: RunStanding;
  readonly nextAction: NextAction;
  readonly reason: string;
}

/** Where a run stands and what is to be done now. Pure. */
export function standingOf(state: RunState, policy: WorkflowPolicy): Standing {
  const todo = findNext(state, policy);
  const id = state.requirement?.front.id ?? "";
  const again = `dblead run ${state.record}`;
  if (todo.kind !== "stop")
    return { standing: "working", nextAction: { kind: "run-again", command: again }, reason: `the next step is ${todo.kind}` };
  return stopped(state, policy, todo.because, id, again);
}

function stopped(state: RunState, policy: WorkflowPolicy, because: StopReason, id: string, again: string): Standing {
  switch (because) {
    case "nothing":
      return {
        standing: "working",
        nextAction: { kind: "run-again", command: "dblead run <requirement.md>" },
        reason: "nothing was handed in",
      };
    case "questions": {
      const open = openQuestions(state.questions, state.answers);
      const [question] = open;
      if (question === undefined) return waitingForOthers(state, again);
      const command = `dblead answer ${id} ${question.id} ${choiceOf(question)}`;
      const action: NextAction = { kind: "answer-question", question: question.id, to: question.to, command };
      return {
        standing: "needs-answer",
        nextAction: action,
        reason: `${count(open.length, "question")} must be answered before anything is designed`,
      };
    }
    case "escalation": {
      const [first] = openEscalations(state).toSorted(
        (a, b) => Number(b.reason === "integrity-incident") - Number(a.reason === "integrity-incident"),
      );
      const action: NextAction =
        first === undefined
          ? { kind: "run-again", command: again }
          : {
              kind: "answer-escalation",
              escalation: first.id,
              to: first.to[0] ?? "technical-architect",
              command: `dblead answer ${id} ${first.id} <decision>`,
            };
      return { standing: "escalated", nextAction: action, reason: first?.text ?? "" };
    }
    case "worker":
      return waiting(state, again);
    case "blocked": {
      const held = state.tasks.find((one) => one.hold === "blocked");
      return {
        standing: "blocked",
        nextAction:
          held === undefined ? { kind: "run-again", command: again } : { kind: "unblock-task", task: held.task.id, command: again },
        reason: held === undefined ? "a task waits for another that was archived" : `${held.task.id} was set to ⚪ Blocked by hand`,
      };
    }
    case "approval":
      return awaiting(state, policy, id);
    case "gate":
      return gated(state, id);
    case "done":
      return done(state, id);
  }
}

/** The proposal where there is one: the command is ready to be typed. */
function choiceOf(question: Question): string {
  if (question.proposal !== undefined) return /^[\w.-]+$/.test(question.proposal) ? question.proposal : `"${question.proposal}"`;
  return question.options.length === 0 ? "<answer>" : `<${question.options.map((option) => option.value).join("|")}>`;
}

function waitingForOthers(state: RunState, again: string): Standing {
  const others = waitingFor(state.questions, state.answers).map((question) => /^REQ-\d+/.exec(question.text)?.[0] ?? question.object);
  return {
    standing: "blocked",
    nextAction: { kind: "run-again", command: again },
    reason: `it waits until ${listWords([...new Set(others)])} is done, as answered`,
  };
}

function waiting(state: RunState, again: string): Standing {
  const open = state.tasks.filter((one) => one.hold === null && one.status !== "done" && one.worker === "external");
  const asked = open.flatMap((one) =>
    one.questions.filter((question) => question.answer === null).map((question) => ({ one, question })),
  )[0];
  if (asked !== undefined) {
    return {
      standing: "needs-answer",
      nextAction: {
        kind: "answer-worker",
        task: asked.one.task.id,
        number: asked.question.number,
        command: `dblead answer ${asked.one.task.requirement} ${asked.one.task.id}/${asked.question.number} "…"`,
      },
      reason: `${asked.question.by} asks: ${asked.question.text}`,
    };
  }
  const [first] = open;
  if (first === undefined)
    return { standing: "waiting-for-worker", nextAction: { kind: "run-again", command: again }, reason: "a task is with its worker" };
  if (first.takenBy === null)
    return {
      standing: "waiting-for-worker",
      nextAction: { kind: "take-task", task: first.task.id, command: `dblead take ${first.task.id}` },
      reason: `${first.task.id} waits for a person or an agent`,
    };
  const isReturned = first.review?.outcome === "return";
  return {
    standing: isReturned ? "returned" : "waiting-for-worker",
    nextAction: { kind: "fix-and-hand-in", task: first.task.id, command: `dblead hand-in ${first.task.id} <files…>` },
    reason: isReturned ? `${first.task.id} was returned: ${first.findings[0] ?? "see its file"}` : `${first.takenBy} has ${first.task.id}`,
  };
}

function awaiting(state: RunState, policy: WorkflowPolicy, id: string): Standing {
  const missing = missingApprovals(state, policy.approvals);
  const [first] = missing;
  const signed = first?.force === "binding" ? " --signature <file>" : "";
  const asked = missing.map((one) => (one.because.length === 0 ? one.role : `${one.role} (${one.because.join(", ")})`)).join(" and ");
  return {
    standing: "awaiting-approval",
    nextAction: {
      kind: "await-approval",
      roles: missing.map((one) => one.role),
      hash: approvalHash(state) ?? "",
      command: `dblead approve ${id} --role ${first?.role ?? "technical-architect"}${signed}`,
    },
    reason: missing.some((one) => one.given === "stale")
      ? `the plan changed after it was approved; ${asked} must decide again`
      : `${tellProof(state)}; it waits for ${asked}`,
  };
}

/** No more than the weakest of the targets' reviews showed. */
function tellProof(state: RunState): string {
  const proofs = Object.values(state.targets).flatMap(({ integration }) => (integration === null ? [] : [integration.proof]));
  const unproven = proofs.flatMap((proof) => proof.unproven);
  if (proofs.some(({ level }) => level === "parsed")) return "nothing of it was executed here: it is read from the texts only";
  if (unproven.length > 0) return `no rows prove what becomes of ${unproven.join(", ")}`;
  return proofs.some(({ level }) => level === "planned") ? "it was executed, but not on the target's own version" : "everything is proven";
}

function gated(state: RunState, id: string): Standing {
  const [stage] = pendingStages(state);
  const released = releasedFiles(state);
  const gate = stage?.gate ?? { application: "", waitsFor: "" };
  return {
    standing: "approved",
    nextAction: {
      kind: "deploy-application",
      application: gate.application,
      waitsFor: gate.waitsFor,
      command: `dblead continue ${id} --deployed "${gate.application}"`,
    },
    reason: `apply ${count(released.length, "file")}, then wait for ${gate.waitsFor}`,
  };
}

function done(state: RunState, id: string): Standing {
  const files = releasedFiles(state);
  const command = `dblead report ${id}`;
  if (files.length === 0) return { standing: "done", nextAction: { kind: "done", command }, reason: "every task is done and verified" };
  const isContract = Object.values(state.targets).some((target) => target.integration?.stages.some((stage) => stage.gate !== null));
  const action: NextAction = isContract
    ? { kind: "apply-contract", files: lastFiles(state), command }
    : { kind: "apply-expand", files, command };
  return {
    standing: "done",
    nextAction: action,
    reason: "every task is done and verified; the project's own runner applies the released files",
  };
}

export function pendingStages(state: RunState): readonly {
  readonly target: string;
  readonly index: number;
  readonly gate: { readonly application: string; readonly waitsFor: string };
}[] {
  return Object.entries(state.targets).flatMap(([target, { integration }]) =>
    (integration?.stages ?? []).flatMap((stage, index) =>
      stage.state === "pending"
        ? [{ target, index, gate: stage.gate ?? { application: "the stage before", waitsFor: "the stage before to be applied" } }]
        : [],
    ),
  );
}

function releasedFiles(state: RunState): readonly string[] {
  return Object.values(state.targets).flatMap((target) =>
    (target.integration?.stages ?? []).flatMap((stage) => (stage.state === "released" ? stage.migrations.map((file) => file.path) : [])),
  );
}

function lastFiles(state: RunState): readonly string[] {
  return Object.values(state.targets).flatMap(
    (target) =>
      (target.integration?.stages ?? [])
        .filter((stage) => stage.gate !== null)
        .at(-1)
        ?.migrations.map((file) => file.path) ?? [],
  );
}
