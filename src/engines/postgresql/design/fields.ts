import type { IntentBody } from "../../../model/intent.ts";
import { printName } from "../../../model/name.ts";
import type { DataRule, Decision } from "../../engine.ts";
import type { ConstraintDefinition } from "../definitions.ts";
import { conversionSql, printFieldType, typeChange } from "../field-type.ts";
import { define } from "../objects/draft.ts";
import { fitName } from "../plan/naming.ts";
import { quoteLiteral, quoteName } from "../quote.ts";
import { aroundDependents } from "./dependents.ts";
import { defaultSql, type Scalar, scalarSql } from "./literal.ts";
import type { Piece } from "./piece.ts";
import { referenceSql } from "./relations.ts";
import {
  answerFor,
  baseIdOf,
  columnId,
  type DesignState,
  findField,
  type KnownTable,
  labelOfKnown,
  putField,
  renameNow,
  splitField,
  sqlOfKnown,
} from "./state.ts";

export function valuesCheckSql(
  table: KnownTable,
  field: string,
  values: readonly Scalar[],
): { readonly name: string; readonly sql: string } {
  const name = fitName(`${table.name}_${field}_check`);
  return {
    name,
    sql: `ALTER TABLE ${sqlOfKnown(table)} ADD CONSTRAINT ${quoteName(name)} CHECK (${quoteName(field)} IN (${values.map(scalarSql).join(", ")}))`,
  };
}

export function commentSql(table: KnownTable, field: string, comment: string): string {
  return `COMMENT ON COLUMN ${sqlOfKnown(table)}.${quoteName(field)} IS ${quoteLiteral(comment)}`;
}

/** A new field; a required one takes the default that was asked for or answered, so that writers who do not know it go on. */
export function addField(state: DesignState, id: string, body: IntentBody<"add-field">): Piece {
  const { table, name } = splitField(state, body.field, id);
  const type = printFieldType(body.type);
  const label = labelOfKnown(table);
  const answer = answerFor(state, "required-without-default", body.target, [body.field, `${label}.${printName([name])}`]);
  const value = body.default ?? (body.required === true ? answer : undefined);
  const isSet = body.default !== undefined || value !== undefined;
  const standard = isSet ? defaultSql(value ?? null, type) : null;
  const check = body.values === undefined ? [] : [valuesCheckSql(table, name, body.values)];
  const unique =
    body.unique === true
      ? [`ALTER TABLE ${sqlOfKnown(table)} ADD CONSTRAINT ${quoteName(fitName(`${table.name}_${name}_key`))} UNIQUE (${quoteName(name)})`]
      : [];
  const reference = body.references === undefined ? [] : referenceSql(state, id, { table, field: name, references: body.references });
  const add = `ALTER TABLE ${sqlOfKnown(table)} ADD COLUMN ${quoteName(name)} ${type}${standard === null ? "" : ` DEFAULT ${standard}`}${body.required === true ? " NOT NULL" : ""}`;
  putField(state, table, name, { type, required: body.required === true, default: standard });
  return {
    statements: [
      add,
      ...check.map((one) => one.sql),
      ...unique,
      ...reference,
      ...(body.comment === undefined ? [] : [commentSql(table, name, body.comment)]),
    ],
    ids: [columnId(table, name), ...check.map((one) => `constraint:${label}.${printName([one.name])}`)],
    decisions: [
      typeDecision(id, body.type, type, `${label}.${name}`),
      ...(standard !== null && answer !== undefined && body.default === undefined
        ? [defaultDecision(id, `${label}.${name}`, standard)]
        : []),
      ...(body.values === undefined ? [] : [valuesDecision(id, `${label}.${name}`)]),
    ].filter((decision) => decision !== null),
  };
}

function typeDecision(intent: string, asked: string, type: string, field: string): Decision | null {
  if (asked === type) return null;
  return {
    slug: `type-of-${field.replaceAll(/[^a-z0-9]+/gi, "-")}`,
    title: `${field} is ${type}`,
    intent,
    context: `The requirement asks for the neutral type ${asked}.`,
    choice: type,
    because: type.startsWith("timestamp")
      ? ["An instant with its time zone means the same to every client."]
      : type === "jsonb"
        ? ["jsonb can be indexed and compared; json keeps only the text."]
        : ["It is the type of this engine that holds the same values."],
    rejected: type.startsWith("timestamp with time zone")
      ? [{ alternative: "timestamp without time zone", reason: "Its meaning depends on the session that reads it." }]
      : [],
  };
}

