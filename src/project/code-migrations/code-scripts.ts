import { LeadError } from "../../model/error.ts";
import type { FileText, Script } from "../../model/migration.ts";
import type { FolderState } from "../formats/format.ts";
import { pathWithin, scriptOf } from "../formats/scripts.ts";
import { codeFileName, type CodeReading, type CodeRunner, type CodeStyle, readCodeFile, type SentText, styleOf } from "./code-file.ts";

/** A code file of a migration folder; `stem` is its name without the extension. */
export interface CodeFile {
  readonly file: FileText;
  readonly id: string;
  readonly name: string;
  readonly stem: string;
}

/** Code files that stand in the folder itself and whose names begin with digits; declarations of types are none. */
export function listCodeFiles(state: FolderState): readonly CodeFile[] {
  return state.files.flatMap((file) => {
    const within = pathWithin(state.folder, file.path) ?? "/";
    const match = within.endsWith(".d.ts") ? null : codeFileName.exec(within);
    if (match === null || match[2]?.includes("/") === true) return [];
    return [{ file, id: match[1] ?? "", name: match[2] ?? "", stem: within.replace(/\.[cm]?[jt]s$/, "") }];
  });
}

/** The scripts of a code file: as it stands, or as its recording says. Throws `schema-unreadable` when neither tells. */
export function readCode(
  runner: CodeRunner,
  file: FileText,
  state: FolderState,
): { readonly up: Script; readonly down: Script | null; readonly notes?: readonly string[] } {
  const plain = readCodeFile(runner, file.text);
  if (plain !== null) return toScripts(file, plain);
  const result = state.recordings?.find((one) => one.path === file.path && one.text === file.text)?.result;
  if (result?.kind === "sent") return { ...toScripts(file, result), ...(result.notes.length === 0 ? {} : { notes: result.notes }) };
  const reason = result === undefined ? "it was not run, and it does more than hand SQL to its runner" : result.message;
  throw new LeadError("schema-unreadable", `${file.path}: what this migration sends is not known: ${reason}.`, {
    hint: `It is learned by running it with the project's own ${runner}: install the project's packages first.`,
  });
}

function toScripts(file: FileText, reading: CodeReading): { readonly up: Script; readonly down: Script | null } {
  const script = ({ text, transaction, line }: SentText): Script => scriptOf(file.path, text, transaction, line);
  return { up: script(reading.up), down: reading.down === null ? null : script(reading.down) };
}

/** How the last code file of a folder is written; `usual` where there is none. */
export function folderStyle(state: FolderState, usual: CodeStyle): CodeStyle {
  const last = listCodeFiles(state).at(-1)?.file;
  return last === undefined ? usual : styleOf(last.path, last.text);
}

/** Lines of a function's body, two spaces in. */
export function indent(lines: readonly string[], spaces = 2): readonly string[] {
  return lines.map((line) => `${" ".repeat(spaces)}${line}`);
}
