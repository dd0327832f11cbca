import { z } from "zod";

const name = z.string().min(1);
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const base = { target: name };
const fieldShape = {
  type: name,
  required: z.boolean().optional(),
  values: z.array(scalar).min(1).optional(),
  default: scalar.optional(),
  comment: z.string().optional(),
};
const objectField = z.strictObject({
  ...fieldShape,
  key: z.boolean().optional(),
  generated: z.boolean().optional(),
  unique: z.boolean().optional(),
  /** Dotted name of the field referred to. */
  references: name.optional(),
});

/** The body of each intent, by its word. Names are dotted; expressions are the engine's own. */
export const intentBodies = {
  "add-field": z.strictObject({ ...base, field: name, ...fieldShape, unique: z.boolean().optional(), references: name.optional() }),
  "rename-field": z.strictObject({ ...base, field: name, to: name }),
  "change-field": z.strictObject({
    ...base,
    field: name,
    type: name.optional(),
    required: z.boolean().optional(),
    default: scalar.optional(),
    values: z.array(scalar).min(1).optional(),
    using: z.string().optional(),
    backward: z.string().optional(),
    comment: z.string().optional(),
  }),
  "drop-field": z.strictObject({ ...base, field: name }),
  "split-field": z.strictObject({
    ...base,
    field: name,
    into: z.array(name).min(2),
    /** Which of them may be empty; none where the field itself is required, else all. */
    optional: z.array(name).optional(),
    forward: z.record(name, z.string()),
    backward: z.string(),
    type: name.optional(),
  }),
  "merge-fields": z.strictObject({
    ...base,
    object: name,
    fields: z.array(name).min(2),
    into: name,
    type: name.optional(),
    forward: z.string(),
    backward: z.record(name, z.string()),
  }),
  "move-field": z.strictObject({ ...base, field: name, to: name, join: z.string() }),
  "add-object": z.strictObject({
    ...base,
    object: name,
    fields: z.record(name, objectField),
    unique: z.array(z.array(name).min(1)).optional(),
    comment: z.string().optional(),
  }),
  "drop-object": z.strictObject({ ...base, object: name }),
  "rename-object": z.strictObject({ ...base, object: name, to: name }),
  "add-reference": z.strictObject({
    ...base,
    field: name,
    references: name,
    "on-delete": z.enum(["restrict", "cascade", "set-null", "no-action"]).optional(),
  }),
  "add-index": z.strictObject({
    ...base,
    object: name,
    fields: z.array(name).min(1),
    unique: z.boolean().optional(),
    name: name.optional(),
    where: z.string().optional(),
    "access-pattern": name.optional(),
  }),
  "add-rule": z.strictObject({ ...base, object: name, name: name.optional(), rule: z.string().min(1) }),
  "seed-data": z.strictObject({ ...base, object: name, rows: z.array(z.record(name, scalar)).min(1), key: z.array(name).min(1) }),
  query: z.strictObject({
    ...base,
    text: z.string().min(1),
    query: z.string().optional(),
    "access-pattern": name.optional(),
    examples: z.array(z.strictObject({ given: z.string().optional(), returns: z.array(z.record(name, scalar)) })).optional(),
  }),
  /** What is slow: a query, an access pattern's, or those of the code that use an object. `at-most-percent`: what it may cost afterwards, of before. */
  tune: z.strictObject({
    ...base,
    text: z.string().min(1),
    query: name.optional(),
    "access-pattern": name.optional(),
    object: name.optional(),
    "at-most-percent": z.number().int().min(1).max(95).optional(),
  }),
  secure: z.strictObject({
    ...base,
    object: name.optional(),
    text: z.string().min(1),
    role: name.optional(),
    privileges: z.array(name).optional(),
  }),
  "adopt-schema": z.strictObject({ ...base, file: name }),
  other: z.strictObject({ target: name.optional(), text: z.string().min(1) }),
} as const;

type Bodies = typeof intentBodies;
export type IntentKind = keyof Bodies;
export const intentKinds: readonly IntentKind[] = Object.keys(intentBodies) as IntentKind[];

type IntentOf<Kind extends IntentKind> = { readonly id: string; readonly kind: Kind; readonly body: Readonly<z.infer<Bodies[Kind]>> };
/** One engine-neutral wish, `kind` telling what `body` holds. */
export type Intent = { readonly [Kind in IntentKind]: IntentOf<Kind> }[IntentKind];
export type IntentBody<Kind extends IntentKind> = IntentOf<Kind>["body"];
export type ObjectFieldSpec = z.infer<typeof objectField>;
