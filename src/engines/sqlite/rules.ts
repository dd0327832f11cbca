import type { Rule } from "../rule.ts";
import { noDropColumn } from "./rules/no-drop-column.ts";
import { noDropTable } from "./rules/no-drop-table.ts";
import { noNotNullWithoutDefault } from "./rules/no-not-null-without-default.ts";
import { noRebuildWithoutForeignKeyCheck } from "./rules/no-rebuild-without-foreign-key-check.ts";
import { noRenameInUse } from "./rules/no-rename-in-use.ts";
import { noUpdateWithoutWhere } from "./rules/no-update-without-where.ts";
import { preferStrictTypes } from "./rules/prefer-strict-types.ts";
import { requireForeignKeyIndex } from "./rules/require-foreign-key-index.ts";
import { requireForeignKeysOffInRebuild } from "./rules/require-foreign-keys-off-in-rebuild.ts";

export const sqliteRules: readonly Rule[] = [
  noDropColumn,
  noDropTable,
  noNotNullWithoutDefault,
  noRebuildWithoutForeignKeyCheck,
  noRenameInUse,
  noUpdateWithoutWhere,
  preferStrictTypes,
  requireForeignKeyIndex,
  requireForeignKeysOffInRebuild,
];
