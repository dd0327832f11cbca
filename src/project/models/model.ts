/** A field of an ORM's model. `name` is the database's, `property` the code's. */
export interface ModelField {
  readonly name: string;
  readonly property: string;
  /** In the ORM's own words (`BigInt`, `varchar`). */
  readonly type: string;
  readonly dbType?: string;
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
export interface ModelObject {
  /** Dotted name of the table or view; without a schema where the model names none. */
  readonly name: string;
  readonly file: string;
  readonly line: number;
  /** How code reaches it: the client's accessor (`customer`), or the exported constant (`customers`). */
  readonly codeName: string;
  readonly fields: readonly ModelField[];
  readonly relations: readonly ModelRelation[];
  /** `partial`: some of its fields come from elsewhere and could not be read. */
  readonly coverage: "whole" | "partial";
}
export interface ModelSchema {
  readonly orm: "prisma" | "drizzle";
  /** As configured: a file or a folder, relative to the project. */
  readonly file: string;
  readonly objects: readonly ModelObject[];
}
