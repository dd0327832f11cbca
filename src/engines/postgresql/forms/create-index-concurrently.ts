import { printName } from "../../../model/name.ts";
import type { Form, FormResult, PlanContext } from "../../step-draft.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import type { IndexDefinition } from "../definitions.ts";
import { kindOf } from "../objects.ts";
import { define, draftStep, lock } from "../objects/draft.ts";
import { indexSettingsSql } from "../objects/index-text.ts";
import { indexNameSql, indexSql } from "../plan/attached.ts";
import { buildIndexDrafts } from "../plan/index-build.ts";
import { fitName } from "../plan/naming.ts";
import { buildOnParts } from "../plan/part-indexes.ts";
import { isPartitioned } from "../plan/parts.ts";
import { changesOf, isOnOldTable } from "../plan/place.ts";
import { buildFor } from "../plan/scope.ts";
import { quoteName, quoteQualified } from "../quote.ts";

/** A new index, or the new form of one, is built while everybody writes. */
export const createIndexConcurrently: Form = {
  id: "create-index-concurrently",
  summary: "Build the index outside a transaction, without a lock timeout, and look whether it became valid.",
  apply: (context) =>
    changesOf(context, "index").flatMap((change): readonly FormResult[] => {
      const isOld = (object: SchemaObject): boolean => isOnOldTable(context, object) && object.parent?.startsWith("table:") === true;
      if (change.kind === "add" && isOld(change.object))
        return [{ claimed: [change], drafts: buildDrafts(context, change.object), carries: [], prechecks: uniqueChecks(change.object) }];
      if (change.kind === "modify" && isOld(change.from) && kindOf("index").alter(change.from, change.to, context) === null)
        return [
          { claimed: [change], drafts: replaceDrafts(context, change.from, change.to), carries: [], prechecks: uniqueChecks(change.to) },
        ];
      return [];
    }),
};

function buildDrafts(context: PlanContext, object: SchemaObject): FormResult["drafts"] {
  const index = define<IndexDefinition>(object);
  const parts = { object, name: index.name, makes: [object.id], needs: object.dependsOn };
  const byParts = goesByParts(context, object) ? buildOnParts(context, parts) : null;
  if (byParts !== null) return byParts;
  return buildIndexDrafts(context, {
    schema: index.schema,
    name: index.name,
    table: printName([index.schema, index.table]),
    statement: indexSql(object, { online: buildFor(context) }),
    summary: `Build index ${index.name} on ${printName([index.schema, index.table])}`,
    makes: [object.id],
    needs: object.dependsOn,
  });
}

function goesByParts(context: PlanContext, object: SchemaObject): boolean {
  return isPartitioned(context, object.parent) && buildFor(context) === "concurrently";
}

function replaceDrafts(context: PlanContext, from: SchemaObject, to: SchemaObject): FormResult["drafts"] {
  const index = define<IndexDefinition>(to);
  const table = printName([index.schema, index.table]);
  const waiting = fitName(`${index.name}_${context.request.label}`);
  const byParts = goesByParts(context, to)
    ? buildOnParts(context, { object: to, name: waiting, makes: [`waiting:${to.id}`], needs: to.dependsOn })
    : null;
  const online = byParts === null ? buildFor(context) : "blocking";
  const how = online === "concurrently" ? "CONCURRENTLY " : "";
  return [
    ...(byParts ??
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
        ...indexSettingsSql({ ...index, attachedTo: null }),
      ],
      reverse: [`ALTER INDEX ${quoteQualified(index.schema, index.name)} RENAME TO ${quoteName(waiting)}`],
      blocks: [lock(table, "SHARE UPDATE EXCLUSIVE")],
      makes: [to.id],
      needs: [`dropped:${to.id}`],
    }),
  ];
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
