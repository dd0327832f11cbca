import { LeadError } from "../model/error.ts";
import type { Finding } from "../model/finding.ts";
import type { TaskState } from "../model/run-state.ts";
import { specialists, type Task } from "../model/task.ts";
import type { Assignment } from "../ports/worker.ts";
import { findFormat } from "../project/formats.ts";
import type { Analysis } from "./analysis.ts";
import type { TaskOrder } from "./task-order.ts";

/** Throws `delegation-refused` naming what a task lacks, or the department it belongs to. */
export function demandDelegable(task: Task, all: readonly Task[]): void {
  const lacks = [
    task.criteria.length === 0 ? "acceptance criteria" : null,
    task.context.length === 0 ? "context" : null,
    task.engine === "" ? "an engine" : null,
    task.engineVersion === "" ? "an engine version" : null,
  ].filter((part) => part !== null);
  if (lacks.length > 0) throw new LeadError("delegation-refused", `${task.id} cannot be delegated: it lacks ${lacks.join(", ")}.`);
  if (!(specialists as readonly string[]).includes(task.specialist)) {
    throw new LeadError("delegation-refused", `${task.id} is for ${task.specialist}, who is not of this department.`, {
      hint: `Its specialists are ${specialists.join(", ")}.`,
    });
  }
  const cycle = findCycle(all);
  if (cycle !== null) throw new LeadError("delegation-refused", `Tasks wait for each other in a circle: ${cycle.join(" → ")}.`);
}

/** Ids of tasks that depend on each other in a circle, the first repeated at the end; null when there is none. */
export function findCycle(tasks: readonly Pick<Task, "id" | "dependsOn">[]): readonly string[] | null {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const done = new Set<string>();
  for (const root of tasks) {
    const path: string[] = [];
    const stack: { readonly id: string; readonly left: string[] }[] = [{ id: root.id, left: [...root.dependsOn] }];
    path.push(root.id);
    while (stack.length > 0) {
      const top = stack.at(-1);
      const next = top?.left.pop();
      if (top !== undefined && next === undefined) {
        stack.pop();
        path.pop();
        done.add(top.id);
        continue;
      }
      if (next === undefined || done.has(next) || !byId.has(next)) continue;
      if (path.includes(next)) return [...path.slice(path.indexOf(next)), next];
      path.push(next);
      stack.push({ id: next, left: [...(byId.get(next)?.dependsOn ?? [])] });
    }
  }
  return null;
}

/** What a worker is handed. */
export function assignmentOf(state: TaskState, order: TaskOrder, analysis: Analysis, findings: readonly Finding[]): Assignment {
  const { task } = state;
  const common = { task, engine: task.engine, round: state.round, returns: state.returns, findings };
  if (order.kind === "query") return { ...common, order: { kind: "query", query: order.query, text: order.text } };
  const change = {
    from: order.from,
    to: order.to ?? order.from,
    version: analysis.version,
    variant: analysis.variant,
    strategy: order.strategy,
    renames: order.renames,
    rules: order.rules,
    allow: order.allow,
    format: findFormat(analysis.format).capabilities,
    sizes: analysis.sizes,
    origins: order.origins,
    label: order.label,
  };
  return { ...common, order: { kind: "change", change } };
}
