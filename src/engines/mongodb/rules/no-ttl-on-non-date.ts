import { defineRule, type RuleHit } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { hitAt, labelOf, newIndexes, seenAt, shapeIn } from "../rule-facts.ts";

export const noTtlOnNonDate = defineRule({
  id: "no-ttl-on-non-date",
  level: "error",
  what: "Lets documents expire by a field that holds no date.",
  why: "Documents whose field is no date never expire; a TTL index on several fields is refused.",
  instead: "Index one field of bsonType date.",
  source: "https://www.mongodb.com/docs/manual/core/index-ttl/#expiration-of-data",
  versions: "*",
  covers: [],
  given:
    '{ "create": "orders" } { "insert": "orders", "documents": [{ "_id": 1, "mail": "a@x.example", "status": "old", "items": [{ "sku": "a" }], "at": { "$date": "2020-01-01T00:00:00Z" } }, { "_id": 2, "mail": "a@x.example", "status": "new", "items": [], "at": { "$date": "2026-01-01T00:00:00Z" } }] }',
  claims: {},
  examples: {
    bad: [
      '{ "createIndexes": "orders", "indexes": [{ "key": { "status": 1 }, "name": "status_1", "expireAfterSeconds": 60 }] }',
      '{ "createIndexes": "orders", "indexes": [{ "key": { "at": 1, "status": 1 }, "name": "at_1_status_1", "expireAfterSeconds": 60 }] }',
    ],
    good: ['{ "createIndexes": "orders", "indexes": [{ "key": { "at": 1 }, "name": "at_1", "expireAfterSeconds": 60 }] }'],
  },
  check: (statement, context) => {
    const tree = treeOf(statement);
    return newIndexes(tree)
      .filter(({ isTtl }) => isTtl)
      .flatMap(({ key, spec }) => {
        const at = (what: string): RuleHit => hitAt(statement, spec ?? undefined, "expireAfterSeconds", labelOf(tree), what);
        if (key.length > 1) return [at("A TTL index has one field; the server refuses more.")];
        const path = key[0]?.[0] ?? "";
        if (path === "_id") return [at("_id cannot expire.")];
        const seen = seenAt(shapeIn(context, tree.command.collection), path);
        const others = Object.entries(seen?.types ?? {}).filter(([type]) => !["date", "null", "array", "undefined"].includes(type));
        return others.length > 0
          ? [at(`${path} is ${others.map(([type, count]) => `${type} in ${count}`).join(", ")} of the documents read: those never expire.`)]
          : [];
      });
  },
});
