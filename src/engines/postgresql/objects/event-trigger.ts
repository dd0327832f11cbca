import { printName } from "../../../model/name.ts";
import type { PlanContext } from "../../step-draft.ts";
import { defineReader, isOwnObject } from "../introspect/reader.ts";
import { quoteLiteral, quoteName } from "../quote.ts";
import { hazard } from "./draft.ts";
import { standAlone } from "./stand-alone.ts";

export interface EventTriggerDefinition {
  readonly name: string;
  readonly event: string;
  /** Command tags it listens to; none: all. */
  readonly tags: readonly string[];
  readonly function: string;
  readonly enabled: "origin" | "disabled" | "replica" | "always";
}

const query = `
  select v.oid,
         v.evtname                                                                     as name,
         v.evtevent                                                                    as event,
         coalesce((select json_agg(t order by t) from unnest(v.evttags) t), '[]'::json) as tags,
         v.evtfoid::regproc::text                                                      as function,
         case v.evtenabled when 'O' then 'origin' when 'D' then 'disabled' when 'R' then 'replica' else 'always' end as enabled
    from pg_event_trigger v
   where ${isOwnObject("pg_event_trigger", "v")}
   order by v.evtname`;

interface Row extends EventTriggerDefinition {
  readonly oid: number;
}
export const eventTriggerReader = defineReader<Row>(
  query,
  ({ oid, ...rest }) => ({
    keys: [`pg_event_trigger/${oid}`],
    object: { id: `event-trigger:${printName([rest.name])}`, kind: "event-trigger", dependsOn: [], definition: { ...rest } },
  }),
  "exists (select from pg_event_trigger)",
);

const verbs = { origin: "ENABLE", disabled: "DISABLE", replica: "ENABLE REPLICA", always: "ENABLE ALWAYS" } as const;
const enableSql = (trigger: EventTriggerDefinition): string => `ALTER EVENT TRIGGER ${quoteName(trigger.name)} ${verbs[trigger.enabled]}`;

function createSql(trigger: EventTriggerDefinition): readonly string[] {
  const tags = trigger.tags.length === 0 ? "" : ` WHEN TAG IN (${trigger.tags.map(quoteLiteral).join(", ")})`;
  return [
    `CREATE EVENT TRIGGER ${quoteName(trigger.name)} ON ${trigger.event}${tags} EXECUTE FUNCTION ${trigger.function}()`,
    ...(trigger.enabled === "origin" ? [] : [enableSql(trigger)]),
  ];
}

/** It would fire for the rest of the plan: everything that the plan makes comes first. */
function allElse(context: PlanContext): readonly string[] {
  return context.changes.flatMap((change) =>
    change.kind === "add" && change.object.kind !== "event-trigger" && change.object.parent?.startsWith("event-trigger:") !== true
      ? [change.object.id]
      : [],
  );
}

export const eventTriggerKind = standAlone<EventTriggerDefinition>({
  kind: "event-trigger",
  noun: "event trigger",
  create: createSql,
  drop: ({ name }) => [`DROP EVENT TRIGGER ${quoteName(name)}`],
  alter: (from, to, { id }) =>
    createSql({ ...from, enabled: "origin" }).join() === createSql({ ...to, enabled: "origin" }).join()
      ? {
          up: [enableSql(to)],
          down: [enableSql(from)],
          hazards: to.enabled === "disabled" ? [hazard("weakens-security", id, "What it watched or refused goes unseen.")] : [],
        }
      : null,
  whenCreated: ({ event }, { id }, context) => ({
    needs: allElse(context),
    hazards: [hazard("breaks-running-code", id, `Runs at every ${event} of the whole database; where it fails, the command fails.`)],
  }),
  whenDropped: (_, { id }) => ({ hazards: [hazard("weakens-security", id, "What it watched or refused goes unseen.")] }),
});
