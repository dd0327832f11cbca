import { printName } from "../../../model/name.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import type { PlanContext, StepDraft } from "../../step-draft.ts";
import type { ColumnDefinition, ConstraintDefinition, IndexDefinition, SequenceDefinition, TableDefinition } from "../definitions.ts";
import { alterColumnSql } from "../objects/column-statements.ts";
import { columnSql } from "../objects/column-text.ts";
import { define, draftStep, hazard, lock } from "../objects/draft.ts";
import { partsOf } from "../objects/address.ts";
import { createSequenceSql, ownSequenceSql } from "../objects/sequence.ts";
import { childrenOf, findObject } from "../objects/surroundings.ts";
import { quoteLiteral, quoteName, quoteQualified } from "../quote.ts";
import {
  addConstraintSql,
  attachedTo,
  bareColumnSql,
  constraintUsingIndexSql,
  dropConstraintSql,
  indexNameSql,
  indexSql,
  keyIndexSql,
  tableSql,
  validateConstraintSql,
} from "./attached.ts";
import { attachedAfter, backwardSql, type CompanionSet, isComputed, newFields, oldColumns, oldFields, workingNames } from "./companion.ts";
import { checkedMark, requiredCheckName } from "./companion-contract.ts";
import { createSyncSql, dropSyncSql, labelOfTable, mirrorsKey, waitingName } from "./companion-expand.ts";
import { moveIdentitySql, moveSequenceSql, ownedSequences } from "./identity.ts";
import { renameNotNullSql, requireSql, requireWorkingSql, settingsSql } from "./not-null.ts";
import { isPartitioned } from "./parts.ts";
import { quietUpdateSql } from "./quiet-update.ts";
import { scopeFor } from "./scope.ts";

type Mode = "online" | "direct";
interface Pieces {
  readonly up: readonly string[];
  readonly down: readonly string[];
}
const nothing: Pieces = { up: [], down: [] };

export interface CutOver {
  readonly context: PlanContext;
  readonly set: CompanionSet;
  readonly mode: Mode;
  /** Foreign keys that this cut-over takes away (it is the first that touches them) and brings (it is the last). */
  readonly keysBefore: readonly SchemaObject[];
  readonly keysAfter: readonly SchemaObject[];
}

/** The moment in which the new fields take over: one short transaction, each part with its way back. */
export function cutOverDraft(cut: CutOver): StepDraft {
  const { set, mode } = cut;
  const label = labelOfTable(set);
  const parts = [
    syncPieces(cut),
    keyPieces(cut.keysBefore, "drop"),
    requiredPieces(cut),
    identityPieces(cut),
    dropPieces(cut),
    namePieces(cut),
    replacedPieces(cut),
    attachedPieces(cut),
    defaultPieces(cut),
    keyPieces(cut.keysAfter, "add"),
  ];
  const olds = oldFields(set).map((object) => define<ColumnDefinition>(object).name);
  const isLossy = set.members.some((member) =>
    oldColumns(member).some((old) => old.generated === null && (isComputed(member) || backwardSql(member, old) === null)),
  );
  return draftStep({
    kind: mode === "online" ? "cut-over" : "replace-fields",
    phase: mode === "online" ? "contract" : "expand",
    summary: `Let ${newFields(set)
      .map((field) => field.column.name)
      .join(", ")} of ${label} take the place of ${olds.join(", ")}`,
    statements: parts.flatMap((part) => part.up),
    reverse: parts.toReversed().flatMap((part) => part.down),
    reversibility: isLossy
      ? { kind: "schema-only", until: "the step runs", loses: `the values of ${olds.join(", ")}` }
      : { kind: "exact", until: "a row holds values that the old fields cannot express", loses: "what the rule back cannot express" },
    blocks: [lock(label, "ACCESS EXCLUSIVE")],
    hazards: [
      hazard("breaks-running-code", label, `Code that still uses ${olds.join(", ")} fails.`),
      hazard("deletes-data", label, `The values of ${olds.join(", ")} are kept only as what was made of them.`),
    ],
    makes: [`cut-over:${set.tableId}`, ...newFields(set).map((field) => field.object.id)],
    needs: [checkedMark(set), "dependents-gone"],
    removes: oldFields(set).map((object) => object.id),
    releases: oldFields(set).flatMap((object) => object.dependsOn.filter((id) => id !== set.tableId)),
  });
}

