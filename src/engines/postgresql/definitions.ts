/**
 * What makes two PostgreSQL objects equal, per kind. Ids: `schema:app`, `extension:citext`, `enum:public.mood`, `sequence:public.s`, `table:public.t`,
 * `column:public.t.c`, `constraint:public.t.t_pkey`, `index:public.t_by_c`, `view:public.v`, `materialized-view:public.m`, `function:public.f(integer, text)`,
 * `trigger:public.t.audit`, `policy:public.t.own_rows`, `domain:public.email`, `grant:table:public.t/reader`, `owner:table:public.t`, `comment:column:public.t.c`.
 * Dotted names are printed by `printName`.
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
  /** Unlogged sequences exist since version 15. */
  readonly persistence: "permanent" | "unlogged";
  /** Id of the column that owns it (`serial`), or null. Identity sequences are part of their column. */
  readonly ownedBy: string | null;
}
export interface TableDefinition {
  readonly schema: string;
  readonly name: string;
  readonly persistence: "permanent" | "unlogged";
  /** `forced-off`: forced upon the owner too, once it is switched on. */
  readonly rowSecurity: "off" | "forced-off" | "on" | "forced";
  /** Storage parameters as the server keeps them (`fillfactor=70`, `toast.autovacuum_enabled=false`), sorted. */
  readonly options: readonly string[];
  /** `pg_get_partkeydef`: `RANGE (at)`. */
  readonly partitionBy: string | null;
  /** Id of the partitioned table that it is a part of, and the server's own spelling of its bound (`FOR VALUES IN (1)`, `DEFAULT`). */
  readonly partitionOf: { readonly table: string; readonly bound: string } | null;
  /** Ids of the tables it inherits from, in order; partitions have none. */
  readonly inherits: readonly string[];
  /** The composite type that it is made of (`CREATE TABLE … OF`), as printed. */
  readonly ofType: string | null;
  /** `index`: the index that carries the mark says so itself. */
  readonly replicaIdentity: "default" | "full" | "nothing" | "index";
  readonly tablespace: string | null;
  /** Null: the server's default. */
  readonly accessMethod: string | null;
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
  /** What the NOT NULL says beyond that (version 18): a name of its own, not proven for old rows, not for children. Null: nothing. */
  readonly notNullRule: { readonly name: string | null; readonly validated: boolean; readonly inherits: boolean } | null;
  readonly default: string | null;
  readonly identity: IdentityDefinition | null;
  readonly generated: { readonly expression: string; readonly kind: "stored" | "virtual" } | null;
  /** Null: the type's own collation. */
  readonly collation: string | null;
  /** Null: the type's own. */
  readonly storage: "plain" | "external" | "extended" | "main" | null;
  readonly compression: "pglz" | "lz4" | null;
  /** Null: `default_statistics_target`. */
  readonly statistics: number | null;
  /** `n_distinct=100`, sorted. */
  readonly options: readonly string[];
  /** A column that comes from a parent table is an object only where it says something else than the parent's. */
  readonly inherited: boolean;
}
/** What an index carries for its table; constraints have it from the index behind them. */
export interface IndexMarks {
  readonly replicaIdentity: boolean;
  /** `CLUSTER ON`. */
  readonly clustered: boolean;
}
export interface ConstraintDefinition extends IndexMarks {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly type: "primary" | "unique" | "foreign" | "check" | "exclusion";
  /** `pg_get_constraintdef` without NOT VALID, with storage parameters and tablespace of its index. */
  readonly text: string;
  readonly columns: readonly string[];
  /** Id of the table referred to, and its columns. */
  readonly references: { readonly table: string; readonly columns: readonly string[] } | null;
  readonly validated: boolean;
  /** False: NOT ENFORCED (version 18). */
  readonly enforced: boolean;
  /** A key of a partitioned table that its partitions do not all have (yet): made with ALTER TABLE ONLY. */
  readonly only: boolean;
  /** Name, in the same schema, of the index of such a key that this one is attached to. */
  readonly attachedTo: string | null;
}
export interface IndexDefinition extends IndexMarks {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  /** `pg_get_indexdef` with its tablespace: `CREATE INDEX name ON ONLY? schema.table USING …`. Indexes of constraints are not objects of their own. */
  readonly text: string;
  readonly unique: boolean;
  readonly valid: boolean;
  /** Statistics targets of expressions, by position from 1. */
  readonly statistics: readonly { readonly column: number; readonly target: number }[];
  /** Dotted name of the index of the partitioned table that it is attached to, where that one does not attach by itself. */
  readonly attachedTo: string | null;
}
export interface ViewDefinition {
  readonly schema: string;
  readonly name: string;
  /** `pg_get_viewdef` without the final semicolon. */
  readonly query: string;
  readonly options: readonly string[];
  readonly columns: readonly string[];
  /** Defaults of columns (of views), by column. */
  readonly defaults: readonly { readonly column: string; readonly default: string }[];
  /** Of materialized views. */
  readonly tablespace: string | null;
  readonly accessMethod: string | null;
}
export interface ParameterDefinition {
  readonly name: string;
  readonly mode: "in" | "out" | "inout" | "variadic" | "table";
  readonly type: string;
}
export interface FunctionDefinition {
  readonly schema: string;
  readonly name: string;
  /** `pg_get_function_identity_arguments`. */
  readonly arguments: string;
  readonly kind: "function" | "procedure";
  readonly language: string;
  readonly returns: string | null;
  readonly parameters: readonly ParameterDefinition[];
  /** How many of the last parameters that are given have a default. */
  readonly defaults: number;
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
/** Who owns an object that does not belong to whoever looks at it. */
export interface OwnerDefinition {
  readonly on: string;
  /** How ALTER names it: `TABLE public.t`. */
  readonly target: string;
  readonly owner: string;
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
