import type { IntentBody } from "../../../model/intent.ts";
import { printName } from "../../../model/name.ts";
import { LeadError } from "../../../model/error.ts";
import type { DataRule, Decision } from "../../engine.ts";
import { printFieldType } from "../field-type.ts";
import { quoteName } from "../quote.ts";
import { aroundDependents } from "./dependents.ts";
import type { Piece } from "./piece.ts";
import {
  baseIdOf,
  columnId,
  type DesignState,
  findField,
  findTable,
  type KnownTable,
  labelOfKnown,
  putField,
  splitField,
  sqlOfKnown,
} from "./state.ts";

export function splitFieldInto(state: DesignState, id: string, body: IntentBody<"split-field">): Piece {
  const { table, name, field } = findField(state, body.field, id);
  const type = body.type === undefined ? field.type : printFieldType(body.type);
  const missing = body.into.filter((part) => body.forward[part] === undefined);
  if (missing.length > 0) throw new LeadError("requirement-invalid", `Intent ${id}: forward says nothing about ${missing.join(", ")}.`);
  const base = baseIdOf(state, columnId(table, name));
  const isRequired = (part: string): boolean => field.required && body.optional?.includes(part) !== true;
  const keepsName = body.into.includes(name);
  const sql = sqlOfKnown(table);
  // The desired schema is made on a copy without rows: fields may come required at once.
  const inner = [
    ...(keepsName ? [`ALTER TABLE ${sql} DROP COLUMN ${quoteName(name)}`] : []),
    ...body.into.map((part) => `ALTER TABLE ${sql} ADD COLUMN ${quoteName(part)} ${type}${isRequired(part) ? " NOT NULL" : ""}`),
    ...(keepsName ? [] : [`ALTER TABLE ${sql} DROP COLUMN ${quoteName(name)}`]),
  ];
  const piece = aroundDependents(
    state,
    [columnId(table, name)],
    { table, expressions: { [name]: body.backward }, newFields: body.into },
    inner,
  );
  putField(state, table, name, null);
  for (const part of body.into)
    putField(state, state.tables.get(labelOfKnown(table)) ?? table, part, { type, required: isRequired(part), default: null });
  const rule: DataRule = {
    kind: "split",
    intent: id,
    object: labelOfKnown(table),
    from: [name],
    to: body.into,
    forward: body.forward,
    backward: { [name]: body.backward },
  };
  return {
    statements: piece.statements,
    rules: [rule],
    decisions: [reshapeDecision(id, `${labelOfKnown(table)}.${name}`, `${body.into.join(" and ")} take the place of ${name}`)],
    remarks: [
      ...(piece.remarks ?? []),
      ...(field.default === null ? [] : [`${labelOfKnown(table)}.${name} has a default; its parts have none.`]),
    ],
    ids: [base, ...body.into.map((part) => columnId(table, part)), ...(piece.ids ?? [])],
  };
}

export function mergeFields(state: DesignState, id: string, body: IntentBody<"merge-fields">): Piece {
  const table = findTable(state, body.object, id);
  const parts = body.fields.map((field) => findField(state, `${labelOfKnown(table)}.${printName([field])}`, id));
  const missing = parts.filter((part) => body.backward[part.name] === undefined);
  if (missing.length > 0)
    throw new LeadError("requirement-invalid", `Intent ${id}: backward says nothing about ${missing.map((part) => part.name).join(", ")}.`);
  const type = body.type === undefined ? (parts[0]?.field.type ?? "text") : printFieldType(body.type);
  const required = parts.every((part) => part.field.required);
  const bases = parts.map((part) => baseIdOf(state, columnId(table, part.name)));
  const sql = sqlOfKnown(table);
  const add = `ALTER TABLE ${sql} ADD COLUMN ${quoteName(body.into)} ${type}${required ? " NOT NULL" : ""}`;
  const drops = parts.map((part) => `ALTER TABLE ${sql} DROP COLUMN ${quoteName(part.name)}`);
  const inner = body.fields.includes(body.into) ? [...drops, add] : [add, ...drops];
  const piece = aroundDependents(
    state,
    parts.map((part) => columnId(table, part.name)),
    { table, expressions: body.backward, newFields: [body.into] },
    inner,
  );
  for (const part of parts) putField(state, state.tables.get(labelOfKnown(table)) ?? table, part.name, null);
  putField(state, state.tables.get(labelOfKnown(table)) ?? table, body.into, { type, required, default: null });
  const names = parts.map((part) => part.name);
  const rule: DataRule = {
    kind: "merge",
    intent: id,
    object: labelOfKnown(table),
    from: names,
    to: [body.into],
    forward: { [body.into]: body.forward },
    backward: body.backward,
  };
  return {
    statements: piece.statements,
    rules: [rule],
    decisions: [reshapeDecision(id, `${labelOfKnown(table)}.${body.into}`, `${body.into} takes the place of ${names.join(" and ")}`)],
    remarks: piece.remarks ?? [],
    ids: [...bases, columnId(table, body.into), ...(piece.ids ?? [])],
  };
}

/** A field moves to another object; `to` names the object or the field there. */
export function moveField(state: DesignState, id: string, body: IntentBody<"move-field">): Piece {
  const { table, name, field } = findField(state, body.field, id);
  const goal = findGoal(state, id, body.to, name);
  const base = baseIdOf(state, columnId(table, name));
  const inner = [
    `ALTER TABLE ${sqlOfKnown(goal.table)} ADD COLUMN ${quoteName(goal.name)} ${field.type}`,
    `ALTER TABLE ${sqlOfKnown(table)} DROP COLUMN ${quoteName(name)}`,
  ];
  const piece = aroundDependents(state, [columnId(table, name)], { table, expressions: { [name]: "" }, newFields: [] }, inner);
  putField(state, table, name, null);
  putField(state, state.tables.get(labelOfKnown(goal.table)) ?? goal.table, goal.name, { ...field, required: false });
  const [from, to] = [`${labelOfKnown(table)}.${printName([name])}`, `${labelOfKnown(goal.table)}.${printName([goal.name])}`];
  const rule: DataRule = {
    kind: "move",
    intent: id,
    object: labelOfKnown(table),
    from: [from],
    to: [to],
    forward: { join: body.join },
    backward: {},
  };
  return {
    statements: piece.statements,
    rules: [rule],
    remarks: [...(piece.remarks ?? []), `${to} may be empty: rows that the join does not reach have no value.`],
    ids: [base, columnId(goal.table, goal.name), ...(piece.ids ?? [])],
  };
}

function findGoal(state: DesignState, id: string, to: string, name: string): { readonly table: KnownTable; readonly name: string } {
  try {
    return { table: findTable(state, to, id), name };
  } catch {
    return splitField(state, to, id);
  }
}

function reshapeDecision(intent: string, field: string, title: string): Decision {
  return {
    slug: `reshape-${field.replaceAll(/[^a-z0-9]+/gi, "-")}`,
    title,
    intent,
    context: "Code that runs now uses the old fields; the requirement gives the rule and its inverse.",
    choice: "Both sides live beside each other, each filled from the other, until nobody uses the old one.",
    because: ["The declared inverse is tested on the rows before anything is taken away.", "Each phase can be undone by itself."],
    rejected: [
      {
        alternative: "One migration that converts and drops",
        reason: "It rewrites the table under a lock and breaks the release that runs.",
      },
    ],
  };
}
