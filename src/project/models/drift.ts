import { parseName, printName } from "../../model/name.ts";
import { type Field, locateObject, type Outline, type Schema } from "../../model/schema.ts";
import type { ModelField, ModelObject, ModelSchema } from "./model.ts";

/** A disagreement between an ORM's model and a schema, at the model's file and line. `field` is null where the whole object disagrees. */
export interface ModelDrift {
  readonly kind:
    | "object-only-in-model"
    | "object-only-in-schema"
    | "field-only-in-model"
    | "field-only-in-schema"
    | "required-differs"
    | "type-differs"
    | "key-differs"
    | "reference-differs";
  readonly object: string;
  readonly field: string | null;
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** Where a model and a schema disagree. Tables without any key, and `ignored` names, are not asked of the model; what the model does not tell is not compared. */
export function compareModel(model: ModelSchema, schema: Schema, ignored: readonly string[] = []): readonly ModelDrift[] {
  const seen = new Set<string>();
  const drift = model.objects.flatMap((object) => {
    const outline = findOutline(schema, object.name);
    if (outline === undefined)
      return [describe(object, object.line, null, "object-only-in-model", `${object.name} stands in the model, not in the schema.`)];
    seen.add(outline.label);
    const fromModel = object.fields.flatMap((field) => compareField(object, field, outline, schema));
    const missing =
      object.coverage === "partial"
        ? []
        : outline.fields.filter((field) => !object.fields.some((candidate) => candidate.name === field.name));
    return [
      ...fromModel,
      ...missing.map(({ name }) =>
        describe(object, object.line, name, "field-only-in-schema", `${object.name}.${name} stands in the schema, not in the model.`),
      ),
      ...compareKeys(object, outline),
      ...compareReferences(object, outline, schema),
    ];
  });
  const rest = schema.objects.flatMap(({ outline }): readonly ModelDrift[] => {
    if (outline === undefined || outline.keys.length === 0 || seen.has(outline.label)) return [];
    if (ignored.some((name) => outline.label === name || outline.label.endsWith(`.${name}`))) return [];
    const message = `${outline.label} stands in the schema, not in the model.`;
    return [{ kind: "object-only-in-schema", object: outline.label, field: null, file: model.file, line: 1, message }];
  });
  return [...drift, ...rest];
}

function findOutline(schema: Schema, name: string): Outline | undefined {
  const located = locateObject(schema, name);
  return (located.find((candidate) => candidate.outline.label === `public.${name}`) ?? located[0])?.outline;
}

function compareField(object: ModelObject, field: ModelField, outline: Outline, schema: Schema): readonly ModelDrift[] {
  const name = `${object.name}.${field.name}`;
  const actual = outline.fields.find((candidate) => candidate.name === field.name);
  if (actual === undefined)
    return [describe(object, field.line, field.name, "field-only-in-model", `${name} stands in the model, not in the schema.`)];
  const drift: ModelDrift[] = [];
  if (field.required !== null && field.required !== actual.required) {
    const message = field.required
      ? `${name} is required in the model, but the schema allows its absence.`
      : `${name} is optional in the model, but required in the schema.`;
    drift.push(describe(object, field.line, field.name, "required-differs", message));
  }
  const type = schema.engine === "postgresql" ? differingType(field, actual) : null;
  if (type !== null)
    drift.push(
      describe(object, field.line, field.name, "type-differs", `${name} is ${type} in the model, but ${actual.type} in the schema.`),
    );
  return drift;
}

/** The model's type where it is another one than the schema's. A schema before a type's name is the model's to leave out. */
function differingType(field: ModelField, actual: Field): string | null {
  if (field.columnType === undefined) return null;
  // Six digits are what a time has where nothing is said.
  const bare = (type: string): string => type.replace(/^(time|timestamp)\(6\)/, "$1").replace(/^(?:"[^"]+"|\w+)\.(?=["\w])/, "");
  return bare(field.columnType) === bare(actual.type) ? null : field.columnType;
}

/** Primary keys only: a unique field may be unique through an index, which an outline does not tell. */
function compareKeys(object: ModelObject, outline: Outline): readonly ModelDrift[] {
  const [wanted, actual] = [object.keys, outline.keys].map((keys) => keys.find(({ kind }) => kind === "primary")?.fields);
  if (wanted === undefined || outline.keys.length === 0 || wanted.join("\0") === actual?.join("\0")) return [];
  const message = `The key of ${object.name} is (${wanted.join(", ")}) in the model, but ${actual === undefined ? "there is none" : `(${actual.join(", ")})`} in the schema.`;
  return [describe(object, object.line, null, "key-differs", message)];
}

function compareReferences(object: ModelObject, outline: Outline, schema: Schema): readonly ModelDrift[] {
  const target = (name: string): string => findOutline(schema, name)?.label ?? printName(parseName(name));
  const print = (fields: readonly string[], to: string, targets: readonly string[]): string =>
    `(${fields.join(", ")}) to ${to} (${targets.join(", ")})`;
  const wanted = object.references.map((one) => print(one.fields, target(one.object), one.targetFields));
  const actual = outline.references.map((one) => print(one.fields, one.object, one.targetFields));
  const onlyWanted = wanted.filter((text) => !actual.includes(text));
  const onlyActual = object.coverage === "partial" ? [] : actual.filter((text) => !wanted.includes(text));
  return [
    ...onlyWanted.map((text) => `${object.name} refers ${text} in the model, not in the schema.`),
    ...onlyActual.map((text) => `${object.name} refers ${text} in the schema, not in the model.`),
  ].map((message) => describe(object, object.line, null, "reference-differs", message));
}

function describe(object: ModelObject, line: number, field: string | null, kind: ModelDrift["kind"], message: string): ModelDrift {
  return { kind, object: object.name, field, file: object.file, line, message };
}
