import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { documentAt, documentsAt, listAt } from "../parse/value.ts";
import { hitAt } from "../rule-facts.ts";

export const noAnyActionRole = defineRule({
  id: "no-any-action-role",
  level: "error",
  what: "Makes a role that may do anything, or anything anywhere.",
  why: "anyAction and anyResource are more than any application needs, and no audit can tell what it used.",
  instead: "The actions that are needed, on the collections that they are needed for.",
  source: "https://www.mongodb.com/docs/manual/reference/resource-document/",
  versions: "*",
  covers: [],
  given: "",
  claims: {},
  examples: {
    bad: [
      '{ "createRole": "app", "privileges": [{ "resource": { "db": "shop", "collection": "" }, "actions": ["anyAction"] }], "roles": [] }',
      '{ "createRole": "app", "privileges": [{ "resource": { "anyResource": true }, "actions": ["find"] }], "roles": [] }',
    ],
    good: [
      '{ "createRole": "app", "privileges": [{ "resource": { "db": "shop", "collection": "orders" }, "actions": ["find", "insert", "update"] }], "roles": [] }',
    ],
  },
  check: (statement) => {
    const tree = treeOf(statement);
    return documentsAt(tree.command.body, "privileges").flatMap((privilege) => {
      const resource = documentAt(privilege, "resource");
      if (listAt(privilege, "actions").includes("anyAction")) return [hitAt(statement, privilege, "actions", null)];
      return resource?.["anyResource"] === true || resource?.["db"] === "" ? [hitAt(statement, privilege, "resource", null)] : [];
    });
  },
});
