import { printName } from "../../../model/name.ts";
import { fingerprintSchema, type SchemaObject } from "../../../model/schema.ts";
import type { Reversibility } from "../../../model/plan.ts";
import type { PlanContext, StepDraft } from "../../step-draft.ts";
import type { ColumnDefinition, ConstraintDefinition, SequenceDefinition, TableDefinition } from "../definitions.ts";
import { keyOf } from "../job.ts";
import { labelOf, sqlNameOf } from "../objects/address.ts";
import { define, draftStep, hazard, lock } from "../objects/draft.ts";
import { hasParent } from "./membership.ts";
import { childrenOf, findObject } from "../objects/surroundings.ts";
import { quoteLiteral, quoteName, quoteQualified } from "../quote.ts";
import { addConstraintSql, bareColumnSql, dropConstraintSql, tableSql } from "./attached.ts";
import { valueForMissing } from "./lost-values.ts";
import { ownedSequences } from "./identity.ts";
import { fitName } from "./naming.ts";
import { requireSql, settingsSql } from "./not-null.ts";
import { quietUpdateSql } from "./quiet-update.ts";
import { scopeFor } from "./scope.ts";
import { usersOf } from "./users.ts";

/** Where what was dropped is kept; no part of any schema that is read or compared. */
export const keptSchema = "dblead_kept";

const createSchema = `CREATE SCHEMA IF NOT EXISTS ${quoteName(keptSchema)}`;

/** Drops made into moves: a column's values go to a table beside, a table goes there whole. Where neither can be, the step says that and why. */
export function keepDropped(context: PlanContext, drafts: readonly StepDraft[]): readonly StepDraft[] {
  if (context.request.keepDropped === undefined) return drafts;
  const mark = fingerprintSchema(context.request.from).slice(0, 8);
  const kept = drafts.flatMap((draft) => {
    const [id = ""] = draft.removes;
    const object = findObject(context.from, id);
    if (draft.kind === "drop-column" && object?.kind === "column") return keepColumn(context, draft, object, mark);
    if (draft.kind === "drop-table" && object?.kind === "table") return keepTable(context, draft, object, mark);
    return [draft];
  });
  // Copies are made before anything is locked that others need.
  const isCopy = (draft: StepDraft): boolean => draft.kind === "keep-dropped-column";
  return [...kept.filter(isCopy), ...kept.filter((draft) => !isCopy(draft))];
}

function refuse(draft: StepDraft, why: string): readonly StepDraft[] {
  const [id = ""] = draft.removes;
  return [{ ...draft, hazards: [...draft.hazards, hazard("irreversible", labelOf(id), `Nothing of it can be kept: ${why}.`)] }];
}

function keptAs(draft: StepDraft, kept: string, loses: string): Pick<StepDraft, "hazards" | "reversibility"> {
  const reversibility: Reversibility = { kind: "exact", until: `${kept} is dropped`, loses };
  const [id = ""] = draft.removes;
  return {
    reversibility,
    hazards: [
      ...draft.hazards.filter(({ kind }) => kind !== "deletes-data" && kind !== "irreversible"),
      hazard("deletes-data", labelOf(id), `It is kept in ${kept} until somebody drops that.`, "note"),
    ],
  };
}

function keepColumn(context: PlanContext, draft: StepDraft, object: SchemaObject, mark: string): readonly StepDraft[] {
  const column = define<ColumnDefinition>(object);
  if (column.generated !== null) return [draft];
  const table = { schema: column.schema, name: column.table };
  const label = printName([column.schema, column.table]);
  const key = keyOf(context.from, object.parent ?? "");
  const isKeyed = key.length > 0 && key.every((name) => findObject(context.to, `column:${label}.${printName([name])}`) !== undefined);
  if (!isKeyed) return refuse(draft, `${label} has no key that stays, by which its values would be found again`);
  const name = fitName(`${column.table}_${column.name}_${mark}`);
  const kept = quoteQualified(keptSchema, name);
  const keys = key.map(quoteName).join(", ");
  const copy = draftStep({
    kind: "keep-dropped-column",
    phase: draft.phase,
    summary: `Keep the values of ${label}.${column.name} in ${printName([keptSchema, name])}`,
    statements: [
      createSchema,
      `CREATE TABLE ${kept} AS SELECT ${keys}, ${quoteName(column.name)} FROM ${tableSql(table)} WHERE ${quoteName(column.name)} IS NOT NULL`,
      `ALTER TABLE ${kept} ADD PRIMARY KEY (${keys})`,
      `COMMENT ON TABLE ${kept} IS ${quoteLiteral(`Values of ${label}.${column.name} from before it was dropped.`)}`,
    ],
    reverse: [`DROP TABLE ${kept}`],
    transaction: scopeFor(context, "own"),
    blocks: [lock(label, "ACCESS SHARE", "scan")],
    hazards: [
      hazard("scans-object", label, "Every row is read and its value copied.", "note"),
      hazard("needs-disk", label, "Needs room for the key and the value of every row.", "note"),
    ],
    makes: [`kept:${object.id}`],
  });
  const drop = {
    ...draft,
    ...keptAs(
      draft,
      printName([keptSchema, name]),
      "values written between the copy and the drop; rows added since have no value of their own",
    ),
    reverse: restoreFrom(context, draft, object, kept, key),
    needs: [...draft.needs, `kept:${object.id}`],
  };
  return [copy, drop];
}

