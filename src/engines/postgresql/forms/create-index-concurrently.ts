import type { Change } from "../../../model/change.ts";
import { printName } from "../../../model/name.ts";
import type { Form, FormResult, PlanContext, StepDraft } from "../../step-draft.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import type { IndexDefinition } from "../definitions.ts";
import { kindOf } from "../objects.ts";
import { define, draftStep, lock } from "../objects/draft.ts";
import { detachIndexSql } from "../objects/index.ts";
import { indexSettingsSql } from "../objects/index-text.ts";
import { clonesOf } from "../objects/inheritance.ts";
import { findObject } from "../objects/surroundings.ts";
import { indexNameSql, indexSql } from "../plan/attached.ts";
import { buildIndexDrafts } from "../plan/index-build.ts";
import { fitName } from "../plan/naming.ts";
import { type BuiltOnParts, buildOnParts } from "../plan/part-indexes.ts";
import { isPartitioned } from "../plan/parts.ts";
import { changesOf, isOnOldTable } from "../plan/place.ts";
import { buildFor } from "../plan/scope.ts";
import { quoteLiteral, quoteName, quoteQualified } from "../quote.ts";

/** A new index, or the new form of one, is built while everybody writes. */
export const createIndexConcurrently: Form = {
  id: "create-index-concurrently",
  summary: "Build the index outside a transaction, without a lock timeout, and look whether it became valid.",
  apply: (context) =>
    changesOf(context, "index").flatMap((change): readonly FormResult[] => {
      const isOld = (object: SchemaObject): boolean =>
        isOnOldTable(context, object) && object.parent?.startsWith("table:") === true && !isShell(object);
      if (change.kind === "add" && isOld(change.object)) return [built(change, change.object, buildDrafts(context, change.object))];
      if (
        change.kind === "modify" &&
        isOnOldTable(context, change.from) &&
        isOld(change.to) &&
        kindOf("index").alter(change.from, change.to, context) === null
      )
        return [
          built(change, change.to, completeDrafts(context, change.from, change.to) ?? replaceDrafts(context, change.from, change.to)),
        ];
      return [];
    }),
};

function built(change: Change, object: SchemaObject, { drafts, claimed }: BuiltOnParts): FormResult {
  return { claimed: [change, ...claimed], drafts, carries: [], prechecks: uniqueChecks(object) };
}

function buildDrafts(context: PlanContext, object: SchemaObject): BuiltOnParts {
  const index = define<IndexDefinition>(object);
  const parts = { object, name: index.name, makes: [object.id], needs: object.dependsOn };
  const byParts = goesByParts(context, object) ? buildOnParts(context, parts) : null;
  return byParts ?? { drafts: plainDrafts(context, object), claimed: [] };
}

/** One that stood ON ONLY its table gets what it lacks. */
function completeDrafts(context: PlanContext, from: SchemaObject, to: SchemaObject): BuiltOnParts | null {
  const [before, after] = [define<IndexDefinition>(from), define<IndexDefinition>(to)];
  if (!goesByParts(context, to) || before.text.replace(" ON ONLY ", " ON ") !== after.text) return null;
  return buildOnParts(context, { object: to, shell: from, name: after.name, makes: [to.id], needs: to.dependsOn });
}

function plainDrafts(context: PlanContext, object: SchemaObject): FormResult["drafts"] {
  const index = define<IndexDefinition>(object);
  const settings = indexSettingsSql({ ...index, clustered: false, replicaIdentity: false });
  const raw = `raw:${object.id}`;
  const drafts = buildIndexDrafts(context, {
    schema: index.schema,
    name: index.name,
    table: printName([index.schema, index.table]),
    statement: indexSql(object, { online: buildFor(context) }),
    summary: `Build index ${index.name} on ${printName([index.schema, index.table])}`,
    makes: settings.length === 0 ? [object.id] : [raw],
    needs: object.dependsOn,
  });
  if (settings.length === 0) return isAdopted(context, object) ? drafts.map((draft) => withoutAdopted(draft, object)) : drafts;
  const settle = draftStep({
    kind: "settle-index",
    phase: "expand",
    summary: `Set what belongs to index ${index.name}`,
    statements: settings,
    reverse: detachIndexSql(object, context),
    blocks: [lock(printName([index.schema, index.table]), "SHARE UPDATE EXCLUSIVE")],
    makes: [object.id],
    needs: [raw],
  });
  return [...drafts, settle];
}

