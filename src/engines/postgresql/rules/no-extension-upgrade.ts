import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { statementOf } from "../syntax.ts";

export const noExtensionUpgrade = defineRule({
  id: "no-extension-upgrade",
  level: "warning",
  what: "Upgrades an extension.",
  why: "Its script may rewrite tables, change functions that indexes rest on, or drop what the application uses, and there is no way back.",
  instead: "Read its release notes, try it on a copy with production's rows, and upgrade it on its own.",
  source: "https://www.postgresql.org/docs/18/sql-alterextension.html",
  versions: ">=14",
  covers: ["pg-schema-diff:UPGRADING_EXTENSION_VERSION", "splinter:0022_extension_versions_outdated"],
  given: "CREATE EXTENSION citext;",
  claims: {},
  examples: {
    bad: ["ALTER EXTENSION citext UPDATE"],
    good: ["COMMENT ON EXTENSION citext IS 'text without case'"],
  },
  check: (statement) => {
    const upgrade = statementOf(statement, "AlterExtensionStmt");
    return upgrade === null ? [] : [{ object: printName([upgrade.extname ?? ""]) }];
  },
});
