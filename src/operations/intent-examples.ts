import type { IntentKind } from "../model/intent.ts";

/** One example of each intent's body, as it stands in a requirement. TARGET is replaced. */
export const intentExamples: Readonly<Record<IntentKind, string>> = {
  "add-field": "{ target: TARGET, field: users.tier, type: text, required: true, values: [bronze, silver, gold] }",
  "rename-field": "{ target: TARGET, field: users.mail, to: email }",
  "change-field": "{ target: TARGET, field: orders.total_cents, type: bigint }",
  "drop-field": "{ target: TARGET, field: users.fax }",
  "split-field":
    "{ target: TARGET, field: users.full_name, into: [first_name, last_name], forward: { first_name: \"split_part(full_name, ' ', 1)\", last_name: \"nullif(substr(full_name, length(split_part(full_name, ' ', 1)) + 2), '')\" }, optional: [last_name], backward: \"concat_ws(' ', first_name, last_name)\" }",
  "merge-fields":
    '{ target: TARGET, object: users, fields: [first_name, last_name], into: full_name, forward: "first_name || \' \' || last_name", backward: { first_name: "…", last_name: "…" } }',
  "move-field": '{ target: TARGET, field: users.phone, to: contacts.phone, join: "contacts.user_id = users.id" }',
  "add-object":
    "{ target: TARGET, object: tier_history, fields: { id: { type: bigint, key: true, generated: true }, user_id: { type: bigint, required: true, references: users.id } } }",
  "drop-object": "{ target: TARGET, object: old_carts }",
  "rename-object": "{ target: TARGET, object: users, to: people }",
  "add-reference": "{ target: TARGET, field: orders.user_id, references: users.id, on-delete: restrict }",
  "add-index": "{ target: TARGET, object: orders, fields: [user_id, placed_at] }",
  "add-rule": '{ target: TARGET, object: orders, rule: "total_cents >= 0" }',
  "seed-data": "{ target: TARGET, object: countries, key: [code], rows: [{ code: AT, name: Austria }] }",
  query: '{ target: TARGET, text: "users with their orders", query: "select …", examples: [{ returns: [{ id: 1 }] }] }',
  tune: '{ target: TARGET, text: "the page my orders is slow", query: "select … where user_id = $1 order by placed_at desc limit 20", at-most-percent: 50 }',
  secure: '{ target: TARGET, object: users, text: "the reporting role may read, nothing else", role: reporting, privileges: [select] }',
  "adopt-schema": "{ target: TARGET, file: schema.sql }",
  other: '{ target: TARGET, text: "in plain words" }',
};
