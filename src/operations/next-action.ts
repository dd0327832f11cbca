import type { z } from "zod";
import { type HazardKind, hazardKinds } from "../model/hazard.ts";
import { type Role, roles } from "../model/role.ts";
import type { NextAction as RunAction } from "../model/run-state.ts";
import type { Zod } from "./operation.ts";
import { named } from "./shapes/named.ts";

/** What verbs outside a run can ask for. */
type VerbAction =
  | { readonly kind: "fix-findings"; readonly command: string }
  | { readonly kind: "allow-hazards"; readonly hazards: readonly HazardKind[]; readonly command: string }
  | { readonly kind: "name-renames"; readonly question: string; readonly command: string }
  | { readonly kind: "read-plan"; readonly command: string }
  | { readonly kind: "write-requirement"; readonly command: string };

/** What has to happen next, the command for it (empty: nothing to type), and why. */
export type NextAction = (RunAction | VerbAction) & { readonly reason: string };
export type NextActionKind = NextAction["kind"];

/** What each word means, and who moves it on. */
export const nextActionKinds: Readonly<Record<NextActionKind, { readonly waitsFor: "person" | "nobody"; readonly summary: string }>> = {
  "answer-question": { waitsFor: "person", summary: "A clarification waits for its answer." },
  "answer-escalation": { waitsFor: "person", summary: "An escalation waits for a decision." },
  "answer-worker": { waitsFor: "person", summary: "A worker asked something." },
  "take-task": { waitsFor: "person", summary: "A task waits for somebody outside to carry it out." },
  "fix-and-hand-in": { waitsFor: "person", summary: "A deliverable was returned with findings." },
  "unblock-task": { waitsFor: "person", summary: "A task was blocked by hand." },
  "await-approval": { waitsFor: "person", summary: "The plan waits for an approval." },
  "deploy-application": { waitsFor: "person", summary: "A deployment of the application waits to be confirmed." },
  "apply-expand": { waitsFor: "person", summary: "The additive files may be applied." },
  "apply-contract": { waitsFor: "person", summary: "The removing files may be applied." },
  "allow-hazards": { waitsFor: "person", summary: "A hazard has to be allowed by name, or the wish changed." },
  "name-renames": { waitsFor: "person", summary: "What went and what came may be one thing under another name." },
  "fix-findings": { waitsFor: "nobody", summary: "What the review found has to be corrected." },
  "read-plan": { waitsFor: "nobody", summary: "The plan is made, not executed." },
  "write-requirement": { waitsFor: "nobody", summary: "What is wanted has to be written down." },
  "run-again": { waitsFor: "nobody", summary: "The next run goes on from here." },
  done: { waitsFor: "nobody", summary: "Nothing is left to do." },
};

export function addReason(action: RunAction, reason: string = nextActionKinds[action.kind].summary): NextAction {
  return { ...action, reason };
}

function runActionShapes<Extra extends z.core.$ZodLooseShape>(zod: Zod, extra: Extra) {
  const text = zod.string();
  const role: z.ZodType<Role> = zod.enum(roles);
  const both = { command: text.describe("The command that continues from here; empty: nothing to type."), ...extra };
  return [
    zod.strictObject({ kind: zod.literal("answer-question"), question: text, to: role, ...both }),
    zod.strictObject({ kind: zod.literal("answer-escalation"), escalation: text, to: role, ...both }),
    zod.strictObject({ kind: zod.literal("fix-and-hand-in"), task: text, ...both }),
    zod.strictObject({ kind: zod.literal("take-task"), task: text, ...both }),
    zod.strictObject({ kind: zod.literal("answer-worker"), task: text, number: zod.number().int(), ...both }),
    zod.strictObject({ kind: zod.literal("unblock-task"), task: text, ...both }),
    zod.strictObject({ kind: zod.literal("await-approval"), roles: zod.array(role), hash: text, ...both }),
    zod.strictObject({ kind: zod.literal("apply-expand"), files: zod.array(text), ...both }),
    zod.strictObject({ kind: zod.literal("deploy-application"), application: text, waitsFor: text, ...both }),
    zod.strictObject({ kind: zod.literal("apply-contract"), files: zod.array(text), ...both }),
    zod.strictObject({ kind: zod.literal("run-again"), ...both }),
    zod.strictObject({ kind: zod.literal("done"), ...both }),
  ] as const;
}

export function runActionShape(zod: Zod): z.ZodType<RunAction> {
  return named(zod, "RunAction", () => {
    return zod.discriminatedUnion("kind", runActionShapes(zod, {}));
  });
}

export function nextActionShape(zod: Zod): z.ZodType<NextAction> {
  return named(zod, "NextAction", () => {
    const text = zod.string();
    const both = { command: text, reason: text };
    return zod.discriminatedUnion("kind", [
      ...runActionShapes(zod, { reason: text }),
      zod.strictObject({ kind: zod.literal("fix-findings"), ...both }),
      zod.strictObject({
        kind: zod.literal("allow-hazards"),
        hazards: zod.array(zod.enum(hazardKinds as readonly [HazardKind, ...HazardKind[]])),
        ...both,
      }),
      zod.strictObject({ kind: zod.literal("name-renames"), question: text, ...both }),
      zod.strictObject({ kind: zod.literal("read-plan"), ...both }),
      zod.strictObject({ kind: zod.literal("write-requirement"), ...both }),
    ]);
  });
}
