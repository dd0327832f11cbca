import { z } from "zod";
import type { Job } from "./migration.ts";
import type { Phase, Plan, TransactionScope } from "./plan.ts";

/** The department's specialists; a task for anybody else is refused. */
export const specialists = [
  "postgresql-specialist",
  "neon-db-specialist",
  "mysql-specialist",
  "mongodb-specialist",
  "elasticsearch-specialist",
  "dbt-specialist",
  "database-specialist",
] as const;

export const taskStatuses = {
  "to-do": "🟡 To Do",
  "in-progress": "🔵 In Progress",
  generating: "🤖 Generating",
  review: "🟣 Review",
  testing: "🧪 Testing",
  blocked: "⚪ Blocked",
  done: "🟢 Done",
  archived: "🧊 Archived",
} as const;
export const taskTypes = {
  feature: "🌟 Feature",
  fix: "🐞 Bug",
  chore: "🧹 Chore",
  documentation: "📖 Documentation",
  test: "🧪 Test",
  research: "💡 Spike/Research",
  epic: "🗺️ Epic/Overview",
} as const;
export const taskPriorities = {
  highest: "🔥 Highest",
  high: "🔼 High",
  medium: "▶️ Medium",
  low: "🔽 Low",
  lowest: "🧊 Lowest",
} as const;
export const subTaskMarks = { waiting: "⏳", "in-progress": "⚙️", done: "✅", failed: "❌", blocked: "🧱" } as const;

export type TaskStatus = keyof typeof taskStatuses;
export type TaskType = keyof typeof taskTypes;
export type TaskPriority = keyof typeof taskPriorities;
export type SubTaskMark = keyof typeof subTaskMarks;

/** What must hold when a task is done, told so that a machine can look. */
export type CriterionCheck =
  | { readonly kind: "field-exists"; readonly field: string; readonly required?: boolean }
  | { readonly kind: "field-absent"; readonly field: string }
  | { readonly kind: "object-exists"; readonly object: string }
  | { readonly kind: "object-absent"; readonly object: string }
  | { readonly kind: "schema-equals"; readonly fingerprint: string }
  | { readonly kind: "query-runs"; readonly query: string }
  /** `notWhole`: objects that must not be read from end to end any more. */
  | { readonly kind: "query-improves"; readonly query: string; readonly notWhole: readonly string[]; readonly atMostPercent: number }
  /** Its plans before and after are shown; it must run. */
  | { readonly kind: "query-planned"; readonly query: string }
  | { readonly kind: "query-returns"; readonly query: string | null; readonly examples: readonly QueryExample[] }
  | { readonly kind: "rows-kept" }
  | { readonly kind: "way-back" };
export interface Criterion {
  readonly text: string;
  readonly check: CriterionCheck;
}
/** `given` prepares the shadow, `returns` is what the query must answer, row by row. */
export interface QueryExample {
  readonly given?: string;
  readonly returns: readonly Readonly<Record<string, string | number | boolean | null>>[];
}
export interface Task {
  /** `REQ-0001-002`. */
  readonly id: string;
  readonly requirement: string;
  readonly number: number;
  readonly slug: string;
  readonly title: string;
  /** `change`: migrations; `query`: a text; `integration`: everything together. */
  readonly kind: "change" | "query" | "integration";
  readonly type: TaskType;
  readonly priority: TaskPriority;
  readonly specialist: string;
  readonly reporter: string;
  readonly target: string;
  readonly engine: string;
  readonly engineVersion: string;
  readonly dependsOn: readonly string[];
  readonly intents: readonly string[];
  /** Words of its intents (`add-field`), by which a worker may be chosen. */
  readonly words: readonly string[];
  readonly description: string;
  readonly criteria: readonly Criterion[];
  readonly context: readonly string[];
  readonly createdDate: string;
}

/** One migration before it has its id and its file. `down` is empty where there is no way back. */
export interface MigrationDraft {
  readonly name: string;
  readonly up: string;
  readonly down: string;
  readonly transaction: TransactionScope;
}
/** What travels together, before it is written in the project's format. */
export interface DraftStage {
  readonly phase: Phase;
  readonly gate: { readonly application: string; readonly waitsFor: string } | null;
  readonly migrations: readonly MigrationDraft[];
  readonly jobs: readonly Job[];
}
/** What a worker hands in. `plan` is null when a person wrote the files. */
export type Deliverable =
  | {
      readonly kind: "change";
      readonly plan: Plan | null;
      readonly stages: readonly DraftStage[];
      readonly sources: readonly DeliverableSource[];
    }
  | { readonly kind: "query"; readonly query: string; readonly sources: readonly DeliverableSource[] };
/** A file that somebody handed in, as it was read. */
export interface DeliverableSource {
  readonly path: string;
  readonly hash: string;
}

/** Emoji with and without the variation selector are the same. */
export function foldLabel(text: string): string {
  return text.replaceAll("\u{FE0F}", "").trim().toLowerCase();
}

/** The key whose label is `text`, with or without emoji and variation selectors; undefined for anything else. */
export function readLabel<Key extends string>(table: Readonly<Record<Key, string>>, text: string): Key | undefined {
  const wanted = foldLabel(text);
  const entries = Object.entries(table) as [Key, string][];
  return entries.find(([key, label]) => {
    const folded = foldLabel(label);
    return folded === wanted || key === wanted || folded.replace(/^\S+\s+/, "") === wanted;
  })?.[0];
}

const list = z.union([
  z.array(z.coerce.string()),
  z.string().transform((text) =>
    text
      .split(",")
      .map((part) => part.trim())
      .filter((part) => part !== ""),
  ),
  z.null().transform(() => []),
]);
const date = z.union([z.string(), z.date().transform((value) => value.toISOString().slice(0, 10))]);
function labelled<Key extends string>(table: Readonly<Record<Key, string>>) {
  return z.string().transform((text, context): Key => {
    const key = readLabel(table, text);
    if (key !== undefined) return key;
    context.addIssue({ code: "custom", message: `${text} is none of ${Object.values(table).join(", ")}` });
    return z.NEVER;
  });
}

/** Front matter of an MDTM file; keys of other tools are kept and ignored. */
export const taskFrontMatter = z.looseObject({
  id: z.string().min(1),
  title: z.string().min(1),
  status: labelled<TaskStatus>(taskStatuses),
  type: labelled<TaskType>(taskTypes),
  priority: labelled<TaskPriority>(taskPriorities).default("medium"),
  created_date: date.optional(),
  updated_date: date.optional(),
  assigned_to: z.string().optional(),
  reporter: z.string().optional(),
  parent_task: z.string().nullish(),
  depends_on: list.default([]),
  related_docs: list.default([]),
  tags: list.default([]),
  engine: z.string().optional(),
  engine_version: z.coerce.string().optional(),
  target: z.string().optional(),
});
export type TaskFrontMatter = z.infer<typeof taskFrontMatter>;
