import { isEqualJson } from "../../../model/json.ts";
import type { Phase } from "../../../model/plan.ts";
import type { StepDraft } from "../../step-draft.ts";
import { commands, draftStep, hazard, locked, refuseWhere } from "../draft.ts";
import { bridge, validatorImplies } from "../json-schema.ts";
import { setValidator } from "../objects/collection.ts";
import type { CollectionDefinition, Document } from "../schema.ts";

type Rules = Pick<CollectionDefinition, "validator" | "level" | "action">;

export interface ValidatorChange {
  /** The collection's name while the change runs. */
  readonly name: string;
  readonly before: Rules;
  readonly after: Rules;
  /** Whether documents change beside it, so that old and new shapes live side by side for a while. */
  readonly documents: "change" | "stay";
}
/** Steps in their phases; `between`: the rules under which documents change. */
export interface ValidatorSteps {
  readonly expand: readonly StepDraft[];
  readonly contract: readonly StepDraft[];
}

function isSame(a: Rules, b: Rules): boolean {
  return isEqualJson([a.validator, a.level, a.action], [b.validator, b.level, b.action]);
}
const strength = { off: 0, moderate: 1, strict: 2 } as const;

/** Whether nothing that was accepted before is refused after. */
export function isLooser(before: Rules, after: Rules): boolean {
  if (after.validator === null || after.level === "off" || after.action === "warn") return true;
  return (
    validatorImplies(before.validator, after.validator) && before.action === "error" && strength[before.level] >= strength[after.level]
  );
}

/**
 * Rules that let more in are set at once. Rules that let less in come in steps: first a validator under which old and new documents both pass (or, where there was
 * none, the new one as a warning in the server's log, for changed documents only), then, behind the gate, the new one, after a command that stops where a document breaks it.
 */
export function planValidator(change: ValidatorChange): ValidatorSteps {
  const { name, before, after } = change;
  if (isSame(before, after)) return { expand: [], contract: [] };
  if (isLooser(before, after) && change.documents === "stay")
    return { expand: [setStep(name, before, after, "expand", "loosen-validator")], contract: [] };
  const between = intermediate(before, after);
  const expand = isSame(before, between) ? [] : [setStep(name, before, between, "expand", "bridge-validator")];
  const guard = isLooser(between, after) ? "plain" : "guarded";
  return { expand, contract: [setStep(name, between, after, "contract", "tighten-validator", guard)] };
}

function intermediate(before: Rules, after: Rules): Rules {
  if (before.validator === null || before.level === "off")
    return after.validator === null ? before : { validator: after.validator, level: "moderate", action: "warn" };
  const both = bridge(before.validator, after.validator);
  return both === null
    ? { validator: null, level: "strict", action: "error" }
    : { validator: both, level: before.level, action: before.action };
}

/** Stands before the command that sets a validator, in one script with it: where a document breaks the rules, the script ends there. */
function guardOf(name: string, validator: Document | null): Document {
  const words = `documents of ${name} break the new rules: finish the backfill, and find what still writes the old shape`;
  return refuseWhere(name, { $nor: [validator ?? {}] }, words);
}

function setStep(name: string, before: Rules, after: Rules, phase: Phase, kind: string, guard: "guarded" | "plain" = "plain"): StepDraft {
  const words =
    after.validator === null
      ? "take the validator off"
      : after.action === "warn" || after.level === "off"
        ? `let the validator of ${name} warn`
        : "set the validator of";
  const isWeaker = !isLooser(after, before);
  return draftStep({
    kind,
    phase,
    summary: words.includes(name) ? words : `${words} ${name}${kind === "bridge-validator" ? " so that old and new documents pass" : ""}`,
    action: commands([...(guard === "guarded" ? [guardOf(name, after.validator)] : []), setValidator(name, after)]),
    reverse: [commands([setValidator(name, before)])],
    blocks: locked(name),
    hazards: [
      ...(guard === "guarded"
        ? [hazard("scans-object", name, `documents of ${name} are read until one breaks the rules; others go on`, "note")]
        : []),
      ...(isLooser(before, after)
        ? []
        : [
            hazard(
              "breaks-running-code",
              name,
              "code that writes what the validator refuses fails from now on",
              phase === "contract" ? "note" : "warning",
            ),
          ]),
      ...(isWeaker && before.validator !== null
        ? [hazard("weakens-integrity", name, "documents that were refused before are let in", "note")]
        : []),
    ],
  });
}

/** All at once: rules off, documents changed, new rules on. */
export function planValidatorDirect(change: ValidatorChange): {
  readonly before: readonly StepDraft[];
  readonly after: readonly StepDraft[];
} {
  const { name, before, after } = change;
  if (change.documents === "stay") {
    if (isSame(before, after)) return { before: [], after: [] };
    return { before: [], after: [setStep(name, before, after, "expand", "set-validator", isLooser(before, after) ? "plain" : "guarded")] };
  }
  if (before.validator === null && after.validator === null) return { before: [], after: [] };
  const off: Rules = { validator: after.validator, level: "off", action: "warn" };
  const open: Rules = after.validator === null ? { validator: null, level: "strict", action: "error" } : off;
  const guard = after.validator === null || after.level === "off" || after.action === "warn" ? "plain" : "guarded";
  return {
    before: [setStep(name, before, open, "expand", "open-validator")],
    after: isSame(open, after) ? [] : [setStep(name, open, after, "expand", "set-validator", guard)],
  };
}
