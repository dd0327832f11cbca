import type { Role } from "./role.ts";

/** Why the lead asks above itself, and who is told. The order of the recipients is the order in which they are told. */
export const escalationReasons = {
  "integrity-incident": {
    to: ["technical-architect", "project-manager"],
    what: "Something that was proven or released is not what it was.",
  },
  "data-loss": { to: ["technical-architect", "project-manager"], what: "The change may lose data that nobody gave up by name." },
  degradation: { to: ["technical-architect", "project-manager"], what: "The change would stop or slow the running system for long." },
  architecture: { to: ["technical-architect"], what: "A matter of architecture or technology." },
  "worker-failed": { to: ["technical-architect"], what: "No worker handed in something that passes the review." },
  scope: { to: ["project-manager"], what: "What is asked for is outside of what this department does." },
  schedule: { to: ["project-manager"], what: "Priorities or dates do not fit together." },
  "access-pattern": { to: ["backend-lead"], what: "An access pattern does not fit the data or another pattern." },
  infrastructure: { to: ["devops-lead"], what: "Servers, disk, backup, replication or pooling are needed or affected." },
  security: { to: ["security-lead"], what: "Somebody may see or do more than before, or personal data is affected." },
} as const satisfies Readonly<Record<string, { readonly to: readonly Role[]; readonly what: string }>>;
export type EscalationReason = keyof typeof escalationReasons;

export interface Escalation {
  /** `reason/target-or-task/object`, stable: the same matter is raised once. */
  readonly id: string;
  readonly reason: EscalationReason;
  readonly to: readonly Role[];
  readonly text: string;
  readonly evidence: readonly string[];
  readonly proposal: string;
  readonly task: string | null;
  readonly priority: "highest" | "high" | "medium";
  /** `stops`: nothing goes on until a recipient answers; `informs`: told at once, the work goes on. */
  readonly effect: "stops" | "informs";
}

/** Builds an escalation with the recipients of its reason. */
export function raise(
  reason: EscalationReason,
  about: string,
  body: {
    readonly text: string;
    readonly evidence: readonly string[];
    readonly proposal: string;
    readonly task?: string;
    readonly effect?: "stops" | "informs";
  },
): Escalation {
  return {
    id: `${reason}/${about}`,
    reason,
    to: escalationReasons[reason].to,
    text: body.text,
    evidence: body.evidence,
    proposal: body.proposal,
    task: body.task ?? null,
    priority: reason === "integrity-incident" ? "highest" : escalationReasons[reason].to.length > 1 ? "high" : "medium",
    effect: body.effect ?? "stops",
  };
}
