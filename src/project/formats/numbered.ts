import type { FileText, Script } from "../../model/migration.ts";
import { compareText } from "../files.ts";
import type { FolderState, RunnerMigration } from "./format.ts";
import { pathWithin } from "./scripts.ts";

/** A file whose name begins with its number; `suffix` is `.up`, `.down` or empty. */
export interface NumberedFile {
  readonly file: FileText;
  readonly id: string;
  readonly separator: string;
  readonly name: string;
  readonly suffix: string;
  readonly extension: string;
}

/** `pattern` has the groups id, separator, name, suffix and extension. In the order of their numbers. */
export function listNumbered(state: FolderState, pattern: RegExp): readonly NumberedFile[] {
  return state.files
    .flatMap((file) => {
      const [, id = "", separator = "", name = "", suffix = "", extension = ""] =
        pattern.exec(pathWithin(state.folder, file.path) ?? "/") ?? [];
      return id === "" ? [] : [{ file, id, separator, name, suffix, extension }];
    })
    .toSorted((a, b) => (BigInt(a.id) === BigInt(b.id) ? compareText(a.file.path, b.file.path) : BigInt(a.id) < BigInt(b.id) ? -1 : 1));
}

/** Ups with the downs of their number and name. */
export function pairNumbered(files: readonly NumberedFile[], read: (file: FileText) => Script): readonly RunnerMigration[] {
  const downs = files.filter(({ suffix }) => suffix === ".down");
  return files
    .filter(({ suffix }) => suffix !== ".down")
    .map(({ file, id, name }) => {
      const down = downs.find((candidate) => candidate.id === id && candidate.name === name)?.file;
      return { id, name, up: read(file), down: down === undefined || down.text.trim() === "" ? null : read(down) };
    });
}
