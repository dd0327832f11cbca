import { join } from "node:path";
import { LeadError } from "../model/error.ts";
import type { FileText } from "../model/migration.ts";
import { locateObject, type Schema } from "../model/schema.ts";
import { inspectPath, listFiles, readText } from "./files.ts";
import { readDrizzleModel } from "./models/drizzle.ts";
import type { ModelField, ModelObject, ModelSchema } from "./models/model.ts";
import { readPrismaModel } from "./models/prisma.ts";

/** A disagreement between an ORM's model and a schema, at the model's file and line. `field` is null where the whole object disagrees. */
export interface ModelDrift {
  readonly kind: "object-only-in-model" | "object-only-in-schema" | "field-only-in-model" | "field-only-in-schema" | "required-differs";
  readonly object: string;
  readonly field: string | null;
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** Reads the model at a path of the project: a `.prisma` or a Drizzle `.ts` file, or a folder of them. Throws `file-unreadable` or `schema-unreadable`. */
export async function readModel(root: string, path: string): Promise<ModelSchema> {
  const files = await loadModelFiles(root, path);
  const prisma = files.filter((file) => file.path.endsWith(".prisma"));
  if (prisma.length > 0) return { orm: "prisma", file: path, objects: readPrismaModel(prisma) };
  const drizzle = files.filter((file) => /\.[cm]?[jt]s$/.test(file.path));
  if (drizzle.length === 0) throw new LeadError("schema-unreadable", `${path} holds no Prisma schema and no Drizzle tables.`);
  return { orm: "drizzle", file: path, objects: await readDrizzleModel(drizzle) };
}

/** Where a model and a schema disagree. Tables without any key, and `ignored` names, are not asked of the model. */
export function compareModel(model: ModelSchema, schema: Schema, ignored: readonly string[] = []): readonly ModelDrift[] {
  const seen = new Set<string>();
  const drift = model.objects.flatMap((object) => {
    const located = locateObject(schema, object.name);
    const outline = (located.find((candidate) => candidate.outline.label === `public.${object.name}`) ?? located[0])?.outline;
    if (outline === undefined)
      return [describe(object, object.line, null, "object-only-in-model", `${object.name} stands in the model, not in the schema.`)];
    seen.add(outline.label);
    const fromModel = object.fields.flatMap((field) =>
      compareField(
        object,
        field,
        outline.fields.find((candidate) => candidate.name === field.name),
      ),
    );
    const missing =
      object.coverage === "partial"
        ? []
        : outline.fields.filter((field) => !object.fields.some((candidate) => candidate.name === field.name));
    return [
      ...fromModel,
      ...missing.map(({ name }) =>
        describe(object, object.line, name, "field-only-in-schema", `${object.name}.${name} stands in the schema, not in the model.`),
      ),
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

function compareField(object: ModelObject, field: ModelField, actual: { readonly required: boolean } | undefined): readonly ModelDrift[] {
  const name = `${object.name}.${field.name}`;
  if (actual === undefined)
    return [describe(object, field.line, field.name, "field-only-in-model", `${name} stands in the model, not in the schema.`)];
  if (field.required === null || field.required === actual.required) return [];
  const message = field.required
    ? `${name} is required in the model, but the schema allows its absence.`
    : `${name} is optional in the model, but required in the schema.`;
  return [describe(object, field.line, field.name, "required-differs", message)];
}

function describe(object: ModelObject, line: number, field: string | null, kind: ModelDrift["kind"], message: string): ModelDrift {
  return { kind, object: object.name, field, file: object.file, line, message };
}

async function loadModelFiles(root: string, path: string): Promise<readonly FileText[]> {
  const found = await inspectPath(join(root, path));
  if (found === null) throw new LeadError("file-unreadable", `There is no model at ${path}.`);
  const names = found.kind === "file" ? [path] : listFiles(join(root, path)).map((name) => `${path.replace(/\/+$/, "")}/${name}`);
  const files: FileText[] = [];
  for (const name of names) if (/\.(?:prisma|[cm]?[jt]s)$/.test(name)) files.push({ path: name, text: await readText(join(root, name)) });
  return files;
}
