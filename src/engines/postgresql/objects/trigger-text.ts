import { printName } from "../../../model/name.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import type { TriggerDefinition } from "../definitions.ts";
import { quoteName, quoteQualified } from "../quote.ts";
import { define } from "./draft.ts";

const verbs = { origin: "ENABLE", disabled: "DISABLE", replica: "ENABLE REPLICA", always: "ENABLE ALWAYS" } as const;

export function enableTriggerSql(trigger: TriggerDefinition): string {
  return `ALTER TABLE ${quoteQualified(trigger.schema, trigger.table)} ${verbs[trigger.enabled]} TRIGGER ${quoteName(trigger.name)}`;
}

export function createTriggerSql(object: SchemaObject): readonly string[] {
  const trigger = define<TriggerDefinition>(object);
  return [trigger.text, ...(trigger.enabled === "origin" ? [] : [enableTriggerSql(trigger)])];
}

export function tableOfTrigger(trigger: TriggerDefinition): string {
  return printName([trigger.schema, trigger.table]);
}
