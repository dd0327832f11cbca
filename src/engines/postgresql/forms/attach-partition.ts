import type { SchemaObject } from "../../../model/schema.ts";
import type { Form, FormResult, PlanContext, StepDraft } from "../../step-draft.ts";
import type { ColumnDefinition, TableDefinition } from "../definitions.ts";
import { labelOf, sqlNameOf } from "../objects/address.ts";
import { define, draftStep, hazard, lock } from "../objects/draft.ts";
import { columnIn, heirsOf } from "../objects/inheritance.ts";
import { kindOf } from "../objects.ts";
import { attachSql, detachSql } from "../objects/partition.ts";
import { childrenOf } from "../objects/surroundings.ts";
import { fitName } from "../plan/naming.ts";
import { hasNamedNotNull, notNullName } from "../plan/not-null.ts";
import { boundCondition } from "../plan/partition-bound.ts";
import { changesOf } from "../plan/place.ts";
import { canStandAlone } from "../plan/scope.ts";
import { quoteName } from "../quote.ts";

/** A table becomes a partition without being read under the lock: a check that says what the bound says is proven before. */
export const attachPartition: Form = {
  id: "attach-partition",
  summary: "Prove a check that equals the bound, on the table and on the default partition, then attach in a moment and drop the checks.",
  apply: (context) =>
    canStandAlone(context)
      ? changesOf(context, "table").flatMap((change): readonly FormResult[] => {
          if (change.kind !== "modify") return [];
          const [before, after] = [define<TableDefinition>(change.from), define<TableDefinition>(change.to)];
          if (before.partitionOf !== null || after.partitionOf === null) return [];
          const rest = kindOf("table").alter(change.from, withParent(change.to, null), context);
          if (rest === null) return [];
          const ready = rest.map((draft) => ({ ...draft, makes: draft.makes.map((id) => (id === change.to.id ? `ready:${id}` : id)) }));
          return [{ claimed: [change], drafts: [...ready, ...attachDrafts(context, change.to)], carries: [], prechecks: [] }];
        })
      : [],
};

/** The table as it would stand as another part, or as none. */
export function withParent(object: SchemaObject, partitionOf: TableDefinition["partitionOf"]): SchemaObject {
  return { ...object, definition: { ...(object.definition as object), partitionOf } };
}

/** The checks, the attachment, and the checks' end. */
export function attachDrafts(context: PlanContext, object: SchemaObject): readonly StepDraft[] {
  const table = define<TableDefinition>(object);
  const parent = table.partitionOf?.table ?? "";
  const condition = boundCondition(context.to, table);
  const rest = heirsOf(context.from, parent).filter(
    (heir) => define<TableDefinition>(heir).partitionOf?.bound === "DEFAULT" && heir.id !== object.id,
  );
  const checks =
    condition === null ? [] : [checkOn(context, object, condition), ...rest.map((heir) => checkOn(context, heir, `NOT (${condition})`))];
  const proofs = checks.flatMap(({ drafts }) => drafts);
  const isScanned = condition === null;
  const names = ruleNames(context, object, parent);
  return [
    ...proofs,
    draftStep({
      kind: "attach-partition",
      phase: "expand",
      summary: `Attach ${labelOf(object.id)} to ${labelOf(parent)}${isScanned ? "" : "; the proven check spares the scan"}`,
      statements: [...names.up, attachSql(table), ...checks.map(({ drop }) => drop)],
      reverse: [...checks.map(({ add }) => add), detachSql(table), ...names.down],
      blocks: [
        lock(labelOf(parent), "SHARE UPDATE EXCLUSIVE"),
        lock(labelOf(object.id), "ACCESS EXCLUSIVE", isScanned ? "scan" : "moment"),
        ...rest.map((heir) => lock(labelOf(heir.id), "ACCESS EXCLUSIVE", isScanned ? "scan" : "moment")),
      ],
      hazards: isScanned
        ? [hazard("scans-object", labelOf(object.id), "Every row is read under the lock: no check can say what this bound says.")]
        : [],
      makes: [object.id],
      needs: [...object.dependsOn, `ready:${object.id}`, ...checks.map(({ mark }) => mark)],
    }),
  ];
}

/** From version 18 on a part's NOT NULL goes by the name of its parent's, as in a part that is made by CREATE TABLE. */
function ruleNames(
  context: PlanContext,
  object: SchemaObject,
  parent: string,
): { readonly up: readonly string[]; readonly down: readonly string[] } {
  if (!hasNamedNotNull(context.request.version)) return { up: [], down: [] };
  const pairs = childrenOf(context.to, object.id, "column").flatMap((child) => {
    const column = define<ColumnDefinition>(child);
    const above = columnIn(context.to, parent, column.name);
    if (!column.notNull || above?.notNull !== true) return [];
    const [own, wanted] = [notNullName(column), notNullName(above)];
    return own === wanted ? [] : [[own, wanted] as const];
  });
  const rename = (from: string, to: string): string =>
    `ALTER TABLE ${sqlNameOf(object.id)} RENAME CONSTRAINT ${quoteName(from)} TO ${quoteName(to)}`;
  return { up: pairs.map(([own, wanted]) => rename(own, wanted)), down: pairs.map(([own, wanted]) => rename(wanted, own)) };
}

/** A check that says what a bound says, proven before the moment in which it counts. */
export interface BoundCheck {
  readonly add: string;
  readonly drop: string;
  readonly mark: string;
  readonly drafts: readonly StepDraft[];
}
export function checkOn(context: PlanContext, object: SchemaObject, condition: string): BoundCheck {
  const [table, label] = [sqlNameOf(object.id), labelOf(object.id)];
  const name = quoteName(fitName(`${define<TableDefinition>(object).name}_bound_${context.request.label}`));
  const mark = `bound:${object.id}`;
  const add = `ALTER TABLE ${table} ADD CONSTRAINT ${name} CHECK (${condition})`;
  const drop = `ALTER TABLE ${table} DROP CONSTRAINT ${name}`;
  const drafts = [
    draftStep({
      kind: "add-check-not-valid",
      phase: "expand",
      summary: `Hold new rows of ${label} to the bound`,
      statements: [`${add} NOT VALID`],
      reverse: [drop],
      blocks: [lock(label, "ACCESS EXCLUSIVE")],
      hazards: [hazard("breaks-running-code", label, "Writes of rows that belong elsewhere are refused.", "note")],
      makes: [`${mark}/new`],
    }),
    draftStep({
      kind: "validate-check",
      phase: "expand",
      summary: `Prove that every row of ${label} keeps to the bound`,
      statements: [`ALTER TABLE ${table} VALIDATE CONSTRAINT ${name}`],
      reverse: [],
      transaction: "own",
      blocks: [lock(label, "SHARE UPDATE EXCLUSIVE", "scan")],
      hazards: [hazard("scans-object", label, "Every row is read; readers and writers go on.", "note")],
      makes: [mark],
      needs: [`${mark}/new`],
    }),
  ];
  return { add: `${add} NOT VALID`, drop, mark, drafts };
}