function syncPieces({ set, mode }: CutOver): Pieces {
  if (mode === "direct") return nothing;
  const synced = set.members.filter((member) => !isComputed(member));
  return { up: synced.flatMap(dropSyncSql), down: synced.flatMap(createSyncSql) };
}

function keyPieces(keys: readonly SchemaObject[], what: "add" | "drop"): Pieces {
  if (what === "drop") return { up: keys.map((key) => dropConstraintSql(key)), down: keys.map((key) => addConstraintSql(key)) };
  return {
    up: keys.map((key) => addConstraintSql(key, { isLate: "not valid" })),
    down: keys.map((key) => dropConstraintSql(key)).reverse(),
  };
}

/** Numbers and sequences go from the old column to the one new column that replaces it. */
function identityPieces({ context, set }: CutOver): Pieces {
  const moves = set.members.flatMap((member) => {
    const [field] = member.news;
    const [old] = oldColumns(member);
    if (field === undefined || old === undefined || member.news.length !== 1 || member.olds.length !== 1) return [];
    const sequences = ownedSequences(context.from, context.to, [(member.olds[0] as SchemaObject).id]);
    const hasBoth = old.identity !== null && field.column.identity !== null;
    return [
      {
        up: [
          ...(hasBoth ? moveIdentitySql(set.table, old.name, field.working, field.column) : []),
          ...sequences.flatMap((sequence) => moveSequenceSql(sequence, set.table, field.working, context)),
        ],
        down: [
          ...(hasBoth ? moveIdentitySql(set.table, field.working, old.name, old) : []),
          ...sequences.flatMap(({ before, after }) =>
            after === undefined ? [] : moveSequenceSql({ before: after, after: before }, set.table, old.name, context),
          ),
        ],
      },
    ];
  });
  return { up: moves.flatMap((move) => move.up), down: moves.flatMap((move) => move.down) };
}

function requiredPieces({ context, set, mode }: CutOver): Pieces {
  const table = tableSql(set.table);
  const required = newFields(set).filter((field) => field.column.notNull);
  return {
    up: required.flatMap((field) => [
      requireWorkingSql(field.column, field.working, context.request.version),
      ...(mode === "online" ? [`ALTER TABLE ${table} DROP CONSTRAINT ${quoteName(requiredCheckName(set, field.working))}`] : []),
    ]),
    down: required.flatMap((field) => [
      ...(mode === "online"
        ? [
            `ALTER TABLE ${table} ADD CONSTRAINT ${quoteName(requiredCheckName(set, field.working))} CHECK (${quoteName(field.working)} IS NOT NULL)`,
          ]
        : []),
      `ALTER TABLE ${table} ALTER COLUMN ${quoteName(field.working)} DROP NOT NULL`,
    ]),
  };
}

/** Away with the old fields; constraints and indexes of the table that hold them go along. Back: the fields, their values, then all that hung on them. */
function dropPieces({ context, set }: CutOver): Pieces {
  const table = tableSql(set.table);
  const alter = (column: ColumnDefinition, what: string): string => `ALTER TABLE ${table} ALTER COLUMN ${quoteName(column.name)} ${what}`;
  const olds = set.members.flatMap(oldColumns);
  const fills = set.members
    .map((member) =>
      oldColumns(member).flatMap((old) =>
        backwardSql(member, old) === null ? [] : [`${quoteName(old.name)} = ${backwardSql(member, old) ?? ""}`],
      ),
    )
    .flat();
  const filled = new Set(
    set.members.flatMap((member) =>
      oldColumns(member)
        .filter((old) => backwardSql(member, old) !== null)
        .map((old) => old.name),
    ),
  );
  const attached = attachedTo(context.from, oldFields(set)).filter((object) => object.parent === set.tableId && !isForeign(object));
  const lost = ownedSequences(
    context.from,
    context.to,
    oldFields(set).map((object) => object.id),
  ).flatMap(({ before, after }) => (after === undefined ? [define<SequenceDefinition>(before)] : []));
  return {
    up: olds.map((old) => `ALTER TABLE ${table} DROP COLUMN ${quoteName(old.name)}`),
    down: [
      ...lost.map(createSequenceSql),
      ...olds.map((old) => `ALTER TABLE ${table} ADD COLUMN ${old.generated === null ? bareColumnSql(old) : columnSql(old)}`),
      ...(fills.length === 0 ? [] : knownToSubscribers(context, set, [quietUpdateSql(set.table, fills.join(", "), null)])),
      ...olds.flatMap((old) => [
        ...(old.notNull && filled.has(old.name) ? [requireSql(old, context.request.version)] : []),
        ...settingsSql(old),
        ...(old.default === null ? [] : [alter(old, `SET DEFAULT ${old.default}`)]),
      ]),
      ...lost.flatMap((sequence) => [ownSequenceSql(sequence), goOnSql(set, sequence)]),
      ...olds.flatMap((old) => identityBack(set, old, table)),
      ...attached.map((object) => (object.kind === "index" ? indexSql(object, { online: "blocking" }) : addConstraintSql(object))),
    ],
  };
}

