import type { Hazard } from "../../model/hazard.ts";
import type { Action } from "../../model/plan.ts";
import type { SchemaObject } from "../../model/schema.ts";
import type { PlanRequest } from "../engine.ts";
import type { StepDraft } from "../step-draft.ts";
import { printCanonical } from "../../model/json.ts";
import { type Alteration, isSameTable, renameColumns, type Stage, type TableForm, turnAround } from "./alteration.ts";
import { blocksWrites, draftStep, exact, hazard, statements } from "./draft.ts";
import { addColumnInPlace } from "./forms/add-column-in-place.ts";
import { dropColumn } from "./forms/drop-column.ts";
import { rebuildTable } from "./forms/rebuild-table.ts";
import { renameColumn } from "./forms/rename-column.ts";
import { columnId, idOf } from "./normalize.ts";

const inPlace: readonly TableForm[] = [renameColumn, addColumnInPlace, dropColumn];

/** In place where ALTER TABLE can do all of it; else one rebuild for everything. */
export function alterTable(alteration: Alteration): readonly Stage[] {
  const stages: Stage[] = [];
  let rest = alteration;
  for (const form of inPlace) {
    const result = form.apply(rest);
    if (result === null) continue;
    stages.push(result.stage);
    rest = result.rest;
  }
  const isDone = isSameTable(rest.from.definition, rest.to.definition) && rest.sources.size === 0;
  if (isDone) return stages;
  const rebuilt = rebuildTable.apply(alteration);
  return rebuilt === null ? stages : [rebuilt.stage];
}

/** Whether a rebuild is part of the way there or back. */
export function needsRebuild(alteration: Alteration): boolean {
  const stages = alterTable(alteration);
  return stages.some(
    (stage) =>
      stage.transaction === "none" ||
      stage.form === "rebuild-table" ||
      alterTable(turnAround(stage.alteration)).some((back) => back.form === "rebuild-table"),
  );
}

/** One draft per stage, chained by ids so that they keep their order. */
export function stageDrafts(
  stages: readonly Stage[],
  before: SchemaObject,
  after: SchemaObject,
  request: PlanRequest,
): readonly StepDraft[] {
  return stages.map((stage, index) => {
    const reverse = alterTable(turnAround(stage.alteration));
    // A runner wraps a file as a whole: when one direction must leave the transaction, so does the other.
    const scope = [stage, ...reverse].some((item) => item.transaction === "none") ? "none" : "shared";
    const lost = lostColumns(stage.alteration);
    const table = stage.alteration.to.definition.name;
    const intents = [...new Set(touchedColumns(stage.alteration).flatMap((name) => request.origins[columnId(table, name)] ?? []))];
    const own = intents.length > 0 ? intents : [request.origins[idOf("table", table)] ?? []].flat();
    const releases = before.dependsOn.filter((id) => !after.dependsOn.includes(id));
    return draftStep({
      kind: stage.form,
      summary: summarize(stage),
      action: actionOf(stage, scope),
      reverse: reverse.map((item) => actionOf(item, scope)),
      reversibility:
        lost.length === 0
          ? exact
          : { kind: "schema-only", until: "the step runs", loses: `values of ${lost.map((name) => `${table}.${name}`).join(", ")}` },
      blocks: blocksWrites(stage.form === "rebuild-table" || stage.form === "drop-column" ? "rewrite" : "moment"),
      hazards: hazardsOf(stage, lost),
      makes: [index === stages.length - 1 ? after.id : `${after.id}#${index + 1}`],
      needs: [...(index === 0 ? [] : [`${after.id}#${index}`]), ...after.dependsOn],
      removes: index === 0 ? [before.id] : [],
      releases: index === 0 ? releases : [],
      ...(own.length === 0 ? {} : { intents: own }),
    });
  });
}

