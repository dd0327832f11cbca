import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { labelOf } from "../rule-facts.ts";

export const noConvertToCapped = defineRule({
  id: "no-convert-to-capped",
  level: "error",
  what: "Turns a collection into a capped one.",
  why: "It is locked whole while it is copied, its indexes but that of _id are gone, and what does not fit is deleted, the oldest first, from then on.",
  instead: "Make a capped collection and write the new entries there.",
  source: "https://www.mongodb.com/docs/manual/reference/command/convertToCapped/",
  versions: "*",
  covers: [],
  given:
    '{ "create": "orders" } { "insert": "orders", "documents": [{ "_id": 1, "mail": "a@x.example", "status": "old", "items": [{ "sku": "a" }], "at": { "$date": "2020-01-01T00:00:00Z" } }, { "_id": 2, "mail": "a@x.example", "status": "new", "items": [], "at": { "$date": "2026-01-01T00:00:00Z" } }] }',
  claims: { orders: { mode: "X" } },
  examples: { bad: ['{ "convertToCapped": "orders", "size": 4096 }'], good: ['{ "create": "log", "capped": true, "size": 4096 }'] },
  check: (statement) => (treeOf(statement).command.name === "convertToCapped" ? [{ object: labelOf(treeOf(statement)) }] : []),
});