function defaultDecision(intent: string, field: string, value: string): Decision {
  return {
    slug: `default-of-${field.replaceAll(/[^a-z0-9]+/gi, "-")}`,
    title: `Rows without ${field} get ${value}`,
    intent,
    context: "The field is required and rows are there already; the question was answered.",
    choice: `${value} is the default of the field.`,
    because: ["A constant default is kept beside the table: no row is written anew.", "Releases that do not know the field go on writing."],
    rejected: [
      { alternative: "A default for the old rows only", reason: "The release that runs now would be refused on its next insert." },
    ],
  };
}

function valuesDecision(intent: string, field: string): Decision {
  return {
    slug: `values-of-${field.replaceAll(/[^a-z0-9]+/gi, "-")}`,
    title: `Allowed values of ${field} stand in a check`,
    intent,
    context: "The requirement names the values that are allowed.",
    choice: "A check constraint.",
    because: ["It can be replaced without a lock that stops readers.", "It reads like the requirement."],
    rejected: [
      {
        alternative: "An enum type",
        reason: "A value cannot be taken out of it without rebuilding the type and every field that uses it.",
      },
      {
        alternative: "A table of values with a reference",
        reason: "Worth it when values have attributes of their own or change without a release.",
      },
    ],
  };
}

export function renameField(state: DesignState, id: string, body: IntentBody<"rename-field">): Piece {
  const { table, name, field } = findField(state, body.field, id);
  const to = body.to.includes(".") ? splitField(state, body.to, id).name : body.to;
  const base = baseIdOf(state, columnId(table, name));
  putField(state, table, name, null);
  putField(state, state.tables.get(labelOfKnown(table)) ?? table, to, field);
  renameNow(state, columnId(table, name), columnId(table, to));
  return {
    statements: [`ALTER TABLE ${sqlOfKnown(table)} RENAME COLUMN ${quoteName(name)} TO ${quoteName(to)}`],
    ids: [base, columnId(table, to)],
    decisions: [
      {
        slug: `rename-${table.name}-${name}`,
        title: `${labelOfKnown(table)}.${name} becomes ${to} by expand and contract`,
        intent: id,
        context: "Code that runs now reads and writes the old name.",
        choice: "The new name lives beside the old one, both are kept equal, the old one goes when nobody uses it.",
        because: ["Old and new release run at the same time during a deployment."],
        rejected: [
          {
            alternative: "ALTER TABLE … RENAME COLUMN at once",
            reason: "Every statement of the running release that names the field fails from that moment on.",
          },
        ],
      },
    ],
  };
}

export function dropField(state: DesignState, id: string, body: IntentBody<"drop-field">): Piece {
  const { table, name } = findField(state, body.field, id);
  const base = baseIdOf(state, columnId(table, name));
  putField(state, table, name, null);
  const replacement = { table: { schema: table.schema, name: table.name }, expressions: { [name]: "" }, newFields: [] };
  const piece = aroundDependents(state, [columnId(table, name)], replacement, [
    `ALTER TABLE ${sqlOfKnown(table)} DROP COLUMN ${quoteName(name)}`,
  ]);
  return { ...piece, ids: [base, ...(piece.ids ?? [])] };
}

/** Type, requiredness, default, values and comment of a field, as far as the intent names them. */
export function changeField(state: DesignState, id: string, body: IntentBody<"change-field">): Piece {
  const { table, name, field } = findField(state, body.field, id);
  const label = labelOfKnown(table);
  const alter = `ALTER TABLE ${sqlOfKnown(table)} ALTER COLUMN ${quoteName(name)}`;
  const type = body.type === undefined ? field.type : printFieldType(body.type);
  const retype = retypePiece(state, id, body, type);
  const answer = answerFor(state, "required-without-default", body.target, [body.field, `${label}.${printName([name])}`]);
  const becomesRequired = body.required === true && !field.required;
  const fill = becomesRequired ? (answer ?? body.default) : undefined;
  const check = body.values === undefined ? null : replaceValues(state, table, name, body.values);
  const fillRule: readonly DataRule[] =
    fill === undefined
      ? []
      : [{ kind: "fill", intent: id, object: label, from: [], to: [name], forward: { [name]: defaultSql(fill, type) }, backward: {} }];
  putField(state, table, name, {
    type,
    required: body.required ?? field.required,
    default: body.default === undefined ? field.default : scalarSql(body.default),
  });
  return {
    statements: [
      ...retype.statements,
      ...(body.default === undefined
        ? []
        : [body.default === null ? `${alter} DROP DEFAULT` : `${alter} SET DEFAULT ${defaultSql(body.default, type)}`]),
      ...(body.required === undefined ? [] : [`${alter} ${body.required ? "SET" : "DROP"} NOT NULL`]),
      ...(check?.statements ?? []),
      ...(body.comment === undefined ? [] : [commentSql(table, name, body.comment)]),
    ],
    rules: [...(retype.rules ?? []), ...fillRule],
    decisions: retype.decisions ?? [],
    remarks: retype.remarks ?? [],
    ids: [columnId(table, name), ...(check?.ids ?? []), ...(retype.ids ?? [])],
  };
}

