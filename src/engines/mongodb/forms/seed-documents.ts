import { type DataRule, type PlanRequest, rowsKey } from "../../engine.ts";
import type { StepDraft } from "../../step-draft.ts";
import { splitCommands } from "../command.ts";
import { draftStep, hazard } from "../draft.ts";

/** Documents that an intent puts in; its design wrote the commands. */
export function seedSteps(request: PlanRequest, rules: readonly DataRule[]): readonly StepDraft[] {
  return rules.flatMap((rule) => {
    const [forward, backward] = [rule.forward[rowsKey], rule.backward[rowsKey]];
    if (rule.kind !== "rows" || forward === undefined) return [];
    const split = (text: string): readonly string[] => splitCommands(text, { file: rule.intent, line: 1 }).map((command) => command.text);
    return [
      draftStep({
        kind: "seed-documents",
        phase: request.strategy === "direct" ? "expand" : "migrate",
        summary: `put documents into ${rule.object}`,
        action: { kind: "statements", statements: split(forward), transaction: "none" },
        reverse: [{ kind: "statements", statements: split(backward ?? ""), transaction: "none" }],
        reversibility: {
          kind: "schema-only",
          until: "the step runs",
          loses: `what documents of ${rule.object} with the same key held before`,
        },
        hazards: [hazard("changes-data", rule.object, `documents of ${rule.object} with the same key take the given values`, "note")],
        intents: [rule.intent],
      }),
    ];
  });
}