function actionOf(stage: Stage, scope: "shared" | "none"): Action {
  if (stage.transaction === "none" || scope === "shared") return statements(stage.statements, scope);
  return statements(["BEGIN IMMEDIATE", ...stage.statements, "COMMIT"], "none");
}

/** Columns that go and whose values nothing brings back. */
function lostColumns({ from, to, renames, back }: Alteration): readonly string[] {
  return from.order.filter((name) => {
    const column = from.definition.columns[name];
    const now = to.definition.columns[name];
    const isTaken = [...renames.values()].includes(name);
    return column?.generated === null && (now === undefined || now.generated !== null || isTaken) && !renames.has(name) && !back.has(name);
  });
}

function touchedColumns({ from, to, renames }: Alteration): readonly string[] {
  const names = new Set([...from.order, ...to.order]);
  const isSame = (name: string): boolean =>
    printCanonical(from.definition.columns[name] ?? null) === printCanonical(to.definition.columns[name] ?? null);
  return [...names].filter((name) => !isSame(name) || renames.has(name));
}

function hazardsOf(stage: Stage, lost: readonly string[]): readonly Hazard[] {
  const table = stage.alteration.to.definition.name;
  const { from, to, renames } = stage.alteration;
  const gone = from.order.filter((name) => to.definition.columns[name] === undefined);
  const rebuild =
    stage.form === "rebuild-table"
      ? [
          hazard("rewrites-object", table, `every row of ${table} is copied; nothing else can write to the file meanwhile`),
          hazard("needs-disk", table, `a second copy of ${table} stands in the file until the old one is dropped`, "note"),
        ]
      : stage.form === "drop-column"
        ? [hazard("rewrites-object", table, `every row of ${table} is rewritten to purge the values`, "note")]
        : [];
  const breaking = gone.map((name) =>
    hazard(
      "breaks-running-code",
      [table, name],
      `code that uses ${name} fails${renames.has(name) ? `: it is ${renames.get(name) ?? ""} now` : ""}`,
    ),
  );
  const required = to.order.filter((name) => {
    const [old, now] = [from.definition.columns[name], to.definition.columns[name]];
    return now !== undefined && now.notNull && now.default === null && now.generated === null && old !== undefined && !old.notNull;
  });
  const weaker = to.order.filter(
    (name) => from.definition.columns[name]?.notNull === true && to.definition.columns[name]?.notNull === false,
  );
  return [
    ...lost.map((name) => hazard("deletes-data", [table, name], `the values of ${name} are gone`, "error")),
    ...breaking,
    ...required.map((name) => hazard("breaks-running-code", [table, name], `code that leaves ${name} out fails`, "note")),
    ...weaker.map((name) => hazard("weakens-integrity", [table, name], `${name} may be empty from now on`, "note")),
    ...rebuild,
  ];
}

function summarize(stage: Stage): string {
  const { from, to, renames } = stage.alteration;
  const table = to.definition.name;
  const added = to.order.filter((name) => from.definition.columns[name] === undefined && ![...renames.values()].includes(name));
  const dropped = from.order.filter((name) => to.definition.columns[name] === undefined && !renames.has(name));
  const renamed = renameColumns(from, renames).definition;
  const changed = to.order.filter((name) => {
    const old = renamed.columns[name];
    return old !== undefined && printCanonical(old) !== printCanonical(to.definition.columns[name]);
  });
  const parts = [
    ...(renames.size === 0 ? [] : [`rename ${[...renames].map(([old, name]) => `${old} to ${name}`).join(", ")}`]),
    ...(added.length === 0 ? [] : [`add ${added.join(", ")}`]),
    ...(dropped.length === 0 ? [] : [`drop ${dropped.join(", ")}`]),
    ...(changed.length === 0 ? [] : [`change ${changed.join(", ")}`]),
  ];
  return `${stage.form === "rebuild-table" ? "rebuild" : "alter"} ${table}: ${parts.length === 0 ? "constraints" : parts.join("; ")}`;
}
