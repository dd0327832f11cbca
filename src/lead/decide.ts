import { LeadError } from "../model/error.ts";
import type { Approval, JournalEvent } from "../model/event.ts";
import { findNearest } from "../model/name.ts";
import { type Role, roles } from "../model/role.ts";
import type { RunState } from "../model/run-state.ts";
import type { Lease } from "../ports/store.ts";
import { mayAnswer, refuseAnswer } from "./clarify.ts";
import { type LeadContext, policyOf } from "./context.ts";
import { restoreMissing } from "./lead.ts";
import { approvalHash, missingApprovals, requiredApprovals, signingHint } from "./approvals.ts";
import { findNext } from "./next.ts";
import { pendingStages } from "./next-action.ts";
import { directors } from "./recipients.ts";
import { advance, readState, record } from "./run.ts";
import { type RunResult, resultOf } from "./run-result.ts";
import { verifySignature } from "./signature.ts";

/** Reads a role's name. Throws `usage-invalid` with the nearest known one. */
export function readRole(text: string): Role {
  const role = roles.find((one) => one === text);
  if (role !== undefined) return role;
  const nearest = findNearest(text, roles);
  throw new LeadError("usage-invalid", `${text} is no role.`, {
    hint: nearest === undefined ? `Roles: ${roles.join(", ")}.` : `Did you mean ${nearest}?`,
  });
}

/**
 * Records an answer to a question (`kind/target/object`), an escalation (`reason/…`) or a worker's question (`REQ-0001-002/1`). Nothing is run by it.
 * Throws `record-missing` with the nearest known id, `state-refused` when the role may not answer or the answer is none of the options.
 */
export async function answer(
  context: LeadContext,
  request: { readonly requirement: string; readonly question: string; readonly choose: string; readonly by: Role },
): Promise<RunResult> {
  await using lease = await context.store.acquire(request.requirement, context.leaseWaitMs);
  const state = await demandRun(context, lease);
  const event = answerWorker(state, request) ?? answerEscalation(state, request) ?? answerQuestion(state, request);
  return await resultOf(context, await record(context, lease, [event]));
}

type AnswerRequest = Parameters<typeof answer>[1];

function answerWorker(state: RunState, request: AnswerRequest): JournalEvent | null {
  const match = /^(REQ-\d+-\d+)\/(\d+)$/.exec(request.question);
  if (match === null) return null;
  const asked = state.tasks.find((one) => one.task.id === match[1])?.questions.find((one) => one.number === Number(match[2]));
  if (asked === undefined) throw new LeadError("record-missing", `Nobody asked ${request.question}.`);
  return { kind: "worker-answered", task: match[1] ?? "", number: asked.number, by: request.by, text: request.choose };
}

function answerEscalation(state: RunState, request: AnswerRequest): JournalEvent | null {
  const found = state.escalations.find((one) => one.id === request.question);
  if (found === undefined) return null;
  if (!found.to.includes(request.by) && !directors.includes(request.by))
    throw new LeadError("state-refused", `${found.id} is for ${found.to.join(" and ")}; ${request.by} cannot decide it.`);
  return { kind: "escalation-resolved", escalation: found.id, by: request.by, choose: request.choose };
}

function answerQuestion(state: RunState, request: AnswerRequest): JournalEvent {
  const question = state.questions.find((one) => one.id === request.question);
  if (question === undefined) {
    const known = [...state.questions.map((one) => one.id), ...state.escalations.map((one) => one.id)];
    const nearest = findNearest(request.question, known);
    throw new LeadError("record-missing", `${request.requirement} has no question ${request.question}.`, {
      hint: nearest === undefined ? `Known: ${known.join(", ") || "none"}.` : `Did you mean ${nearest}?`,
    });
  }
  if (state.requirement === null || !mayAnswer(request.by, question, state.requirement))
    throw new LeadError("state-refused", `${question.id} is for ${question.to}; ${request.by} cannot answer it.`);
  const refusal = refuseAnswer(question, request.choose);
  if (refusal !== null) throw new LeadError("state-refused", `${question.id}: ${refusal}.`);
  if (Object.values(state.targets).some((target) => target.integration !== null))
    throw new LeadError("state-refused", `${request.requirement} is integrated already: the answer would change what was proven.`);
  return {
    kind: "question-answered",
    answer: { question: question.id, by: request.by, choose: request.choose, factsHash: question.factsHash },
    origin: "record",
  };
}

