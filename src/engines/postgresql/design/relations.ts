import type { IntentBody } from "../../../model/intent.ts";
import { printName } from "../../../model/name.ts";
import { LeadError } from "../../../model/error.ts";
import type { AccessPattern } from "../../../model/requirement.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import type { Decision } from "../../engine.ts";
import type { CandidateIndex } from "../../tune.ts";
import type { ConstraintDefinition, IndexDefinition } from "../definitions.ts";
import { define } from "../objects/draft.ts";
import { columnsIn } from "../plan/expression.ts";
import { fitName } from "../plan/naming.ts";
import { quoteName } from "../quote.ts";
import { indexText } from "../tune/index-text.ts";
import type { Piece } from "./piece.ts";
import { type DesignState, findField, findTable, type KnownTable, labelOfKnown, sqlOfKnown } from "./state.ts";

export interface ReferenceParts {
  readonly table: KnownTable;
  readonly field: string;
  readonly references: string;
  readonly onDelete?: "restrict" | "cascade" | "set-null" | "no-action" | undefined;
}

/** A foreign key, and an index on its field where none leads with it: a delete over there looks rows up here. */
export function referenceSql(state: DesignState, intent: string, parts: ReferenceParts): readonly string[] {
  const target = referred(state, intent, parts.references);
  const { table, field } = parts;
  const action =
    parts.onDelete === undefined || parts.onDelete === "no-action" ? "" : ` ON DELETE ${parts.onDelete.toUpperCase().replace("-", " ")}`;
  const name = fitName(`${table.name}_${field}_fkey`);
  const add = `ALTER TABLE ${sqlOfKnown(table)} ADD CONSTRAINT ${quoteName(name)} FOREIGN KEY (${quoteName(field)}) REFERENCES ${sqlOfKnown(target.table)} (${quoteName(target.name)})${action}`;
  return hasLeadingIndex(state, table, field) ? [add] : [add, indexSqlOf(table, [quoteName(field)], { name: indexNameOf(table, [field]) })];
}

/** `customers.id`, or `customers` for its primary key. */
export function referred(state: DesignState, intent: string, references: string): { readonly table: KnownTable; readonly name: string } {
  try {
    return findField(state, references, intent);
  } catch (error) {
    if (!(error instanceof LeadError)) throw error;
  }
  const table = findTable(state, references, intent);
  const key = constraintsOf(state, table).find((constraint) => constraint.type === "primary");
  const name = key?.columns[0] ?? (table.fields.has("id") ? "id" : undefined);
  if (name === undefined)
    throw new LeadError("requirement-invalid", `Intent ${intent}: ${labelOfKnown(table)} has no single key to refer to; name the field.`);
  return { table, name };
}

function childrenNow(state: DesignState, table: KnownTable, kind: string): readonly SchemaObject[] {
  return state.current.objects.filter((object) => object.kind === kind && object.parent === `table:${labelOfKnown(table)}`);
}
function constraintsOf(state: DesignState, table: KnownTable): readonly ConstraintDefinition[] {
  return childrenNow(state, table, "constraint").map((object) => define<ConstraintDefinition>(object));
}

function hasLeadingIndex(state: DesignState, table: KnownTable, field: string): boolean {
  const byKey = constraintsOf(state, table).some(
    (constraint) => (constraint.type === "primary" || constraint.type === "unique") && constraint.columns[0] === field,
  );
  const byIndex = childrenNow(state, table, "index").some((object) => {
    const { text } = define<IndexDefinition>(object);
    return (
      new RegExp(`USING btree \\(${quoteName(field).replaceAll(/[$.*+?()[\]{}|^\\]/g, "\\$&")}[,) ]`).test(text) &&
      !text.includes(" WHERE ")
    );
  });
  return byKey || byIndex;
}

export function indexNameOf(table: KnownTable, fields: readonly string[]): string {
  return fitName(`${table.name}_${fields.join("_")}_idx`);
}

interface IndexParts {
  readonly name: string;
  readonly unique?: boolean | undefined;
  readonly where?: string | undefined;
}
export function indexSqlOf(table: KnownTable, keys: readonly string[], parts: IndexParts): string {
  return `CREATE ${parts.unique === true ? "UNIQUE " : ""}INDEX ${quoteName(parts.name)} ON ${sqlOfKnown(table)} (${keys.join(", ")})${parts.where === undefined ? "" : ` WHERE ${parts.where}`}`;
}

export function addReference(state: DesignState, id: string, body: IntentBody<"add-reference">): Piece {
  const { table, name } = findField(state, body.field, id);
  const statements = referenceSql(state, id, { table, field: name, references: body.references, onDelete: body["on-delete"] });
  const label = labelOfKnown(table);
  const indexed: readonly Decision[] =
    statements.length < 2
      ? []
      : [
          {
            slug: `index-for-reference-${table.name}-${name}`,
            title: `${label}.${name} gets an index with its reference`,
            intent: id,
            context: "A reference does not make an index on the referring side.",
            choice: `An index on ${name}.`,
            because: [
              "Deleting or changing a referred row looks the referring ones up; without an index that reads the whole table, under a lock.",
            ],
            rejected: [{ alternative: "No index", reason: "Cheap only while the referred rows are never deleted." }],
          },
        ];
  return {
    statements,
    decisions: indexed,
    ids: [
      `constraint:${label}.${printName([fitName(`${table.name}_${name}_fkey`)])}`,
      `index:${printName([table.schema, indexNameOf(table, [name])])}`,
    ],
  };
}

