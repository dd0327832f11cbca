import { printName } from "../../../model/name.ts";
import type { Form, FormResult } from "../../step-draft.ts";
import type { IndexDefinition } from "../definitions.ts";
import { define, draftStep, hazard, lock } from "../objects/draft.ts";
import { goesWithWhole } from "../objects/index.ts";
import { indexSettingsSql } from "../objects/index-text.ts";
import { indexNameSql, indexSql } from "../plan/attached.ts";
import { isPartitioned } from "../plan/parts.ts";
import { changesOf, hangsOnDropped, isOnKeptTable } from "../plan/place.ts";
import { buildFor } from "../plan/scope.ts";

/** An index goes without stopping anybody. */
export const dropIndexConcurrently: Form = {
  id: "drop-index-concurrently",
  summary: "Drop the index outside a transaction, waiting for those who use it instead of stopping them.",
  apply: (context) =>
    changesOf(context, "index").flatMap((change): readonly FormResult[] => {
      if (change.kind !== "drop" || !isOnKeptTable(context, change.object) || hangsOnDropped(context, change.object)) return [];
      if (goesWithWhole(change.object, context)) return [];
      if (
        change.object.parent?.startsWith("table:") !== true ||
        buildFor(context) === "blocking" ||
        isPartitioned(context, change.object.parent)
      )
        return [];
      const index = define<IndexDefinition>(change.object);
      const table = printName([index.schema, index.table]);
      const draft = draftStep({
        kind: "drop-index-concurrently",
        phase: "contract",
        summary: `Drop index ${index.name} of ${table}`,
        statements: [`DROP INDEX CONCURRENTLY ${indexNameSql(change.object)}`],
        reverse: [
          indexSql(change.object, { online: "concurrently" }),
          ...indexSettingsSql({ ...index, clustered: false, replicaIdentity: false }),
        ],
        transaction: "none",
        limits: {},
        ...(index.unique ? { reversibility: { kind: "exact", until: "two rows have the same value", loses: "" } as const } : {}),
        blocks: [lock(table, "SHARE UPDATE EXCLUSIVE", "moment")],
        hazards: [
          hazard("slows-queries", table, "Queries that used the index read the table instead."),
          ...(index.unique ? [hazard("weakens-integrity", table, "Values may be repeated from now on.")] : []),
          hazard("not-transactional", table, "A drop that is cut short leaves an invalid index; run it again.", "note"),
        ],
        removes: [change.object.id],
        releases: change.object.dependsOn,
      });
      return [{ claimed: [change], drafts: [draft], carries: [], prechecks: [] }];
    }),
};