/** State of a request; one whose journal is lost is rebuilt from its records first, by running it. Throws `record-missing`. */
export async function demandRun(context: LeadContext, lease: Lease): Promise<RunState> {
  const state = await readState(context, lease.name);
  if (state.requirement !== null) return state;
  await restoreMissing(context, lease);
  return advance(context, lease);
}

/**
 * Records an approval, bound to the hash of the integrated change. With a signature file it is binding, if `ssh-keygen -Y verify` accepts it for the role
 * (namespace `dblead`); without one it is advisory. Without a role it is the first that is missing.
 * Throws `state-refused` when nothing waits for an approval, the role is not asked, or only a signature counts; `permission-missing` for a signature that does not verify.
 */
export async function approve(
  context: LeadContext,
  request: { readonly requirement: string; readonly role?: Role; readonly by: string; readonly signatureFile?: string },
): Promise<RunResult> {
  await using lease = await context.store.acquire(request.requirement, context.leaseWaitMs);
  const state = await demandRun(context, lease);
  const hash = approvalHash(state);
  const policy = policyOf(context);
  const todo = findNext(state, policy);
  if (hash === null || todo.kind !== "stop" || (todo.because !== "approval" && todo.because !== "gate" && todo.because !== "done")) {
    throw new LeadError("state-refused", `${request.requirement} has nothing to approve yet: it is not integrated.`, {
      hint: `dblead run ${request.requirement}`,
    });
  }
  const required = requiredApprovals(state, policy.approvals);
  const role = request.role ?? missingApprovals(state, policy.approvals)[0]?.role ?? required[0]?.role;
  const asked = required.find((one) => one.role === role);
  if (role === undefined || asked === undefined)
    throw new LeadError("state-refused", `${role ?? "Nobody"} is not asked to approve; ${tellRoles(required.map((one) => one.role))}.`);
  if (asked.force === "binding" && request.signatureFile === undefined)
    throw new LeadError("state-refused", `Only a signature of ${role} counts for this change ([approvals] signed in dblead.toml).`, {
      hint: signingHint(hash),
    });
  const signature = request.signatureFile === undefined ? null : await verifySignature(context, role, hash, request.signatureFile);
  const approval: Approval = { role, by: request.by, hash, force: signature === null ? "advisory" : "binding", signature };
  await record(context, lease, [{ kind: "approval-recorded", approval }]);
  return await resultOf(context, await advance(context, lease));
}

function tellRoles(asked: readonly Role[]): string {
  return `${asked.join(" and ")} ${asked.length === 1 ? "is" : "are"}`;
}

/**
 * Confirms that an application is out, as the gate of the next stage demands, and releases that stage's files.
 * Throws `state-refused` when no stage waits, the approval is missing or bound to another plan (`approval-stale`), or the gate names something else.
 */
export async function confirmDeployed(
  context: LeadContext,
  request: { readonly requirement: string; readonly application: string; readonly by: string },
): Promise<RunResult> {
  await using lease = await context.store.acquire(request.requirement, context.leaseWaitMs);
  const state = await demandRun(context, lease);
  const [stage] = pendingStages(state);
  if (stage === undefined) throw new LeadError("state-refused", `${request.requirement} has no stage that waits for a deployment.`);
  demandApproved(state, missingApprovals(state, policyOf(context).approvals), request.requirement);
  if (request.application !== stage.gate.application) {
    throw new LeadError("state-refused", `The next stage waits for "${stage.gate.application}", not for "${request.application}".`, {
      hint: `dblead continue ${request.requirement} --deployed "${stage.gate.application}" once ${stage.gate.waitsFor}`,
    });
  }
  await record(context, lease, [
    { kind: "gate-confirmed", target: stage.target, stage: stage.index, application: request.application, by: request.by },
  ]);
  return await resultOf(context, await advance(context, lease));
}

function demandApproved(state: RunState, missing: ReturnType<typeof missingApprovals>, requirement: string): void {
  const [first] = missing;
  if (first === undefined) return;
  const hint = first.force === "binding" ? signingHint(approvalHash(state) ?? "") : `dblead approve ${requirement} --role ${first.role}`;
  const stale = missing.find((one) => one.given === "stale");
  if (stale !== undefined)
    throw new LeadError("approval-stale", `The plan of ${requirement} changed after ${stale.role} approved it.`, { hint });
  throw new LeadError("state-refused", `${requirement} is not approved by ${missing.map((one) => one.role).join(" and ")}.`, { hint });
}
