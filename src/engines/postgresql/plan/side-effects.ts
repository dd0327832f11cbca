import type { Schema } from "../../../model/schema.ts";
import type { FunctionDefinition, TriggerDefinition } from "../definitions.ts";
import { define } from "../objects/draft.ts";
import { childrenOf, findObject } from "../objects/surroundings.ts";

/** What the table's own triggers do when a job updates its rows, trigger by trigger, as far as their bodies tell. `own`: triggers of ours. */
export function updateEffects(schema: Schema, tableId: string, own: readonly string[]): readonly string[] {
  return childrenOf(schema, tableId, "trigger").flatMap((object) => {
    const trigger = define<TriggerDefinition>(object);
    const isOnUpdate = /\bUPDATE\b/.test(trigger.text.slice(0, trigger.text.indexOf(" ON ")));
    if (!isOnUpdate || trigger.enabled === "disabled" || own.includes(trigger.name)) return [];
    const found = findObject(schema, trigger.function);
    const does = found === undefined ? [] : deedsOf(define<FunctionDefinition>(found).text);
    const what = does.length === 0 ? "" : `, and ${does.join(", ")}`;
    const when =
      trigger.enabled === "always" || trigger.enabled === "replica"
        ? `whatever the job's role may set (ENABLE ${trigger.enabled.toUpperCase()})`
        : "unless the job's role may set session_replication_role";
    return [`trigger ${trigger.name} fires for every row that is filled${what}, ${when}`];
  });
}

function deedsOf(body: string): readonly string[] {
  const text = body.slice(body.search(/\$\w*\$/) + 1);
  const written = [...text.matchAll(/\binsert\s+into\s+([\w."]+)/gi)].map((match) => match[1] ?? "");
  const times = [
    ...text.matchAll(/\bnew\.(\w+)\s*:?=\s*(?:now\s*\(|current_timestamp|clock_timestamp|statement_timestamp|transaction_timestamp)/gi),
  ];
  const counts = [...text.matchAll(/\bnew\.(\w+)\s*:?=\s*(?:coalesce\s*\(\s*)?old\.\1\b[^;]*\+\s*1/gi)];
  return [
    ...[...new Set(written)].map((table) => `writes a row to ${table} each time (audit, outbox)`),
    ...times.map((match) => `sets ${match[1] ?? ""} to the time of the job`),
    ...counts.map((match) => `raises ${match[1] ?? ""}, so that optimistic locks held meanwhile fail`),
    ...(/\bpg_notify\s*\(|\bnotify\s+\w/i.test(text) ? ["notifies listeners"] : []),
  ];
}
