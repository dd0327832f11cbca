import type { Change } from "../model/change.ts";
import type { Finding } from "../model/finding.ts";
import type { HazardKind } from "../model/hazard.ts";
import type { Intent } from "../model/intent.ts";
import type { FormatCapabilities, Script } from "../model/migration.ts";
import type { Limits, Plan, TransactionScope } from "../model/plan.ts";
import type { Answer } from "../model/question.ts";
import type { AccessPattern } from "../model/requirement.ts";
import type { Schema, SchemaObject, Sizes } from "../model/schema.ts";
import type { Patience, Rates } from "./estimate.ts";
import type { Connection, ConnectRequest } from "./connection.ts";
import type { RehearsalProvider } from "./rehearsal.ts";
import type { RowProof } from "./row-proof.ts";
import type { Rule } from "./rule.ts";
import type { ShadowProvider } from "./shadow.ts";
import type { CandidateIndex, Tuner } from "./tune.ts";

/** What an engine can do, as data; nobody above an engine asks which one it is. */
export interface Capabilities {
  readonly schemaChangesInTransaction: "yes" | "some" | "no";
  /** Whether a running system can be changed without stopping it (locks held for moments only). */
  readonly onlineChanges: boolean;
  /** Whether the first write makes the object that it names: then rows decide which objects a script leads to. Absent: no. */
  readonly objectsByWriting?: boolean;
  /** Whether a backfill can commit batch by batch in a script of the engine's own. */
  readonly batchScripts: boolean;
  readonly concurrentSessions: boolean;
  /** Intents that the engine plans; all others are escalated by name. */
  readonly intents: readonly Intent["kind"][];
  /** Why an intent is not planned, in words that follow a colon. */
  readonly without?: Readonly<Partial<Record<Intent["kind"], string>>>;
  /** Major versions known, oldest first. */
  readonly versions: readonly string[];
  /** How its scripts are written to files. */
  readonly scripts: ScriptStyle;
}
/** `extension`: of a file of statements; `jobExtension`: of a job that stands alone; `comment`: what begins a comment to the end of the line. */
export interface ScriptStyle {
  readonly extension: string;
  readonly jobExtension: string;
  readonly comment: string;
}
/** As SQL is written everywhere. */
export const sqlScripts: ScriptStyle = { extension: ".sql", jobExtension: ".sql", comment: "--" };

/** A statement of a script with its place: 0-based UTF-16 offsets into the text, 1-based line and column. */
export interface ParsedStatement {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly column: number;
  /** The engine's own syntax tree; opaque above the engine. */
  readonly tree: unknown;
  /** Dotted names of objects the statement creates, alters, drops, reads or writes. */
  readonly touches: readonly { readonly name: string; readonly how: "create" | "alter" | "drop" | "read" | "write" }[];
}

/**
 * How values come about; from an intent or an answer, which a comparison of schemas cannot know. A rule of kind `rows` brings whole rows: its `forward` and
 * `backward` hold, under the one key {@link rowsKey}, the statement that brings them and the one that takes them away. `drop`: the values of `from` go; told where
 * rows hold fields that no schema has to name.
 */
export interface DataRule {
  readonly kind: "rename" | "split" | "merge" | "fill" | "convert" | "move" | "drop" | "rows";
  readonly intent: string;
  readonly object: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** Per new field an engine expression over the old row. */
  readonly forward: Readonly<Record<string, string>>;
  /** Per old field an engine expression over the new row; empty where there is no way back. */
  readonly backward: Readonly<Record<string, string>>;
}

/** The key of the statements of a rule of kind `rows`. */
export const rowsKey = "rows";

export interface DesignRequest {
  readonly schema: Schema;
  readonly version: string;
  readonly intents: readonly Intent[];
  readonly answers: readonly Answer[];
  readonly accessPatterns: readonly AccessPattern[];
  readonly sizes: Sizes;
  /** Indexes that were tried for `tune` intents and kept, by the intent's id. */
  readonly tuned?: Readonly<Record<string, readonly CandidateIndex[]>>;
  /** Text of files that intents name (`adopt-schema`). */
  readonly files: Readonly<Record<string, string>>;
}
/** A decision that goes into `dblead/decisions/`. */
export interface Decision {
  readonly slug: string;
  readonly title: string;
  readonly intent: string;
  readonly context: string;
  readonly choice: string;
  readonly because: readonly string[];
  readonly rejected: readonly { readonly alternative: string; readonly reason: string }[];
}
export interface Design {
  /** Direct statements that, run on the base, make the desired schema; `replaces`: the desired schema stands alone (adopt-schema). */
  readonly statements: string;
  readonly startsFrom: "base" | "nothing";
  /** Object ids before → after for things that keep their rows under another name. */
  readonly renames: Readonly<Record<string, string>>;
  readonly rules: readonly DataRule[];
  readonly decisions: readonly Decision[];
  /** Normal-form and modelling remarks on what is asked for. */
  readonly remarks: readonly string[];
  /** Which intent is responsible for which object id of the desired schema or of the base. */
  readonly origins: Readonly<Record<string, string>>;
}

