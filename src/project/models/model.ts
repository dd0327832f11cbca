/** A field of an ORM's model. `name` is the database's, `property` the code's. */
export interface ModelField {
  readonly name: string;
  readonly property: string;
  /** In the ORM's own words (`BigInt`, `varchar`). */
  readonly type: string;
  readonly dbType?: string;
  /** What the ORM makes of it on PostgreSQL, as that server prints types; absent: not known. */
  readonly columnType?: string;
  /** null: the ORM does not say (lists of Prisma). */
  readonly required: boolean | null;
  readonly default?: string;
  readonly line: number;
}
/** A property that leads to another object; `to` is that object's `codeName`. */
export interface ModelRelation {
  readonly property: string;
  readonly to: string;
}
/** By names of the database. `unique`: a constraint or a unique index over whole fields. */
export interface ModelKey {
  readonly kind: "primary" | "unique";
  readonly fields: readonly string[];
}
export type ReferenceAction = "no action" | "restrict" | "cascade" | "set null" | "set default";
/** `object`: dotted name as the model gives it; the actions are those that the ORM asks the database for. */
export interface ModelReference {
  readonly fields: readonly string[];
  readonly object: string;
  readonly targetFields: readonly string[];
  readonly onDelete: ReferenceAction;
  readonly onUpdate: ReferenceAction;
}
/** An index that is no key. Over whole fields; what is over expressions stands in `unread`. */
export interface ModelIndex {
  readonly fields: readonly string[];
  readonly unique: "yes" | "no";
  readonly partial: "yes" | "no";
}
export interface ModelObject {
  /** Dotted name of the table or view; without a schema where the model names none. */
  readonly name: string;
  readonly file: string;
  readonly line: number;
  /** How code reaches it: the client's accessor (`customer`), the exported constant (`customers`), or the class. */
  readonly codeName: string;
  readonly fields: readonly ModelField[];
  readonly relations: readonly ModelRelation[];
  readonly keys: readonly ModelKey[];
  readonly references: readonly ModelReference[];
  readonly indexes: readonly ModelIndex[];
  /** `partial`: some of it comes from elsewhere and could not be read; `unread` says what. */
  readonly coverage: "whole" | "partial";
  readonly unread: readonly string[];
}
export const orms = ["prisma", "drizzle", "typeorm", "sequelize", "sqlalchemy", "django", "rails"] as const;
export interface ModelSchema {
  readonly orm: (typeof orms)[number];
  /** As configured: a file or a folder, relative to the project. */
  readonly file: string;
  readonly objects: readonly ModelObject[];
}

/** What readers gather; the rest of an object follows from it. */
export interface ModelDraft {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly codeName: string;
  readonly fields: ModelField[];
  readonly relations: ModelRelation[];
  readonly keys: ModelKey[];
  readonly references: ModelReference[];
  readonly indexes: ModelIndex[];
  readonly unread: string[];
}

export function draftObject(place: Pick<ModelDraft, "name" | "file" | "line" | "codeName">): ModelDraft {
  return { ...place, fields: [], relations: [], keys: [], references: [], indexes: [], unread: [] };
}

/** Keys first; what is said twice (a unique field that is the key too, an index that a key makes) counts once. */
export function finishObject(draft: ModelDraft): ModelObject {
  const seen = new Set<string>();
  const once = (what: string): boolean => {
    if (seen.has(what)) return false;
    seen.add(what);
    return true;
  };
  const keys = [...draft.keys]
    .sort((a, b) => (a.kind === b.kind ? 0 : a.kind === "primary" ? -1 : 1))
    .filter(({ fields }) => once(`key ${fields.join("\0")}`));
  return {
    ...draft,
    keys,
    references: draft.references.filter(({ fields, object }) => once(`reference ${object}\0${fields.join("\0")}`)),
    indexes: draft.indexes.filter(({ fields, unique, partial }) => once(`index ${unique}${partial}\0${fields.join("\0")}`)),
    coverage: draft.unread.length === 0 ? "whole" : "partial",
  };
}
