import { printName } from "../../model/name.ts";
import type { Action, Block, Reversibility, TransactionScope } from "../../model/plan.ts";
import type { Hazard, HazardKind } from "../../model/hazard.ts";
import type { StepDraft } from "../step-draft.ts";

/** How long to wait for the one writer that SQLite lets in. */
export const busyTimeoutMs = 5000;

/** A write takes RESERVED on the whole file; readers go on until the moment of COMMIT (https://sqlite.org/lockingv3.html). */
export function blocksWrites(duration: Block["for"]): readonly Block[] {
  return [{ object: "database", blocks: "writes", vendorMode: "RESERVED", for: duration }];
}
export const exact: Reversibility = { kind: "exact", until: "always", loses: "" };

export function statements(texts: readonly string[], transaction: TransactionScope = "shared"): Action {
  return { kind: "statements", statements: texts, transaction };
}
/** `object` is a plain table name, or a table name and a column name; it is printed as a dotted label. */
export function hazard(
  kind: HazardKind,
  object: string | readonly [string, string],
  message: string,
  level: Hazard["level"] = "warning",
): Hazard {
  return { kind, object: printName(typeof object === "string" ? [object] : object), message, level };
}

type Given = Pick<StepDraft, "kind" | "summary" | "action" | "reverse"> & Partial<StepDraft>;
/** A draft of the expand phase that is exactly reversible and blocks writers for a moment, but for what `given` says. */
export function draftStep(given: Given): StepDraft {
  return {
    phase: "expand",
    reversibility: exact,
    blocks: blocksWrites("moment"),
    limits: { lockTimeoutMs: busyTimeoutMs },
    hazards: [],
    makes: [],
    needs: [],
    removes: [],
    releases: [],
    ...given,
  };
}
