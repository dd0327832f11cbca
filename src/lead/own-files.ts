import type { RunState } from "../model/run-state.ts";

/** Paths of the request's own files, in migration folders or handed in: neither part of its base nor code of the application. */
export function ownFiles(state: RunState): ReadonlySet<string> {
  const stages = Object.values(state.targets).flatMap((target) => target.integration?.stages ?? []);
  return new Set([...state.restored.files, ...state.handedIn, ...stages.flatMap((stage) => stage.migrations.map((file) => file.path))]);
}