/** A field, with a direction if asked, or an expression. */
function keyOfIndex(state: DesignState, table: KnownTable, part: string, id: string): { readonly sql: string; readonly word: string } {
  const sorted = /^(.*?)(\s+(?:asc|desc)(?:\s+nulls\s+(?:first|last))?)$/i.exec(part.trim());
  const bare = (sorted?.[1] ?? part).trim();
  const direction = sorted?.[2]?.toUpperCase() ?? "";
  if (table.fields.has(bare)) return { sql: `${quoteName(bare)}${direction}`, word: bare };
  const [only] = columnsIn(bare, [...table.fields.keys()]);
  if (only !== undefined && /[(:]/.test(bare)) return { sql: `(${bare})${direction}`, word: only };
  return {
    sql: `${quoteName(findField(state, `${labelOfKnown(table)}.${bare}`, id).name)}${direction}`,
    word: findField(state, `${labelOfKnown(table)}.${bare}`, id).name,
  };
}

export function addIndex(state: DesignState, id: string, body: IntentBody<"add-index">, patterns: readonly AccessPattern[]): Piece {
  const table = findTable(state, body.object, id);
  const keys = body.fields.map((part) => keyOfIndex(state, table, part, id));
  const name =
    body.name ??
    indexNameOf(
      table,
      keys.map((key) => key.word),
    );
  const pattern = patterns.find((candidate) => candidate.id === body["access-pattern"]);
  const label = labelOfKnown(table);
  const existing = childrenNow(state, table, "index").filter((object) =>
    define<IndexDefinition>(object).text.includes(`(${keys.map((key) => key.sql).join(", ")}`),
  );
  return {
    statements: [
      indexSqlOf(
        table,
        keys.map((key) => key.sql),
        { name, unique: body.unique, where: body.where },
      ),
    ],
    ids: [`index:${printName([table.schema, name])}`],
    remarks: existing.map(
      (object) => `${define<IndexDefinition>(object).name} of ${label} already begins with ${keys.map((key) => key.word).join(", ")}.`,
    ),
    decisions: [indexDecision(id, body, { label, name, keys: keys.map((key) => key.word), pattern })],
  };
}

/** Indexes that were tried and kept for a query; the reasons stand with the trial. */
export function addTuned(state: DesignState, id: string, indexes: readonly CandidateIndex[]): Piece {
  const taken = new Set(state.current.objects.map((object) => object.id));
  const made = indexes.map((index) => {
    const table = findTable(state, index.object, id);
    const words = index.keys.flatMap((key) => columnsIn(key, [...table.fields.keys()]));
    const names = ["", "2", "3", "4", "5", "6", "7", "8", "9"].map((suffix) =>
      indexNameOf(table, suffix === "" ? words : [...words, suffix]),
    );
    const name =
      names.find((one) => !taken.has(`index:${printName([table.schema, one])}`)) ?? indexNameOf(table, [...words, id.toLowerCase()]);
    const objectId = `index:${printName([table.schema, name])}`;
    taken.add(objectId);
    return { id: objectId, statement: indexText({ ...index, object: labelOfKnown(table) }, name) };
  });
  return { statements: made.map((one) => one.statement), ids: made.map((one) => one.id) };
}

function indexDecision(
  intent: string,
  body: IntentBody<"add-index">,
  index: { readonly label: string; readonly name: string; readonly keys: readonly string[]; readonly pattern: AccessPattern | undefined },
): Decision {
  const { pattern, keys } = index;
  const rate = pattern?.["rate-per-second"];
  const goal = pattern?.["p95-ms"];
  const others =
    keys.length > 1
      ? [
          {
            alternative: `An index on ${keys[0] ?? ""} alone`,
            reason: `It leaves ${keys.slice(1).join(", ")} to be filtered or sorted row by row.`,
          },
        ]
      : [];
  return {
    slug: `index-${index.name.replaceAll("_", "-")}`,
    title: `Index ${index.name} on ${index.label}`,
    intent,
    context:
      pattern === undefined
        ? "No access pattern is named: how often it will be read is not known."
        : `Access pattern ${pattern.id}: ${pattern.text}${rate === undefined ? "" : `; ${rate} a second`}${goal === undefined ? "" : `; 95 % within ${goal} ms`}.`,
    choice: `A ${body.unique === true ? "unique " : ""}B-tree over ${keys.join(", ")}${body.where === undefined ? "" : `, only where ${body.where}`}.`,
    because: [
      "Fields compared with = come first, then those that sort or bound a range.",
      ...(body.where === undefined ? [] : ["A partial index stays small and is not touched by writes to other rows."]),
    ],
    rejected: [
      ...others,
      { alternative: "No index", reason: "Each such query reads the whole table." },
      ...(body.where === undefined ? [] : [{ alternative: "An index over all rows", reason: "Most of it would never be read." }]),
    ],
  };
}

export function addRule(state: DesignState, id: string, body: IntentBody<"add-rule">): Piece {
  const table = findTable(state, body.object, id);
  const expression = /^check\s*\((.*)\)$/is.exec(body.rule.trim())?.[1] ?? body.rule;
  const used = columnsIn(expression, [...table.fields.keys()]);
  const name = body.name ?? fitName(`${table.name}_${used.length === 0 ? "rule" : used.join("_")}_check`);
  return {
    statements: [`ALTER TABLE ${sqlOfKnown(table)} ADD CONSTRAINT ${quoteName(name)} CHECK (${expression})`],
    ids: [`constraint:${labelOfKnown(table)}.${printName([name])}`],
  };
}
