import type { Engine } from "../engines/engine.ts";
import type { Clock } from "../ports/clock.ts";
import type { Listener } from "../ports/progress.ts";
import type { Records, Store } from "../ports/store.ts";
import type { Worker } from "../ports/worker.ts";
import type { Configuration } from "../project/configuration.ts";
import type { WorkflowPolicy } from "./next.ts";

/** What the workflow is handed; the composition root supplies it. */
export interface LeadContext {
  readonly configuration: Configuration;
  /** Loads an engine's code when a target needs it. */
  readonly engineOf: (id: string) => Promise<Engine>;
  readonly store: Store;
  readonly records: Records;
  readonly clock: Clock;
  /** By the names of `[tasks]`: `engine`, `external`. */
  readonly workers: Readonly<Record<string, Worker>>;
  readonly listener: Listener;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Absolute path of an allowed-signers file; null: every approval is advisory. */
  readonly allowedSigners: string | null;
  /** How long to wait for another process on the same request. */
  readonly leaseWaitMs: number;
}

/** The workflow's policy out of the configuration. */
export function policyOf(context: LeadContext): WorkflowPolicy {
  const { tasks, approvals } = context.configuration;
  return { returns: tasks.returns, worker: tasks.worker, byKind: tasks.byKind, fallback: tasks.fallback, approvals };
}

/** Folder for kept shadow states; private to this user, ignored by git. */
export function cacheFolderOf(context: LeadContext): string {
  return `${context.configuration.root}/.dblead/cache`;
}

/** Tells progress around a piece of work; the text of the end comes from its result. */
export async function narrate<T>(
  context: LeadContext,
  step: string,
  work: () => Promise<T>,
  tell: (result: T) => string | Promise<string>,
): Promise<T> {
  const began = performance.now();
  context.listener({ kind: "step-started", step });
  const result = await work();
  const durationMs = Math.round(performance.now() - began);
  context.listener({ kind: "step-done", step, text: await tell(result), durationMs });
  return result;
}
