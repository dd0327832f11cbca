import { defineRule } from "../../rule.ts";
import { isEmpty } from "../lint/context.ts";
import { newConstraintsOf, relationName } from "../syntax.ts";

export const noSeveralTablesLocked = defineRule({
  id: "no-several-tables-locked",
  level: "warning",
  what: "Adds foreign keys to several tables at once.",
  why: "SHARE ROW EXCLUSIVE on all of them is held until the commit: writes to each wait, and deadlocks become likely.",
  instead: "Add them one by one, each in its own transaction.",
  source: "https://www.postgresql.org/docs/18/explicit-locking.html#LOCKING-TABLES",
  versions: ">=14",
  covers: ["online_migrations:multiple_foreign_keys"],
  given: "CREATE TABLE users (id bigint PRIMARY KEY); CREATE TABLE shops (id bigint PRIMARY KEY);",
  claims: { users: { mode: "SHARE ROW EXCLUSIVE", rewrites: false }, shops: { mode: "SHARE ROW EXCLUSIVE", rewrites: false } },
  examples: {
    bad: ["CREATE TABLE carts (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id), shop_id bigint REFERENCES shops (id))"],
    good: [
      "CREATE TABLE carts (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id))",
      "CREATE TABLE carts (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id), other_id bigint REFERENCES users (id))",
      "CREATE TABLE a (id bigint PRIMARY KEY); CREATE TABLE b (id bigint PRIMARY KEY REFERENCES a (id), u bigint REFERENCES users (id))",
    ],
  },
  check: (statement, context) => {
    const keys = newConstraintsOf(statement).filter(({ constraint }) => constraint.contype === "CONSTR_FOREIGN");
    const others = [...new Set(keys.map(({ constraint }) => relationName(constraint.pktable)))].filter((name) => !isEmpty(context, name));
    const [first] = keys;
    return others.length < 2 || first === undefined
      ? []
      : [{ object: first.table, what: `Locks ${others.join(" and ")} against writes in one transaction.` }];
  },
});
