import type { Change } from "../../../model/change.ts";
import { printName } from "../../../model/name.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import type { PlanContext, StepDraft } from "../../step-draft.ts";
import type { ConstraintDefinition, IndexDefinition } from "../definitions.ts";
import { labelOf, partsOf as namesIn, sqlNameOf } from "../objects/address.ts";
import { define, draftStep, hazard, lock } from "../objects/draft.ts";
import { addedConstraintSql } from "../objects/constraint-text.ts";
import { createIndexSql, indexSettingsSql } from "../objects/index-text.ts";
import { childrenOf, findObject } from "../objects/surroundings.ts";
import { quoteName, quoteQualified } from "../quote.ts";
import { addConstraintSql, indexSql, keyIndexSql } from "./attached.ts";
import { buildIndexDrafts } from "./index-build.ts";
import { isPartitioned, nameInPart, partsOf } from "./parts.ts";
import { buildFor } from "./scope.ts";

/** An index, or a key, of a partitioned table that is to be built part by part; `name`: another than its own for now. */
export interface PartBuild {
  readonly object: SchemaObject;
  /** What stands ON ONLY the table and lacks parts; undefined: nothing. */
  readonly shell?: SchemaObject;
  readonly name: string;
  readonly makes: readonly string[];
  readonly needs: readonly string[];
}

/**
 * The server refuses CONCURRENTLY on a partitioned table. So the parent gets an empty shell (ON ONLY), every part is built for itself while everybody
 * writes, and is attached; the shell becomes valid with the last one. Null where a part's statement cannot be made.
 */
export function buildOnParts(context: PlanContext, build: PartBuild): BuiltOnParts | null {
  return buildAt(context, build, build.object.parent ?? "", build.name);
}

export interface BuiltOnParts {
  readonly drafts: readonly StepDraft[];
  /** Changes that are done with it: what the parts had for themselves becomes part of the whole. */
  readonly claimed: readonly Change[];
}

function buildAt(context: PlanContext, build: PartBuild, tableId: string, name: string): BuiltOnParts | null {
  const isKey = build.object.kind === "constraint";
  const label = labelOf(tableId);
  const shellMark = `shell:${tableId}/${build.object.id}`;
  const parts = partsOf(context, tableId).map((part) => partAt(context, build, part));
  if (parts.some((part) => part === null)) return null;
  const ready = parts.flatMap((part) => (part === null ? [] : [part]));
  const [table, index] = [sqlNameOf(tableId), indexAddress(tableId, name)];
  const drop = (word: "" | "IF EXISTS "): string =>
    isKey ? `ALTER TABLE ${table} DROP CONSTRAINT ${word}${quoteName(name)}` : `DROP INDEX ${word}${index}`;
  const standing = ready.flatMap((part) => (part.standing === undefined ? [] : [part.standing]));
  const isThere = build.shell !== undefined && tableId === build.object.parent;
  const shell = draftStep({
    kind: isKey ? "add-key-on-only" : "create-index-on-only",
    phase: "expand",
    summary: `Give ${label} an empty ${isKey ? "key" : "index"} ${name}, to which those of its parts are attached`,
    statements: [shellSql(build.object, tableId, name)],
    reverse: [drop("IF EXISTS ")],
    blocks: [lock(label, isKey ? "ACCESS EXCLUSIVE" : "SHARE")],
    makes: [shellMark],
    needs: build.needs,
  });
  const attach = draftStep({
    kind: "attach-indexes",
    phase: "expand",
    summary: `Attach the ${isKey ? "keys" : "indexes"} of the parts of ${label} to ${name}`,
    statements: ready.flatMap((part) => [
      ...part.renames,
      ...(part.isAttached ? [] : [`ALTER INDEX ${index} ATTACH PARTITION ${part.index}`]),
    ]),
    // That of a part that has parts itself is gone with the whole, if it was attached by then.
    reverse: [
      drop(tableId === build.object.parent ? "" : "IF EXISTS "),
      ...(isThere && build.shell !== undefined ? createIndexSql(build.shell) : []),
    ],
    blocks: [lock(label, "ACCESS SHARE"), ...ready.map((part) => lock(part.label, "ACCESS SHARE"))],
    makes: tableId === build.object.parent ? build.makes : [`part:${tableId}/${build.object.id}`],
    needs: [...(isThere ? build.needs : [shellMark]), ...ready.flatMap((part) => part.marks)],
    removes: standing.map(({ id }) => id),
  });
  const claimed = [
    ...ready.flatMap((part) => part.claimed),
    ...context.changes.filter((change) => change.kind === "drop" && standing.includes(change.object)),
  ];
  const head = isThere ? [] : [shell];
  if (ready.length === 0) return { drafts: [{ ...shell, makes: attach.makes }], claimed };
  const settled = { ...attach, reverse: [...attach.reverse, ...standing.flatMap((object) => standingBack(context, object))] };
  return { drafts: [...head, ...ready.flatMap((part) => part.drafts), settled], claimed };
}

/** An attached index cannot be detached: it goes with the whole, and is built anew. */
function standingBack(context: PlanContext, object: SchemaObject): StepDraft["reverse"] {
  if (object.kind === "constraint" || define<IndexDefinition>(object).attachedTo !== null || buildFor(context) === "blocking") {
    const statements = object.kind === "constraint" ? addedConstraintSql(object) : createIndexSql(object);
    return [{ kind: "statements", statements, transaction: "shared" }];
  }
  const settings = indexSettingsSql({ ...define<IndexDefinition>(object), clustered: false, replicaIdentity: false });
  return [{ kind: "statements", statements: [indexSql(object, { online: "concurrently" }), ...settings], transaction: "none" }];
}