/** Whether the table has had the same from its parent: on the way back the parent's takes this one as its part. */
function isAdopted(context: PlanContext, object: SchemaObject): boolean {
  const table = findObject(context.from, object.parent ?? "");
  const bare = (one: SchemaObject): string => indexSql(one, { name: "x", online: "blocking" });
  return table !== undefined && clonesOf(table).some((clone) => clone.kind === "index" && bare(clone) === bare(object));
}

function withoutAdopted(draft: StepDraft, object: SchemaObject): StepDraft {
  if (!draft.kind.startsWith("create-index")) return draft;
  const name = indexNameSql(object);
  const drop = `DO $adopted$
BEGIN
  IF EXISTS (SELECT FROM pg_class WHERE oid = to_regclass(${quoteLiteral(name)}) AND NOT relispartition) THEN
    DROP INDEX ${name};
  END IF;
END
$adopted$`;
  return { ...draft, reverse: [{ kind: "statements", statements: [drop], transaction: "own" }] };
}

/** One that waits for the indexes of its parts holds nothing and is there at once. */
function isShell(object: SchemaObject): boolean {
  return define<IndexDefinition>(object).text.includes(" ON ONLY ");
}

function goesByParts(context: PlanContext, object: SchemaObject): boolean {
  return (
    !define<IndexDefinition>(object).text.includes(" ON ONLY ") &&
    isPartitioned(context, object.parent) &&
    buildFor(context) === "concurrently"
  );
}

function replaceDrafts(context: PlanContext, from: SchemaObject, to: SchemaObject): BuiltOnParts {
  const index = define<IndexDefinition>(to);
  const table = printName([index.schema, index.table]);
  const waiting = fitName(`${index.name}_${context.request.label}`);
  const byParts = goesByParts(context, to)
    ? buildOnParts(context, { object: to, name: waiting, makes: [`waiting:${to.id}`], needs: to.dependsOn })
    : null;
  const online = byParts === null ? buildFor(context) : "blocking";
  const how = online === "concurrently" ? "CONCURRENTLY " : "";
  const drafts = [
    ...(byParts?.drafts ??
      buildIndexDrafts(context, {
        schema: index.schema,
        name: waiting,
        table,
        statement: indexSql(to, { name: waiting, online }),
        summary: `Build the new form of index ${index.name} beside the old one`,
        makes: [`waiting:${to.id}`],
        needs: to.dependsOn,
      })),
    draftStep({
      kind: "drop-index-concurrently",
      phase: "expand",
      summary: `Drop the old form of index ${index.name}`,
      statements: [`DROP INDEX ${how}${indexNameSql(from)}`],
      reverse: [indexSql(from, { online })],
      transaction: online === "concurrently" ? "none" : "shared",
      limits: {},
      blocks: [lock(table, online === "concurrently" ? "SHARE UPDATE EXCLUSIVE" : "ACCESS EXCLUSIVE")],
      makes: [`dropped:${to.id}`],
      needs: [`waiting:${to.id}`],
      removes: [from.id],
      releases: from.dependsOn,
    }),
    draftStep({
      kind: "rename-index",
      phase: "expand",
      summary: `Give the new index the name ${index.name}`,
      statements: [
        `ALTER INDEX ${quoteQualified(index.schema, waiting)} RENAME TO ${quoteName(index.name)}`,
        ...indexSettingsSql({ ...index, attachedTo: null, clustered: false, replicaIdentity: false }),
      ],
      reverse: [`ALTER INDEX ${quoteQualified(index.schema, index.name)} RENAME TO ${quoteName(waiting)}`],
      blocks: [lock(table, "SHARE UPDATE EXCLUSIVE")],
      makes: [to.id],
      needs: [`dropped:${to.id}`],
    }),
  ];
  return { drafts, claimed: byParts?.claimed ?? [] };
}

function uniqueChecks(object: SchemaObject): FormResult["prechecks"] {
  const index = define<IndexDefinition>(object);
  const match = /USING btree \(((?:[^()]|\([^()]*\))+)\)(?: NULLS NOT DISTINCT)?( WHERE .*)?$/s.exec(index.text);
  if (!index.unique || match === null || /INCLUDE| (ASC|DESC|NULLS)\b|_ops/.test(match[1] ?? "")) return [];
  const keys = match[1] ?? "";
  const filled = `(${keys}) IS NOT NULL`;
  const where = match[2] === undefined ? ` WHERE ${filled}` : `${match[2]} AND ${filled}`;
  return [
    {
      id: `duplicates/${printName([index.schema, index.name])}`,
      summary: `No two rows of ${printName([index.schema, index.table])} have the same ${keys}`,
      query: `SELECT ${keys} FROM ${quoteQualified(index.schema, index.table)}${where} GROUP BY ${keys} HAVING count(*) > 1`,
      expects: "no-rows",
    },
  ];
}
