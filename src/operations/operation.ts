import type { z } from "zod";
import type { Engine } from "../engines/engine.ts";
import type { LeadContext } from "../lead/context.ts";
import type { FormatCapabilities } from "../model/migration.ts";
import type { Plan } from "../model/plan.ts";
import type { DraftStage } from "../model/task.ts";
import type { Configuration } from "../project/configuration.ts";
import type { Listener } from "../ports/progress.ts";

/**
 * zod is handed in, not imported: a face that has checked its input already (the command line, by its manifest) never loads it.
 * It takes longer to load than a static review takes.
 */
export type Zod = typeof z;

/** What a verb may touch: nothing; files of the project; throw-away databases; a target. */
export type Effect = "reads" | "writes-project" | "writes-shadow" | "writes-target";

export interface DraftRequest {
  readonly engine: Engine;
  readonly plan: Plan;
  readonly format: FormatCapabilities;
  /** Starts the names of files and jobs. */
  readonly name: string;
}

/** `shown` is what the question is about. */
export type Confirm = (shown: string, question: string) => Promise<"yes" | "no">;

/** What every verb is handed by the composition root. */
export interface OperationContext {
  /** Absolute folder in which the command was given. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly listener: Listener;
  /** Version of this package: part of the key of everything that is kept. */
  readonly release: string;
  readonly engineIds: readonly string[];
  /** Loads an engine's code. Throws `usage-invalid` with the nearest known name. */
  engineOf(id: string): Promise<Engine>;
  /** dblead.toml of the folder or above. Throws `configuration-missing`, `configuration-invalid`. */
  configuration(): Promise<Configuration>;
  /** As {@link configuration}; null where there is none. */
  findConfiguration(): Promise<Configuration | null>;
  /** The workflow's own context: store, records, workers. Opened once, closed with this context. Throws as {@link configuration} does. */
  lead(): Promise<LeadContext>;
  /** The engine that the repository shows (drivers, compose files, ORM). Throws `usage-invalid` when it shows none or several. */
  detectEngine(): Promise<string>;
  /** A plan as what travels together: migrations, jobs and gates. Throws `intent-unsupported` for a step that the format cannot carry. */
  draftStages(request: DraftRequest): Promise<readonly DraftStage[]>;
  /** Asks the person at the terminal; absent where nobody is there to be asked: the call itself is the consent then. */
  readonly confirm?: Confirm;
  /** Absolute, private to this user; states of shadows and normalised schemas are kept in it by content hash. */
  cacheFolder(): Promise<string>;
}

/** How a result is shown, by the word of `--format`; JSON is the result itself. Loaded when asked for. */
export interface Views<Result> {
  text(result: Result, context: ViewContext): Promise<string>;
  sarif?(result: Result, context: ViewContext): Promise<string>;
  markdown?(result: Result, context: ViewContext): Promise<string>;
  html?(result: Result, context: ViewContext): Promise<string>;
  /** Workflow commands, shown by GitHub at their lines. */
  github?(result: Result, context: ViewContext): Promise<string>;
  /** GitLab's code quality report. */
  gitlab?(result: Result, context: ViewContext): Promise<string>;
}
export interface ViewContext {
  readonly release: string;
  /** What the verb was called with. */
  readonly input: Readonly<Record<string, unknown>>;
}

/** One thing people call. Flags, reference page and JSON Schema derive from it. */
export interface Operation<Input extends z.ZodObject, Output extends z.ZodType> {
  /** The file's name. */
  readonly name: string;
  /** Words of the command where they are not the name. */
  readonly command?: string;
  readonly summary: string;
  readonly effect: Effect;
  /** Keys of the input that stand without a flag, in order; an array takes all that is left. */
  readonly positionals?: readonly (keyof z.infer<Input> & string)[];
  readonly input: (zod: Zod) => Input;
  readonly output: (zod: Zod) => Output;
  /** One command line that works. */
  readonly example: string;
  readonly views: Views<z.infer<Output>>;
  /** Whether the result is a refusal or holds errors, which makes the exit code 1. */
  isRefused?(result: z.infer<Output>): boolean;
  /** Throws LeadError when the request could not be carried out; findings and refusals are values. */
  run(input: z.infer<Input>, context: OperationContext): Promise<z.infer<Output>>;
}

/** Keeps a verb's declaration in one place and typed. */
export function defineOperation<Input extends z.ZodObject, Output extends z.ZodType>(
  operation: Operation<Input, Output>,
): Operation<Input, Output> {
  return operation;
}
