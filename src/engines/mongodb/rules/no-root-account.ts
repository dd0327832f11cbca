import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { listAt, textAt } from "../parse/value.ts";
import { hitAt } from "../rule-facts.ts";

export const noRootAccount = defineRule({
  id: "no-root-account",
  level: "error",
  what: "Gives an account a role over everything.",
  why: "Whoever gets hold of it reads, changes and drops every database, users among them.",
  instead: "readWrite on the one database, or a role with the actions that the application needs.",
  source: "https://www.mongodb.com/docs/manual/reference/built-in-roles/",
  versions: "*",
  covers: [],
  given: "",
  claims: {},
  examples: {
    bad: [
      '{ "createUser": "app", "pwd": "x", "roles": ["root"], "$db": "admin" }',
      '{ "grantRolesToUser": "app", "roles": [{ "role": "readWriteAnyDatabase", "db": "admin" }], "$db": "admin" }',
    ],
    good: ['{ "createUser": "app", "pwd": "x", "roles": [{ "role": "readWrite", "db": "shop" }] }'],
  },
  check: (statement) => {
    const tree = treeOf(statement);
    if (!/^(?:createUser|updateUser|createRole|updateRole|grantRolesTo(?:User|Role))$/.test(tree.command.name)) return [];
    const names = listAt(tree.command.body, "roles").map((one) => (typeof one === "string" ? one : textAt(one, "role")));
    const broad = names.find(
      (name) => name !== null && /^(?:root|__system|dbOwner|userAdmin|clusterAdmin|hostManager|restore|\w+AnyDatabase)$/.test(name),
    );
    return broad === undefined ? [] : [hitAt(statement, tree.command.body, "roles", null, `Grants ${broad ?? ""}.`)];
  },
});