export type Strategy = "online" | "direct";
export interface PlanRequest {
  readonly from: Schema;
  readonly to: Schema;
  readonly version: string;
  readonly variant: string | null;
  readonly strategy: Strategy;
  readonly renames: Readonly<Record<string, string>>;
  readonly rules: readonly DataRule[];
  /** Hazards that somebody allowed by name; the plan is made anyway, the refusal is the caller's. */
  readonly allow: readonly HazardKind[];
  readonly format: FormatCapabilities | null;
  readonly sizes: Sizes;
  readonly origins: Readonly<Record<string, string>>;
  /** Free name used for jobs and companion objects (`req_0001`). */
  readonly label: string;
  /** Keep what is dropped, so that the way back restores it: values of a field in a table beside, keyed like its own; a table moved away. Absent: not. */
  readonly keepDropped?: KeepDropped;
}
export type KeepDropped = "side-table";

/** How a script is run: whether as one transaction, and under which limits. */
export interface ScriptFrame {
  readonly limits: Limits;
  readonly transaction: TransactionScope;
  /** Whether a script outside a transaction may hold only one statement: then nothing can be set before it. */
  readonly oneStatementOutsideTransaction: boolean;
}

/** How values survive a change of type. */
export type TypeChange = "same" | "widens-in-place" | "rewrites" | "may-fail" | "loses" | "impossible";

export interface Engine {
  readonly id: string;
  readonly title: string;
  readonly specialist: string;
  readonly capabilities: Capabilities;
  /** Splits and parses; throws `schema-unreadable` naming file, line and excerpt. */
  parse(script: Script): Promise<readonly ParsedStatement[]>;
  /** What SQL found in code reads: dotted names of objects and fields (`customers.mail`; unqualified fields alone). Null: not a statement of this engine. */
  mentions(text: string): Promise<readonly string[] | null>;
  design(request: DesignRequest): Promise<Design>;
  /** A statement that reads these fields of an object, as an ORM that names them would. Absent: the engine's clients name no fields. */
  readFields?(object: string, fields: readonly string[]): string;
  /** How a type change of a field treats the values; types as printed in outlines or neutral. */
  typeChange(from: string, to: string): TypeChange;
  compare(from: Schema, to: Schema, renames: Readonly<Record<string, string>>): Promise<readonly Change[]>;
  /** Pairs of dropped and added things that may be one renamed thing, with a confidence of 0 to 1 and the evidence in words. */
  findRenames(
    from: Schema,
    to: Schema,
  ): Promise<readonly { readonly from: string; readonly to: string; readonly confidence: number; readonly because: string }[]>;
  plan(request: PlanRequest): Promise<Plan>;
  /** Ends a statement as the engine's scripts do. `frame`: the limits that the statements run under, written in the form that such a script can carry. */
  renderScript(statements: readonly string[], frame?: ScriptFrame): string;
  describe(object: SchemaObject): Promise<string>;
  rules(): Promise<readonly Rule[]>;
  /** Static review: findings of the rules on a script against the schema before it (null: unknown). */
  lint(request: LintRequest): Promise<readonly Finding[]>;
  readonly shadow: ShadowProvider;
  /** Servers for the application's own tests. Absent: the engine has none that other programs can reach. */
  readonly rehearsal?: RehearsalProvider;
  readonly rows: RowProof;
  /** Finds what makes a query cheaper. Absent: the engine's planner cannot be asked. */
  tuner?(): Promise<Tuner>;
  /** How fast a shadow scans, rewrites and indexes; null: it cannot be told. Leaves a table behind. */
  measureRates?(connection: Connection): Promise<Rates | null>;
  /** Opens a live target, read-only unless asked otherwise. */
  connect(request: ConnectRequest): Promise<Connection>;
}

export interface LintRequest {
  readonly scripts: readonly Script[];
  readonly base: Schema | null;
  readonly version: string;
  readonly sizes: Sizes;
  /** Names of rules with the level that policy gives them; absent: the rule's own. */
  readonly levels: Readonly<Record<string, "error" | "warning" | "note" | "off">>;
  /** From how long a wait on a finding is a note or an error; absent: the usual. */
  readonly limits?: Patience;
  /** How fast a server does what the findings are about, where that was measured. */
  readonly rates?: Rates;
  /** The day (`2026-11-24`) by which suppressions expire; absent: this machine's. */
  readonly today?: string;
}