/** An index or key of the part that already is what the whole needs there: it goes in this plan, or is attached to it by now. */
function standingIn(context: PlanContext, build: PartBuild, part: SchemaObject): SchemaObject | undefined {
  const isKey = build.object.kind === "constraint";
  const textOf = (object: SchemaObject): string =>
    isKey ? define<ConstraintDefinition>(object).text : indexSql(object, { name: "x", online: "blocking" }).replace(" ON ONLY ", " ON ");
  const wanted = textOf(placed(build.object, part.id, "x"));
  return childrenOf(context.from, part.id, build.object.kind).find(
    (object) =>
      findObject(context.to, object.id) === undefined &&
      textOf(object) === wanted &&
      (isKey || define<IndexDefinition>(object).valid) &&
      context.changes.some((change) => change.kind === "drop" && change.object === object),
  );
}

function indexAddress(tableId: string, name: string): string {
  return quoteQualified(namesIn(tableId)[0] ?? "", name);
}

/** The object as it stands on another table, under another name. */
function placed(object: SchemaObject, tableId: string, name: string): SchemaObject {
  const [schema = "", table = ""] = namesIn(tableId);
  const { text } = object.definition as { readonly text: string };
  const head =
    /^(CREATE (?:UNIQUE )?INDEX (?:"(?:[^"]|"")*"|\S+) ON )(?:ONLY )?(?:"(?:[^"]|"")*"|[^\s."]+)\.(?:"(?:[^"]|"")*"|\S+)( USING)/;
  const there = text.replace(head, (_all, before: string, after: string) => `${before}${sqlNameOf(tableId)}${after}`);
  return { ...object, parent: tableId, definition: { ...(object.definition as object), schema, table, name, text: there } };
}

function shellSql(object: SchemaObject, tableId: string, name: string): string {
  const here = placed(object, tableId, name);
  if (object.kind === "constraint") return addConstraintSql(here).replace(/^ALTER TABLE /, "ALTER TABLE ONLY ");
  return indexSql(here, { online: "blocking" }).replace(/ ON (?!ONLY )/, " ON ONLY ");
}

interface Part {
  readonly label: string;
  readonly index: string;
  readonly marks: readonly string[];
  readonly drafts: readonly StepDraft[];
  readonly claimed: readonly Change[];
  /** What the part has had for itself. */
  readonly standing?: SchemaObject;
  readonly isAttached: boolean;
  readonly renames: readonly string[];
}

function partAt(context: PlanContext, build: PartBuild, part: SchemaObject): Part | null {
  const name = nameInPart(context, part, build.object, build.name);
  const [label, mark] = [labelOf(part.id), `part:${part.id}/${build.object.id}`];
  const index = indexAddress(part.id, name);
  const plain = { label, index, claimed: [], isAttached: false, renames: [] };
  const standing = standingIn(context, build, part);
  if (standing !== undefined) {
    const { name: own, attachedTo } = define<IndexDefinition>(standing);
    const renames = own === name ? [] : [`ALTER INDEX ${indexAddress(part.id, own)} RENAME TO ${quoteName(name)}`];
    return { ...plain, marks: [], drafts: [], standing, isAttached: attachedTo !== null && build.shell !== undefined, renames };
  }
  if (isPartitioned(context, part.id)) {
    const built = buildAt(context, build, part.id, name);
    return built === null ? null : { ...plain, marks: [mark], ...built };
  }
  const here = placed(build.object, part.id, name);
  const isKey = build.object.kind === "constraint";
  const statement = isKey ? keyIndexSql(here, name, { online: "concurrently" }) : indexSql(here, { online: "concurrently" });
  if (statement === null) return null;
  const drafts = buildIndexDrafts(context, {
    schema: define<IndexDefinition>(here).schema,
    name,
    table: label,
    statement,
    summary: `Build ${name} on ${label}`,
    makes: [isKey ? `${mark}/index` : mark],
    needs: build.needs,
  });
  return { ...plain, marks: [mark], drafts: isKey ? [...drafts, keyDraft(here, index, mark)] : drafts };
}

function keyDraft(here: SchemaObject, index: string, mark: string): StepDraft {
  const constraint = define<ConstraintDefinition>(here);
  const label = printName([constraint.schema, constraint.table]);
  const table = quoteQualified(constraint.schema, constraint.table);
  const kind = constraint.type === "primary" ? "PRIMARY KEY" : "UNIQUE";
  const deferrable = /( DEFERRABLE.*)$/.exec(constraint.text)?.[1] ?? "";
  return draftStep({
    kind: "add-unique-using-index",
    phase: "expand",
    summary: `Make the index the constraint ${constraint.name} of ${label}`,
    statements: [
      `ALTER TABLE ${table} ADD CONSTRAINT ${quoteName(constraint.name)} ${kind} USING INDEX ${quoteName(constraint.name)}${deferrable}`,
    ],
    reverse: [`ALTER TABLE ${table} DROP CONSTRAINT IF EXISTS ${quoteName(constraint.name)}`],
    blocks: [lock(label, "ACCESS EXCLUSIVE")],
    hazards: [hazard("breaks-running-code", label, `Writes that repeat a value are refused (${index}).`, "note")],
    makes: [mark],
    needs: [`${mark}/index`],
  });
}
