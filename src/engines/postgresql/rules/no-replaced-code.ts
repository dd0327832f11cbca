import { defineRule } from "../../rule.ts";
import { isNew } from "../lint/context.ts";
import { mayBeThere } from "../lint/known-objects.ts";
import { replacedBy } from "../lint/replacements.ts";

export const noReplacedCode = defineRule({
  id: "no-replaced-code",
  level: "note",
  what: "Puts other code into the place of a view, function, trigger or rule that is in use.",
  why: "Every session runs the new body from the commit on, the running release too; no file shows the old one beside it.",
  instead: "Let it give the running release what it expects, or make a second one under another name and drop the old one later.",
  source: "https://www.postgresql.org/docs/18/sql-createfunction.html",
  versions: ">=14",
  covers: ["squawk:ban-replace-view-function"],
  given:
    "CREATE TABLE users (id bigint PRIMARY KEY, email text); CREATE INDEX users_email ON users (email); CREATE VIEW mails AS SELECT email FROM users; CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1';",
  claims: {},
  examples: {
    bad: [
      "CREATE OR REPLACE VIEW mails AS SELECT email FROM users WHERE id > 0",
      "CREATE OR REPLACE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 2'",
    ],
    good: [
      "CREATE VIEW others AS SELECT email FROM users",
      "CREATE OR REPLACE VIEW others AS SELECT email FROM users",
      "CREATE FUNCTION two() RETURNS int LANGUAGE sql AS 'SELECT 2'",
    ],
  },
  check: (statement, context) => {
    const object = replacedBy(statement);
    // What is not there is made, not replaced; where the base is unknown nothing tells.
    return object === null || isNew(context, object.name) || !mayBeThere(context.before, object.kind, object.name)
      ? []
      : [{ object: object.name }];
  },
});
