import type { Change } from "../../../model/change.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import type { Form, FormResult, PlanContext, StepDraft } from "../../step-draft.ts";
import type { TableDefinition } from "../definitions.ts";
import { labelOf } from "../objects/address.ts";
import { define, draftStep, hazard, lock } from "../objects/draft.ts";
import { heirsOf } from "../objects/inheritance.ts";
import { kindOf } from "../objects.ts";
import { attachSql, detachSql } from "../objects/partition.ts";
import { boundCondition } from "../plan/partition-bound.ts";
import { changesOf } from "../plan/place.ts";
import { canStandAlone } from "../plan/scope.ts";
import { type BoundCheck, checkOn, withParent } from "./attach-partition.ts";

/** Parts of one table that get other bounds step out together and in again together: what one hands over, the other may take. */
export const reboundPartition: Form = {
  id: "rebound-partition",
  summary: "Prove checks that equal the new bounds, then detach and attach all parts that change in one moment.",
  apply: (context) => {
    const moved = changesOf(context, "table").flatMap((change) => (isRebound(change) ? [change] : []));
    const byParent = Map.groupBy(moved, ({ to }) => define<TableDefinition>(to).partitionOf?.table ?? "");
    return [...byParent].flatMap(([parent, changes]): readonly FormResult[] => {
      const rest = changes.map(({ from, to }) =>
        kindOf("table").alter(from, withParent(to, define<TableDefinition>(from).partitionOf), context),
      );
      if (rest.some((drafts) => drafts === null)) return [];
      const others = rest.flatMap((drafts) => drafts ?? []).map((draft) => ({ ...draft, makes: [] }));
      return [{ claimed: changes, drafts: [...others, ...reboundDrafts(context, parent, changes)], carries: [], prechecks: [] }];
    });
  },
};

type Modification = Extract<Change, { kind: "modify" }>;

function isRebound(change: Change): change is Modification {
  if (change.kind !== "modify") return false;
  const [before, after] = [change.from, change.to].map((object) => define<TableDefinition>(object).partitionOf);
  return before != null && after != null && before.table === after.table && before.bound !== after.bound;
}

function reboundDrafts(context: PlanContext, parent: string, changes: readonly Modification[]): readonly StepDraft[] {
  const [olds, news] = [changes.map(({ from }) => define<TableDefinition>(from)), changes.map(({ to }) => define<TableDefinition>(to))];
  const labels = changes.map(({ to }) => labelOf(to.id));
  const checks = context.request.strategy === "online" && canStandAlone(context) ? proofsOf(context, parent, changes) : [];
  const isScanned = checks.length === 0;
  return [
    ...checks.flatMap(({ drafts }) => drafts),
    draftStep({
      kind: "rebound-partitions",
      phase: "expand",
      summary: `Give ${labels.join(", ")} other bounds in ${labelOf(parent)}`,
      statements: [...olds.map(detachSql), ...news.map(attachSql), ...checks.map(({ drop }) => drop)],
      reverse: [...checks.map(({ add }) => add), ...news.map(detachSql), ...olds.map(attachSql)],
      reversibility: { kind: "exact", until: "a row stands in a part that the old bounds keep out", loses: "" },
      blocks: [
        lock(labelOf(parent), "ACCESS EXCLUSIVE"),
        ...labels.map((label) => lock(label, "ACCESS EXCLUSIVE", isScanned ? "scan" : "moment")),
      ],
      hazards: isScanned ? labels.map((label) => hazard("scans-object", label, "Every row is read under the lock.")) : [],
      makes: changes.map(({ to }) => to.id),
      needs: [...changes.flatMap(({ to }) => to.dependsOn), ...checks.map(({ mark }) => mark)],
    }),
  ];
}

/** A check for each part, and for the default one; none where the bounds are such that no check can stand in for one of them. */
function proofsOf(context: PlanContext, parent: string, changes: readonly Modification[]): readonly BoundCheck[] {
  const conditions = changes.map(({ to }) => boundCondition(context.to, define<TableDefinition>(to)));
  const known = conditions.flatMap((condition) => (condition === null ? [] : [condition]));
  if (known.length < conditions.length) return [];
  const rest = heirsOf(context.from, parent).filter((heir: SchemaObject) => define<TableDefinition>(heir).partitionOf?.bound === "DEFAULT");
  return [
    ...changes.map(({ to }, at) => checkOn(context, to, known[at] ?? "")),
    ...rest.map((heir) => checkOn(context, heir, known.map((condition) => `NOT (${condition})`).join(" AND "))),
  ];
}
