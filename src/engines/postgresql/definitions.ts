/**
 * What makes two PostgreSQL objects equal, per kind. Ids: `schema:app`, `extension:citext`, `enum:public.mood`, `sequence:public.s`, `table:public.t`,
 * `column:public.t.c`, `constraint:public.t.t_pkey`, `index:public.t_by_c`, `view:public.v`, `materialized-view:public.m`, `function:public.f(integer, text)`,
 * `trigger:public.t.audit`, `policy:public.t.own_rows`, `domain:public.email`, `grant:table:public.t/reader`, `comment:column:public.t.c`. Dotted names are printed by `printName`.
 * Texts come from the server's own printer (`pg_get_constraintdef` …), so equal meaning prints equally. Positions and oids are never part of a definition.
 */
export interface SchemaDefinition {
  readonly name: string;
}
export interface ExtensionDefinition {
  readonly name: string;
  readonly schema: string;
}
export interface EnumDefinition {
  readonly schema: string;
  readonly name: string;
  readonly labels: readonly string[];
}
export interface SequenceDefinition {
  readonly schema: string;
  readonly name: string;
  readonly type: string;
  readonly start: string;
  readonly increment: string;
  readonly minimum: string;
  readonly maximum: string;
  readonly cache: string;
  readonly cycles: boolean;
  /** Id of the column that owns it (`serial`), or null. Identity sequences are part of their column. */
  readonly ownedBy: string | null;
}
export interface TableDefinition {
  readonly schema: string;
  readonly name: string;
  readonly persistence: "permanent" | "unlogged";
  readonly rowSecurity: "off" | "on" | "forced";
  /** Storage parameters as the server keeps them (`fillfactor=70`), sorted. */
  readonly options: readonly string[];
}
export interface IdentityDefinition {
  readonly kind: "always" | "by default";
  readonly start: string;
  readonly increment: string;
  readonly minimum: string;
  readonly maximum: string;
  readonly cache: string;
  readonly cycles: boolean;
}
export interface ColumnDefinition {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  /** `format_type` with modifiers. */
  readonly type: string;
  readonly notNull: boolean;
  readonly default: string | null;
  readonly identity: IdentityDefinition | null;
  readonly generated: { readonly expression: string; readonly kind: "stored" | "virtual" } | null;
  /** Null: the type's own collation. */
  readonly collation: string | null;
}
export interface ConstraintDefinition {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly type: "primary" | "unique" | "foreign" | "check" | "exclusion";
  /** `pg_get_constraintdef` without NOT VALID. */
  readonly text: string;
  readonly columns: readonly string[];
  /** Id of the table referred to, and its columns. */
  readonly references: { readonly table: string; readonly columns: readonly string[] } | null;
  readonly validated: boolean;
}
export interface IndexDefinition {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  /** `pg_get_indexdef`: `CREATE INDEX name ON ONLY? schema.table USING …`. Indexes of constraints are not objects of their own. */
  readonly text: string;
  readonly unique: boolean;
  readonly valid: boolean;
}
export interface ViewDefinition {
  readonly schema: string;
  readonly name: string;
  /** `pg_get_viewdef` without the final semicolon. */
  readonly query: string;
  readonly options: readonly string[];
  readonly columns: readonly string[];
}
export interface FunctionDefinition {
  readonly schema: string;
  readonly name: string;
  /** `pg_get_function_identity_arguments`. */
  readonly arguments: string;
  readonly kind: "function" | "procedure";
  readonly language: string;
  readonly returns: string | null;
  /** `pg_get_functiondef`: CREATE OR REPLACE … */
  readonly text: string;
}
export interface TriggerDefinition {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  /** `pg_get_triggerdef`. */
  readonly text: string;
  /** Id of the function it calls. */
  readonly function: string;
  readonly enabled: "origin" | "disabled" | "replica" | "always";
}
export interface PolicyDefinition {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly command: "ALL" | "SELECT" | "INSERT" | "UPDATE" | "DELETE";
  readonly permissive: boolean;
  readonly roles: readonly string[];
  readonly using: string | null;
  readonly check: string | null;
}
export interface GrantDefinition {
  /** Id of the object granted on. */
  readonly on: string;
  /** How GRANT names it: `TABLE public.t`, `SCHEMA app`, `FUNCTION public.f(integer)`, `SEQUENCE public.s`, `TYPE public.mood`. */
  readonly target: string;
  readonly grantee: string;
  /** Sorted; with ` WITH GRANT OPTION` appended where grantable; a column list as `SELECT (a, b)`. */
  readonly privileges: readonly string[];
}
export interface CommentDefinition {
  readonly on: string;
  /** How COMMENT ON names it: `COLUMN public.t.c`. */
  readonly target: string;
  readonly text: string;
}

export interface DomainDefinition {
  readonly schema: string;
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
  readonly default: string | null;
  readonly collation: string | null;
  /** By name; `text` from `pg_get_constraintdef`. */
  readonly checks: readonly { readonly name: string; readonly text: string }[];
}
