import type { Intent } from "../model/intent.ts";
import type { Script } from "../model/migration.ts";
import type { Schema, Sizes } from "../model/schema.ts";
import type { ReviewQuery } from "./review/request.ts";

/** A place in the code that uses a touched name. `query`: the SQL found there, or null where an ORM is called. */
export interface CodeMention {
  readonly file: string;
  readonly line: number;
  /** Dotted label of the object or field it uses. */
  readonly name: string;
  readonly excerpt: string;
}
export interface Drift {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}
/** What is there, for one target: everything later steps rest on, so that they never look again. */
export interface Analysis {
  readonly target: string;
  readonly engine: string;
  readonly version: string;
  readonly variant: string | null;
  readonly origin: "migrations" | "schema-file" | "live" | "nothing";
  readonly format: string;
  readonly migrationsFolder: string;
  readonly base: readonly Script[];
  readonly seed: readonly Script[];
  /** Ids of the migrations that make the base, oldest first. */
  readonly baseIds: readonly string[];
  readonly schema: Schema;
  /** Dotted names of runner tables. */
  readonly ignore: readonly string[];
  /** Known of the target: configured or read live. */
  readonly sizes: Sizes;
  /** Rows on the shadow after the seed. */
  readonly shadowRows: Readonly<Record<string, number>>;
  readonly server: string;
  readonly drift: readonly Drift[];
  readonly mentions: readonly CodeMention[];
  readonly queries: readonly ReviewQuery[];
  /** Per touched name the ids of what depends on it in the schema. */
  readonly dependents: Readonly<Record<string, readonly string[]>>;
  /** Texts of files that intents name. */
  readonly files: Readonly<Record<string, string>>;
  /** The target's intents with full names, before answers are applied. */
  readonly intents: readonly Intent[];
}
