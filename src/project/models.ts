import { join } from "node:path";
import { LeadError } from "../model/error.ts";
import type { FileText } from "../model/migration.ts";
import { inspectPath, listFiles, readText } from "./files.ts";
import { readDrizzleModel } from "./models/drizzle.ts";
import { readDjangoModel } from "./models/django.ts";
import { type ModelObject, type ModelSchema, orms } from "./models/model.ts";
import { readPrismaModel } from "./models/prisma.ts";
import { readRailsSchema } from "./models/rails.ts";
import { readSequelizeModel } from "./models/sequelize.ts";
import { readSqlalchemyModel } from "./models/sqlalchemy.ts";
import { readStructure } from "./models/structure.ts";
import { readTypeormModel } from "./models/typeorm.ts";

const codePath = /\.[cm]?[jt]s$/;
const tableCall = /\b(?:(?:pg|sqlite|mysql)Table(?:Creator)?|pgView|pgMaterializedView)\s*\(|\bpgSchema\s*\(/;

export { compareModel, type ModelDrift } from "./models/drift.ts";

type Reader = (files: readonly FileText[]) => readonly ModelObject[] | Promise<readonly ModelObject[]>;
/** How each ORM's files are told, and who reads them; the first that fits any of the files reads all of its kind. */
const readers: readonly { readonly orm: ModelSchema["orm"]; readonly path: RegExp; readonly holds: RegExp; readonly read: Reader }[] = [
  { orm: "prisma", path: /\.prisma$/, holds: /(?:)/, read: readPrismaModel },
  { orm: "rails", path: /\.rb$/, holds: /ActiveRecord::Schema\b/, read: (files) => files.flatMap(readRailsSchema) },
  { orm: "rails", path: /\.sql$/, holds: /CREATE TABLE/, read: (files) => files.flatMap(readStructure) },
  { orm: "django", path: /\.py$/, holds: /\bdjango\b[\s\S]*\bmodels\b/, read: readDjangoModel },
  { orm: "sqlalchemy", path: /\.py$/, holds: /__tablename__|\bsqlalchemy\b/, read: readSqlalchemyModel },
  { orm: "drizzle", path: codePath, holds: tableCall, read: readDrizzleModel },
  { orm: "typeorm", path: codePath, holds: /@Entity\s*\(/, read: readTypeormModel },
  { orm: "sequelize", path: codePath, holds: /\bDataTypes\b|\bsequelize\b/i, read: readSequelizeModel },
];

/**
 * Reads the model at a path of the project, a file or a folder of them: Prisma, Drizzle, TypeORM, Sequelize, SQLAlchemy, Django, or Rails
 * (`schema.rb`, `structure.sql`). Nothing of it is run; what cannot be read is named in `unread`. Throws `file-unreadable` or `schema-unreadable`.
 */
export async function readModel(root: string, path: string): Promise<ModelSchema> {
  const files = await loadModelFiles(root, path);
  for (const { orm, path: pattern, holds, read } of readers) {
    const own = files.filter((file) => pattern.test(file.path));
    if (own.some((file) => holds.test(file.text))) return { orm, file: path, objects: await read(own) };
  }
  // A file of Drizzle may hold no table yet.
  if (files.some((file) => codePath.test(file.path))) return { orm: "drizzle", file: path, objects: [] };
  throw new LeadError("schema-unreadable", `${path} holds no model of a known ORM (${[...new Set(orms)].join(", ")}).`);
}

async function loadModelFiles(root: string, path: string): Promise<readonly FileText[]> {
  const found = await inspectPath(join(root, path));
  if (found === null) throw new LeadError("file-unreadable", `There is no model at ${path}.`);
  const names = found.kind === "file" ? [path] : listFiles(join(root, path)).map((name) => `${path.replace(/\/+$/, "")}/${name}`);
  const files: FileText[] = [];
  for (const name of names)
    if (/\.(?:prisma|[cm]?[jt]s|py|rb|sql)$/.test(name) && !/\.(?:test|spec|d)\.[cm]?[jt]s$/.test(name))
      files.push({ path: name, text: await readText(join(root, name)) });
  return files;
}
