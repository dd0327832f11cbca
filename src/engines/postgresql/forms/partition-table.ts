import { idOfChange } from "../../../model/change.ts";
import type { Form, FormResult, PlanContext } from "../../step-draft.ts";
import type { ColumnDefinition, TableDefinition } from "../definitions.ts";
import { labelOf } from "../objects/address.ts";
import { define, draftStep, hazard, lock } from "../objects/draft.ts";
import { heirsOf } from "../objects/inheritance.ts";
import { childrenOf, findObject } from "../objects/surroundings.ts";
import { analyzeDraft } from "../plan/analyze.ts";
import { changesOf } from "../plan/place.ts";
import { referencesTo, remakeTableSql, wholeOf } from "../plan/remade-table.ts";

/** Ids of tables that become partitioned, or stop being so, and of their fields: what rests on them is away meanwhile. */
export function remadeTables(context: PlanContext): readonly string[] {
  return changesOf(context, "table").flatMap((change) => {
    if (change.kind !== "modify" || !isRemade(context, change.from.id)) return [];
    return [change.from.id, ...childrenOf(context.from, change.from.id, "column").map((column) => column.id)];
  });
}

/** Whether the server has no way from the one to the other, and the rows can be copied. */
export function isRemade(context: PlanContext, id: string): boolean {
  const [before, after] = [findObject(context.from, id), findObject(context.to, id)];
  if (before === undefined || after === undefined) return false;
  if (define<TableDefinition>(before).partitionBy === define<TableDefinition>(after).partitionBy) return false;
  const isNew = heirsOf(context.to, id).every((heir) => findObject(context.from, heir.id) === undefined);
  const areGone = heirsOf(context.from, id).every((heir) => findObject(context.to, heir.id) === undefined);
  return isNew && areGone && canCopy(context, id);
}

/** A required field that no old row has a value for would stop the copy. */
function canCopy(context: PlanContext, id: string): boolean {
  const before = new Set(childrenOf(context.from, id, "column").map((object) => define<ColumnDefinition>(object).name));
  return childrenOf(context.to, id, "column").every((object) => {
    const { name, notNull, default: standard, identity, generated } = define<ColumnDefinition>(object);
    return before.has(name) || !notNull || standard !== null || identity !== null || generated !== null;
  });
}

/** A plain table becomes a partitioned one, or the other way round, with its rows, its keys and all that rests on it. */
export const partitionTable: Form = {
  id: "partition-table",
  summary: "Make the table anew with its parts, copy the rows, and let it take the old one's place, in one transaction.",
  apply: (context) =>
    changesOf(context, "table").flatMap((change): readonly FormResult[] => {
      if (change.kind !== "modify" || !isRemade(context, change.from.id)) return [];
      const { id } = change.from;
      const references = [...referencesTo(context.from, id), ...referencesTo(context.to, id)];
      // Those of a table that is remade too go and come with that.
      const led = references.filter((object) => !isRemade(context, object.parent ?? ""));
      const own = new Set([...wholeOf(context.from, id), ...wholeOf(context.to, id), ...led].map((object) => object.id));
      const claimed = context.changes.filter((other) => own.has(idOfChange(other)));
      const phase = context.request.strategy === "online" ? "contract" : "expand";
      const label = labelOf(id);
      const made = wholeOf(context.to, id).map((object) => object.id);
      const way = define<TableDefinition>(change.to).partitionBy;
      const draft = draftStep({
        kind: "partition-table",
        phase,
        summary: way === null ? `Make ${label} one table again` : `Make ${label} partitioned by ${way}, with its rows`,
        statements: remakeTableSql(context, id, context.request.label),
        reverse: remakeTableSql({ ...context, from: context.to, to: context.from }, id, context.request.label),
        blocks: [
          lock(label, "ACCESS EXCLUSIVE", "rewrite"),
          ...references.map((object) => lock(labelOf(object.parent ?? ""), "SHARE ROW EXCLUSIVE", "scan")),
        ],
        hazards: [
          hazard(
            "rewrites-object",
            label,
            "Every row is written anew into the part it belongs to; one that belongs nowhere stops the step.",
          ),
          hazard("blocks-reads", label, "Nobody can use the table while its rows are copied."),
          hazard("needs-disk", label, "Needs room for a second copy of the table."),
          hazard("breaks-replication", label, "Subscribers of the old table do not follow the new one by themselves."),
        ],
        makes: made,
        needs: [
          "dependents-gone",
          ...wholeOf(context.to, id)
            .flatMap((object) => object.dependsOn)
            .filter((need) => !made.includes(need)),
        ],
        removes: [id],
      });
      const analyze = analyzeDraft(context, id, { phase, needs: [id], why: "a table made anew has none" });
      return [{ claimed, drafts: [draft, analyze], carries: [], prechecks: [] }];
    }),
};
