import type { ObjectKind } from "../../step-draft.ts";
import { type TriggerDefinition, triggerOf } from "../definitions.ts";
import { draftStep, hazard, statements } from "../draft.ts";
import { quoteName } from "../tokens.ts";

export const triggerKind: ObjectKind = {
  kind: "trigger",
  create: (object) => {
    const trigger = triggerOf(object);
    return [
      draftStep({
        kind: "create-trigger",
        summary: `create trigger ${trigger.name} on ${trigger.table}`,
        action: statements([renderTrigger(trigger)]),
        reverse: [statements([`DROP TRIGGER ${quoteName(trigger.name)}`])],
        makes: [object.id],
        needs: object.dependsOn,
      }),
    ];
  },
  drop: (object) => {
    const trigger = triggerOf(object);
    return [
      draftStep({
        kind: "drop-trigger",
        summary: `drop trigger ${trigger.name} of ${trigger.table}`,
        action: statements([`DROP TRIGGER ${quoteName(trigger.name)}`]),
        reverse: [statements([renderTrigger(trigger)])],
        hazards: [hazard("weakens-integrity", trigger.table, `what ${trigger.name} did no longer happens`, "note")],
        removes: [object.id],
        releases: object.dependsOn,
      }),
    ];
  },
  alter: () => null,
  describe: (object) => renderTrigger(triggerOf(object)),
};

export function renderTrigger(trigger: TriggerDefinition): string {
  const when = trigger.when === null ? "" : `\nWHEN ${trigger.when}`;
  return `CREATE TRIGGER ${quoteName(trigger.name)} ${trigger.event} ON ${quoteName(trigger.table)}${when}\nBEGIN\n  ${trigger.body.join(";\n  ")};\nEND`;
}