/** The column again, its values out of the kept table, and what a required one needs for rows that came since. */
function restoreFrom(
  context: PlanContext,
  draft: StepDraft,
  object: SchemaObject,
  kept: string,
  key: readonly string[],
): StepDraft["reverse"] {
  const column = define<ColumnDefinition>(object);
  const table = { schema: column.schema, name: column.table };
  const name = tableSql(table);
  const alter = `ALTER TABLE ${name} ALTER COLUMN ${quoteName(column.name)}`;
  const same = key.map((part) => `${name}.${quoteName(part)} = kept.${quoteName(part)}`).join(" AND ");
  const missing = column.notNull ? valueForMissing(context.from, object) : null;
  const statements = [
    `ALTER TABLE ${name} ADD COLUMN ${bareColumnSql(column)}`,
    quietUpdateSql(table, `${quoteName(column.name)} = kept.${quoteName(column.name)} FROM ${kept} AS kept`, same),
    ...(missing === null ? [] : [quietUpdateSql(table, `${quoteName(column.name)} = ${missing}`, `${quoteName(column.name)} IS NULL`)]),
    ...(column.default === null ? [] : [`${alter} SET DEFAULT ${column.default}`]),
    ...(column.notNull ? [requireSql(column, context.request.version)] : []),
    ...settingsSql(column),
  ];
  const head = `ALTER TABLE ${name} ADD COLUMN ${quoteName(column.name)} `;
  const before = draft.reverse.flatMap((action) => (action.kind === "statements" ? action.statements : []));
  const at = before.findIndex((statement) => statement.startsWith(head));
  // What stood around the column (its sequence before it, grants and comments after) comes back as without keeping.
  const own = new RegExp(`^(?:DO |ALTER TABLE \\S+ ALTER COLUMN )`);
  const rest = before.slice(at + 1).filter((statement) => !own.test(statement));
  const isNumbered = column.identity !== null || ownedSequences(context.from, context.to, [object.id]).length > 0;
  const goOn = isNumbered
    ? [
        `SELECT setval(pg_get_serial_sequence(${quoteLiteral(name)}, ${quoteLiteral(column.name)}), coalesce(max(${quoteName(column.name)}), 0) + 1, false) FROM ${name}`,
      ]
    : [];
  return [
    { kind: "statements", statements: [...before.slice(0, Math.max(at, 0)), ...statements, ...rest, ...goOn], transaction: "shared" },
  ];
}

function keepTable(context: PlanContext, draft: StepDraft, object: SchemaObject, mark: string): readonly StepDraft[] {
  const table = define<TableDefinition>(object);
  const isPart = hasParent(object) || usersOf(context.from, object.id).some((user) => user.kind === "table");
  if (isPart || table.partitionBy !== null) return refuse(draft, "it is part of a hierarchy of tables, or has parts");
  const name = fitName(`${table.name}_${mark}`);
  const kept = quoteQualified(keptSchema, name);
  const references = childrenOf(context.from, object.id, "constraint").filter((child) => {
    const { type, references } = define<ConstraintDefinition>(child);
    return type === "foreign" && references?.table !== object.id;
  });
  const shared = ownedElsewhere(context, object);
  if (shared.length > 0) return refuse(draft, `${shared.join(", ")} would go with it`);
  const own = quoteQualified(table.schema, table.name);
  return [
    {
      ...draft,
      ...keptAs(draft, printName([keptSchema, name]), "rows written to it there"),
      kind: "keep-dropped-table",
      summary: `Take table ${labelOf(object.id)} away; its rows stay in ${printName([keptSchema, name])}`,
      action: {
        kind: "statements",
        transaction: "shared",
        statements: [
          createSchema,
          ...references.map((child) => dropConstraintSql(child)),
          `ALTER TABLE ${own} SET SCHEMA ${quoteName(keptSchema)}`,
          `ALTER TABLE ${quoteQualified(keptSchema, table.name)} RENAME TO ${quoteName(name)}`,
        ],
      },
      reverse: [
        {
          kind: "statements",
          transaction: "shared",
          statements: [
            `ALTER TABLE ${kept} RENAME TO ${quoteName(table.name)}`,
            `ALTER TABLE ${quoteQualified(keptSchema, table.name)} SET SCHEMA ${quoteName(table.schema)}`,
            ...references.map((child) => addConstraintSql(child)),
          ],
        },
      ],
    },
  ];
}

/** Sequences of the table that stay, tied to something else. */
function ownedElsewhere(context: PlanContext, object: SchemaObject): readonly string[] {
  const columns = new Set(childrenOf(context.from, object.id, "column").map(({ id }) => id));
  return context.from.objects.flatMap((other) => {
    const owner = other.kind === "sequence" ? define<SequenceDefinition>(other).ownedBy : null;
    return owner !== null && columns.has(owner) && findObject(context.to, other.id) !== undefined ? [sqlNameOf(other.id)] : [];
  });
}
