import type { Script } from "../../model/migration.ts";
import type { TransactionScope } from "../../model/plan.ts";
import { type FolderState, rollbackFolder } from "./format.ts";

export function scriptOf(file: string, text: string, transaction: TransactionScope, line = 1): Script {
  return { file, line, text, transaction };
}

/** Path of a file inside `folder`, or null when it lies elsewhere. */
export function pathWithin(folder: string, path: string): string | null {
  const prefix = folder === "" || folder === "." ? "" : `${folder.replace(/\/+$/, "")}/`;
  return path.startsWith(prefix) ? path.slice(prefix.length) : null;
}

export function joinPath(folder: string, name: string): string {
  return folder === "" || folder === "." ? name : `${folder.replace(/\/+$/, "")}/${name}`;
}

/** The down that a format without one keeps in {@link rollbackFolder}. */
export function rollbackOf(id: string, state: FolderState, transaction: TransactionScope): Script | null {
  const path = `${rollbackFolder}/${id}.sql`;
  const found = state.files.find((file) => file.path === path);
  return found === undefined || found.text.trim() === "" ? null : scriptOf(path, found.text, transaction);
}
