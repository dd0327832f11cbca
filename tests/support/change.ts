import type { Engine } from "../../src/engines/engine.ts";
import type { Intent, IntentBody, IntentKind } from "../../src/model/intent.ts";
import type { Script, Stage } from "../../src/model/migration.ts";
import type { Action, Plan, Step } from "../../src/model/plan.ts";

export function intent<Kind extends IntentKind>(kind: Kind, body: IntentBody<Kind>): Intent {
  return { id: "I1", kind, body } as Intent;
}

/** A job's own way back; most have none, because what they filled goes with the steps before. */
function reverseOf(engine: Engine, step: Step): Script | null {
  const texts = step.reverse.flatMap((action) =>
    action.kind === "batches" ? [action.script] : action.kind === "statements" ? action.statements : [],
  );
  return texts.length === 0
    ? null
    : {
        file: `${step.id}.job.down${engine.capabilities.scripts.jobExtension}`,
        line: 1,
        text: engine.renderScript(texts),
        transaction: "none",
      };
}

/** The change as files would carry it: phases in order, the contract phase behind its gate. */
export function toStages(engine: Engine, plan: Plan): readonly Stage[] {
  return (["expand", "migrate", "contract"] as const).flatMap((phase): readonly Stage[] => {
    const steps = plan.steps.filter((step) => step.phase === phase);
    const gate =
      steps.some((step) => step.action.kind === "deploy-gate") || phase === "contract" ? { application: "app", waitsFor: "release" } : null;
    const statementsOf = (actions: readonly Action[]): readonly string[] =>
      actions.flatMap((action) => (action.kind === "statements" ? action.statements : []));
    const migrations = steps.flatMap((step, index) => {
      if (step.action.kind !== "statements") return [];
      const name = `${phase}-${index}`;
      const up: Script = {
        file: `${name}${engine.capabilities.scripts.extension}`,
        line: 1,
        text: engine.renderScript(step.action.statements),
        transaction: step.action.transaction,
      };
      const down: Script = {
        ...up,
        file: `${name}.down${engine.capabilities.scripts.extension}`,
        text: engine.renderScript(statementsOf(step.reverse)),
      };
      return [{ id: name, name, up, down }];
    });
    const jobs = steps.flatMap((step) =>
      step.action.kind === "batches"
        ? [
            {
              name: step.id,
              script: {
                file: `${step.id}.job${engine.capabilities.scripts.jobExtension}`,
                line: 1,
                text: step.action.script,
                transaction: "none" as const,
              },
              reverse: reverseOf(engine, step),
            },
          ]
        : [],
    );
    return migrations.length + jobs.length === 0 ? [] : [{ phase, gate, migrations, jobs }];
  });
}
