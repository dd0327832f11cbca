import type { Schema } from "../../model/schema.ts";
import { isOwn, type RawSchema, schemaOf } from "./normalize.ts";
import { type SampleBounds, sampleShape, usualBounds } from "./sample.ts";
import type { Document, SampledShape } from "./schema.ts";
import { readError, type Session } from "./session.ts";

/** Collections that are read at once. */
const sideBySide = 4;

/** Reads the schema of a session's database with the sampled shape of each collection. Throws what the driver throws. */
export async function introspect(session: Session, version: string, bounds: SampleBounds = usualBounds): Promise<Schema> {
  return schemaOf(await readRawSchema(session, bounds), version);
}

async function readRawSchema(session: Session, bounds: SampleBounds): Promise<RawSchema> {
  const collections = await session.list({ listCollections: 1, cursor: {} });
  const names = collections.filter((one) => !isOwn(String(one["name"])));
  const read = await mapSideBySide(names, async (one) => readContent(session, one, bounds));
  const accounts = await readAccounts(session);
  return {
    database: session.database,
    collections,
    indexes: Object.fromEntries(read.flatMap(({ name, indexes }) => (indexes === null ? [] : [[name, indexes] as const]))),
    shapes: Object.fromEntries(read.flatMap(({ name, shape }) => (shape === null ? [] : [[name, shape] as const]))),
    ...accounts,
    unmodelled: [
      ...(collections.some((one) => one["name"] === "system.js") ? ["stored functions (system.js)"] : []),
      ...accounts.unmodelled,
    ],
  };
}

interface Content {
  readonly name: string;
  readonly indexes: readonly Document[] | null;
  readonly shape: SampledShape | null;
}

async function readContent(session: Session, collection: Document, bounds: SampleBounds): Promise<Content> {
  const name = String(collection["name"]);
  if (collection["type"] === "view") return { name, indexes: null, shape: null };
  const indexes = await session.list({ listIndexes: name, cursor: {} }).catch((error: unknown) => {
    // Dropped in the meantime.
    if (readError(error).codeName === "NamespaceNotFound") return null;
    throw error;
  });
  return { name, indexes, shape: bounds.documents === 0 ? null : await sampleShape(session, name, bounds) };
}

/** Users and roles of this database; who may not see them is told so. */
async function readAccounts(session: Session): Promise<Pick<RawSchema, "users" | "roles" | "unmodelled">> {
  try {
    const users = await session.run({ usersInfo: 1, showCredentials: false });
    const roles = await session.run({ rolesInfo: 1, showPrivileges: true, showAuthenticationRestrictions: true });
    return { users: documentsOf(users["users"]), roles: documentsOf(roles["roles"]), unmodelled: [] };
  } catch (error) {
    const { codeName } = readError(error);
    if (codeName !== "Unauthorized") throw error;
    return { users: [], roles: [], unmodelled: ["users and roles (the account lacks viewUser and viewRole)"] };
  }
}

function documentsOf(value: unknown): readonly Document[] {
  return Array.isArray(value) ? (value as readonly Document[]) : [];
}

export async function mapSideBySide<Item, Result>(
  items: readonly Item[],
  make: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (let at = 0; at < items.length; at += sideBySide) results.push(...(await Promise.all(items.slice(at, at + sideBySide).map(make))));
  return results;
}
