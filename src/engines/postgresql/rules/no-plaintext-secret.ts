import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { pick, pickAll, statementOf } from "../syntax.ts";

export const noPlaintextSecret = defineRule({
  id: "no-plaintext-secret",
  level: "error",
  what: "Holds a password in plain text.",
  why: "It stays in the repository, in the server's log and in everybody's history for good.",
  instead: "Let the role be made without one, and set it outside the repository; or store a SCRAM secret.",
  source: "https://www.postgresql.org/docs/18/sql-createrole.html",
  versions: ">=14",
  covers: ["migrationpilot:MP098"],
  given: "CREATE ROLE lint_worker;",
  claims: {},
  examples: {
    bad: ["CREATE ROLE lint_app LOGIN PASSWORD 'hunter2'", "ALTER ROLE lint_worker PASSWORD 'hunter2'"],
    good: ["CREATE ROLE lint_app LOGIN", "ALTER ROLE lint_worker PASSWORD NULL"],
  },
  check: (statement) => {
    const create = statementOf(statement, "CreateRoleStmt");
    const alter = statementOf(statement, "AlterRoleStmt");
    const password = pickAll(create?.options ?? alter?.options, "DefElem").find(({ defname }) => defname === "password");
    const text = pick(password?.arg, "String")?.sval ?? "";
    if (text !== "" && !isHashed.test(text)) return [{ object: printName([create?.role ?? alter?.role?.rolename ?? ""]) }];
    const isOutside = ["CreateUserMappingStmt", "AlterUserMappingStmt", "CreateSubscriptionStmt", "AlterSubscriptionStmt"].some(
      (kind) => statementKind(statement.tree) === kind,
    );
    return isOutside && /\bpassword\s*(?:=\s*)?'?[^\s']/i.test(statement.text) ? [{ object: null }] : [];
  },
});

const isHashed = /^(?:SCRAM-SHA-256\$|md5[0-9a-f]{32}$)/;

function statementKind(tree: unknown): string {
  return typeof tree === "object" && tree !== null ? (Object.keys(tree)[0] ?? "") : "";
}