/** While its key is away, a published table is written only when it says by itself what its rows are known by. */
function knownToSubscribers(context: PlanContext, set: CompanionSet, statements: readonly string[]): readonly string[] {
  const table = findObject(context.from, set.tableId);
  const identity = table === undefined ? "default" : define<TableDefinition>(table).replicaIdentity;
  if (!/^(?:default|index)$/.test(identity) || !context.from.objects.some(({ kind }) => kind === "publication")) return statements;
  const alter = (what: string): string => `ALTER TABLE ${tableSql(set.table)} REPLICA IDENTITY ${what}`;
  return [alter("FULL"), ...statements, alter("DEFAULT")];
}

/** A sequence that went with its column goes on behind the numbers that rows have. */
function goOnSql(set: CompanionSet, sequence: SequenceDefinition): string {
  const field = quoteName(partsOf(sequence.ownedBy ?? "").at(-1) ?? "");
  const last = sequence.increment.startsWith("-") ? "min" : "max";
  const name = quoteLiteral(quoteQualified(sequence.schema, sequence.name));
  return `SELECT setval(${name}, coalesce(${last}(${field}) + (${sequence.increment}), ${sequence.start}), false) FROM ${tableSql(set.table)}`;
}

/** An old identity that no new field continues starts where the rows end. */
function identityBack(set: CompanionSet, old: ColumnDefinition, table: string): readonly string[] {
  const isHandedBack = set.members.some(
    (member) => oldColumns(member).some((column) => column.name === old.name) && member.news[0]?.column.identity != null,
  );
  return old.identity === null || isHandedBack
    ? []
    : [
        `ALTER TABLE ${table} ALTER COLUMN ${quoteName(old.name)} ADD GENERATED ${old.identity.kind === "always" ? "ALWAYS" : "BY DEFAULT"} AS IDENTITY`,
      ];
}

function namePieces({ context, set }: CutOver): Pieces {
  const table = tableSql(set.table);
  const names = Object.entries(workingNames(set));
  const rename = (from: string, to: string): string => `ALTER TABLE ${table} RENAME COLUMN ${quoteName(from)} TO ${quoteName(to)}`;
  const rules = newFields(set).map((field) => renameNotNullSql(field.column, field.working, context.request.version));
  return {
    up: [
      ...names.map(([final, working]) => rename(working, final)),
      ...rules.flatMap((rule) => rule.up),
      ...newFields(set).flatMap((field) => settingsSql(field.column)),
    ],
    down: [...rules.flatMap((rule) => rule.down), ...names.map(([final, working]) => rename(final, working))],
  };
}

function defaultPieces({ context, set }: CutOver): Pieces {
  const table = tableSql(set.table);
  const fields = newFields(set).filter((field) => field.column.default !== null);
  const numbered = set.members.flatMap(({ olds, news }) => {
    const [field, old] = [news[0]?.column, olds[0] === undefined ? undefined : define<ColumnDefinition>(olds[0])];
    const isTaken = olds.length === 1 && news.length === 1 && old !== undefined && old.identity !== null;
    return field === undefined || field.identity === null || isTaken ? [] : [field];
  });
  const major = Number.parseInt(context.request.version, 10);
  return {
    up: [
      ...fields.map(
        (field) => `ALTER TABLE ${table} ALTER COLUMN ${quoteName(field.column.name)} SET DEFAULT ${field.column.default ?? ""}`,
      ),
      // Numbering that no old field had begins behind the rows.
      ...numbered.flatMap((field) => alterColumnSql({ ...field, identity: null }, field, { major })),
    ],
    down: [
      ...numbered.map((field) => `ALTER TABLE ${table} ALTER COLUMN ${quoteName(field.name)} DROP IDENTITY`),
      ...fields.map((field) => `ALTER TABLE ${table} ALTER COLUMN ${quoteName(field.column.name)} DROP DEFAULT`),
    ],
  };
}

export function isForeign(object: SchemaObject): boolean {
  return object.kind === "constraint" && define<ConstraintDefinition>(object).type === "foreign";
}

