import { defineRule } from "../../rule.ts";
import { namespaceOf } from "../parse/namespace.ts";
import { treeOf } from "../parse/statement.ts";
import { textAt } from "../parse/value.ts";
import { labelOf } from "../rule-facts.ts";

export const noHardCodedDatabase = defineRule({
  id: "no-hard-coded-database",
  level: "warning",
  what: "Names the database in its text.",
  why: "The same migration runs against the test, the staging and the real database: here it would reach the wrong one.",
  instead: "Use the database that the runner hands over.",
  source: "https://www.mongodb.com/docs/manual/reference/connection-string/",
  versions: "*",
  covers: [],
  given: "",
  claims: {},
  examples: {
    bad: [
      '{ "insert": "seen", "documents": [{ "_id": 1 }], "$db": "shop_production" }',
      '{ "renameCollection": "shop.orders", "to": "shop.purchases" }',
    ],
    good: ['{ "insert": "seen", "documents": [{ "_id": 1 }] }', '{ "createUser": "app", "pwd": "x", "roles": [], "$db": "admin" }'],
  },
  check: (statement) => {
    const tree = treeOf(statement);
    const { name, db, body } = tree.command;
    const isNamespace =
      name === "renameCollection" &&
      (tree.form === "command" || tree.method === null) &&
      namespaceOf(textAt(body, "renameCollection") ?? "").db !== "";
    const isOther = tree.named === "other" && db !== null && !["admin", "local", "config", "?"].includes(db);
    return isNamespace || isOther
      ? [
          {
            object: labelOf(tree),
            what: `Names the database ${isNamespace ? namespaceOf(textAt(body, "renameCollection") ?? "").db : (db ?? "")} in its text.`,
          },
        ]
      : [];
  },
});
