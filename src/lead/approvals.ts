import type { RequiredApproval } from "../model/event.ts";
import type { Role } from "../model/role.ts";
import type { RunState } from "../model/run-state.ts";

/** Who must approve what, as the project says it. */
export interface ApprovalPolicy {
  readonly roles: readonly Role[];
  readonly byHazard: Readonly<Record<string, readonly Role[]>>;
  readonly signed: readonly string[];
}

/** Hash over every target's integrated change: what an approval binds to; null before the integration. */
export function approvalHash(state: RunState): string | null {
  const hashes = Object.entries(state.targets).flatMap(([name, target]) =>
    target.integration === null ? [] : [`${name}:${target.integration.hash}`],
  );
  return hashes.length === 0 ? null : hashes.length === 1 ? (hashes[0]?.split(":")[1] ?? null) : hashes.sort().join("+");
}

/** Hazards of the integrated change, and `personal-data` where the requirement names some. */
function occasionsOf(state: RunState): readonly string[] {
  const hazards = Object.values(state.targets).flatMap((target) => target.integration?.hazards ?? []);
  const personal = state.requirement?.body["non-functional"]["personal-data"] ?? [];
  return [...new Set([...hazards, ...(personal.length > 0 ? ["personal-data"] : [])])];
}

/** Every approval that the integrated change needs, in the order of the policy, with what stands there. */
export function requiredApprovals(state: RunState, policy: ApprovalPolicy): readonly RequiredApproval[] {
  const occasions = occasionsOf(state);
  const force = ["every-change", ...occasions].some((occasion) => policy.signed.includes(occasion)) ? "binding" : "advisory";
  const roles = [...new Set([...policy.roles, ...occasions.flatMap((occasion) => policy.byHazard[occasion] ?? [])])];
  return roles.map((role) => ({
    role,
    because: policy.roles.includes(role) ? [] : occasions.filter((occasion) => policy.byHazard[occasion]?.includes(role)),
    force,
    given: givenBy(state, role),
  }));
}

function givenBy(state: RunState, role: Role): RequiredApproval["given"] {
  const approval = state.approvals.find((one) => one.role === role);
  if (approval === undefined) return "no";
  return approval.hash === approvalHash(state) ? approval.force : "stale";
}

export function missingApprovals(state: RunState, policy: ApprovalPolicy): readonly RequiredApproval[] {
  return requiredApprovals(state, policy).filter(
    (one) => one.given === "no" || one.given === "stale" || (one.force === "binding" && one.given === "advisory"),
  );
}

/** How to sign: the hash itself is what is signed. */
export function signingHint(hash: string): string {
  return `Sign the hash and add --signature: printf %s ${hash} | ssh-keygen -Y sign -n dblead -f <key> > approval.sig`;
}