/** What waited under another name takes its own; the way back puts it there again. */
function attachedPieces(cut: CutOver): Pieces {
  const { context, set, mode } = cut;
  const objects = attachedAfter(context, set).filter((object) => object.parent === set.tableId && !isForeign(object));
  const pieces = objects.map(
    (object): Pieces =>
      mode === "direct" || (mirrorsKey(object) && isPartitioned(context, set.tableId))
        ? freshPieces(object)
        : object.kind === "index"
          ? indexPieces(set, object)
          : constraintPieces(set, object),
  );
  return { up: pieces.flatMap((piece) => piece.up), down: pieces.toReversed().flatMap((piece) => piece.down) };
}

/** Keys and indexes on fields that stay, whose name or place as primary key goes to one on the new fields. */
export function replacedBy(context: PlanContext, set: CompanionSet): readonly SchemaObject[] {
  const gone = new Set(attachedTo(context.from, oldFields(set)).map((object) => object.id));
  const come = attachedAfter(context, set).filter((object) => object.parent === set.tableId);
  const ids = new Set(come.map((object) => object.id));
  const hasPrimary = come.some(isPrimary);
  return [...childrenOf(context.from, set.tableId, "constraint"), ...childrenOf(context.from, set.tableId, "index")].filter(
    (object) => !gone.has(object.id) && !isForeign(object) && (ids.has(object.id) || (hasPrimary && isPrimary(object))),
  );
}

function isPrimary(object: SchemaObject): boolean {
  return object.kind === "constraint" && define<ConstraintDefinition>(object).type === "primary";
}

function replacedPieces({ context, set }: CutOver): Pieces {
  const pieces = replacedBy(context, set).map((object) => {
    const fresh = freshPieces(object);
    return { up: fresh.down, down: fresh.up };
  });
  return { up: pieces.flatMap((piece) => piece.up), down: pieces.toReversed().flatMap((piece) => piece.down) };
}

function freshPieces(object: SchemaObject): Pieces {
  if (object.kind === "index") return { up: [indexSql(object, { online: "blocking" })], down: [`DROP INDEX ${indexNameSql(object)}`] };
  return { up: [addConstraintSql(object)], down: [dropConstraintSql(object)] };
}

function indexPieces(set: CompanionSet, object: SchemaObject): Pieces {
  const name = define<IndexDefinition>(object).name;
  const waiting = waitingName(set, name);
  return {
    up: [`ALTER INDEX ${indexNameSql(object, waiting)} RENAME TO ${quoteName(name)}`],
    down: [`ALTER INDEX ${indexNameSql(object)} RENAME TO ${quoteName(waiting)}`],
  };
}

function constraintPieces(set: CompanionSet, object: SchemaObject): Pieces {
  const name = define<ConstraintDefinition>(object).name;
  const waiting = waitingName(set, name);
  const table = tableSql(set.table);
  if (!mirrorsKey(object)) {
    if (define<ConstraintDefinition>(object).type !== "check") return freshPieces(object);
    const rename = (from: string, to: string): string => `ALTER TABLE ${table} RENAME CONSTRAINT ${quoteName(from)} TO ${quoteName(to)}`;
    return { up: [rename(waiting, name)], down: [rename(name, waiting)] };
  }
  const index = keyIndexSql(object, waiting, { online: "blocking" });
  if (index === null) return freshPieces(object);
  return { up: [constraintUsingIndexSql(object, waiting)], down: [dropConstraintSql(object), index] };
}

/** Foreign keys that came back unproven are proven, one transaction each, while everybody works on. */
export function proveKeyDrafts(cut: CutOver): readonly StepDraft[] {
  return cut.keysAfter.map((key) => {
    const constraint = define<ConstraintDefinition>(key);
    const label = printName([constraint.schema, constraint.table]);
    return draftStep({
      kind: "validate-reference",
      phase: cut.mode === "online" ? "contract" : "expand",
      summary: `Prove ${constraint.name} for the rows that are there`,
      statements: [validateConstraintSql(key)],
      reverse: [],
      transaction: cut.mode === "online" ? scopeFor(cut.context, "own") : "shared",
      blocks: [lock(label, "SHARE UPDATE EXCLUSIVE", "scan")],
      hazards: [hazard("scans-object", label, "Every row is looked up; readers and writers go on.", "note")],
      needs: [`cut-over:${cut.set.tableId}`, "dependents-back"],
    });
  });
}
