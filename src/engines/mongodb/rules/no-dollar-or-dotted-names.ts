import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { documentsAt, documentsIn } from "../parse/value.ts";
import { hitAt, labelOf } from "../rule-facts.ts";

export const noDollarOrDottedNames = defineRule({
  id: "no-dollar-or-dotted-names",
  level: "warning",
  what: "Stores fields whose names have a dot or begin with a dollar.",
  why: "Queries, updates and indexes read such names as paths or operators: they cannot be reached but by $getField and $setField.",
  instead: "Another character in the name.",
  source: "https://www.mongodb.com/docs/manual/core/dot-dollar-considerations/",
  versions: "*",
  covers: [],
  given: '{ "create": "orders" }',
  claims: {},
  examples: {
    bad: ['{ "insert": "orders", "documents": [{ "_id": 1, "price.net": 5 }] }'],
    good: ['{ "insert": "orders", "documents": [{ "_id": 1, "price": { "net": 5 }, "at": { "$date": "2026-01-01T00:00:00Z" } }] }'],
  },
  check: (statement) => {
    const tree = treeOf(statement);
    if (tree.command.name !== "insert") return [];
    return documentsAt(tree.command.body, "documents").flatMap((document) =>
      [...documentsIn(document)].flatMap(({ document: inner }) =>
        Object.keys(inner)
          .filter((key) => !key.startsWith("...") && (key.includes(".") || key.startsWith("$")))
          .map((key) => hitAt(statement, inner, key, labelOf(tree))),
      ),
    );
  },
});
