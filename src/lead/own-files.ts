import type { RunState } from "../model/run-state.ts";

/** Paths of the request's own files in migration folders: never part of its base. */
export function ownFiles(state: RunState): ReadonlySet<string> {
  const stages = Object.values(state.targets).flatMap((target) => target.integration?.stages ?? []);
  return new Set([...state.restored.files, ...stages.flatMap((stage) => stage.migrations.map((file) => file.path))]);
}