function retypePiece(state: DesignState, id: string, body: IntentBody<"change-field">, type: string): Piece {
  const { table, name, field } = findField(state, body.field, id);
  if (body.type === undefined || type === field.type) return { statements: [] };
  const using = body.using ?? conversionSql(name, field.type, type);
  const alter = `ALTER TABLE ${sqlOfKnown(table)} ALTER COLUMN ${quoteName(name)}`;
  const inner = [
    ...(field.default === null ? [] : [`${alter} DROP DEFAULT`]),
    `${alter} TYPE ${type} USING ${using}`,
    ...(field.default === null ? [] : [`${alter} SET DEFAULT ${field.default}`]),
  ];
  const piece = aroundDependents(
    state,
    [columnId(table, name)],
    { table, expressions: { [name]: quoteName(name) }, newFields: [name] },
    inner,
  );
  const change = typeChange(field.type, type);
  const rules: readonly DataRule[] =
    body.using === undefined
      ? []
      : [
          {
            kind: "convert",
            intent: id,
            object: labelOfKnown(table),
            from: [name],
            to: [name],
            forward: { [name]: body.using },
            backward: { [name]: body.backward ?? conversionSql(name, type, field.type) },
          },
        ];
  const isInPlace = change === "widens-in-place";
  return {
    statements: piece.statements,
    remarks: (piece.remarks ?? []).filter((remark) => !remark.startsWith("breaks-dependents: the body")),
    ids: piece.ids ?? [],
    rules,
    decisions: [
      {
        slug: `type-of-${labelOfKnown(table).replaceAll(/[^a-z0-9]+/gi, "-")}-${name}`,
        title: `${labelOfKnown(table)}.${name} becomes ${type}`,
        intent: id,
        context: `It is ${field.type} now; the change ${change.replaceAll("-", " ")}.`,
        choice: isInPlace ? "Changed in place." : "A field of the new type grows beside the old one and takes its name at the end.",
        because: isInPlace
          ? ["The rows stay as they are on disk."]
          : ["Changing it in place would write every row anew while nobody can read the table."],
        rejected: isInPlace
          ? [{ alternative: "A companion field", reason: "Nothing is rewritten, so there is nothing to avoid." }]
          : [{ alternative: "ALTER COLUMN … TYPE at once", reason: "It blocks reads and writes for as long as the rewrite takes." }],
      },
    ],
  };
}

/** The check that named the old values gives way to one that names the new ones. */
function replaceValues(
  state: DesignState,
  table: KnownTable,
  field: string,
  values: readonly Scalar[],
): { readonly statements: readonly string[]; readonly ids: readonly string[] } {
  const now = `table:${labelOfKnown(table)}`;
  const old = state.current.objects.filter((object) => {
    if (object.kind !== "constraint" || object.parent !== now) return false;
    const constraint = define<ConstraintDefinition>(object);
    return (
      constraint.type === "check" &&
      constraint.columns.length === 1 &&
      constraint.columns[0] === field &&
      /= ANY|\bIN \(/.test(constraint.text)
    );
  });
  const fresh = valuesCheckSql(table, field, values);
  const drops = old.map(
    (object) => `ALTER TABLE ${sqlOfKnown(table)} DROP CONSTRAINT ${quoteName(define<ConstraintDefinition>(object).name)}`,
  );
  const name = old.length === 1 && old[0] !== undefined ? define<ConstraintDefinition>(old[0]).name : fresh.name;
  const add = fresh.sql.replace(`CONSTRAINT ${quoteName(fresh.name)} `, `CONSTRAINT ${quoteName(name)} `);
  return { statements: [...drops, add], ids: [`constraint:${labelOfKnown(table)}.${printName([name])}`] };
}
