import type { FileText } from "../../model/migration.ts";
import type { TransactionScope } from "../../model/plan.ts";
import { compareText } from "../files.ts";
import { endText, type FolderState, type MigrationFormat, refuseUnit, slugOf } from "./format.ts";
import { joinPath, pathWithin, scriptOf } from "./scripts.ts";
import { followIds } from "./ids.ts";
import { stripComments } from "./statements.ts";

const fileName = /^(\d+)(?:([_.-]+)(?!(?:up|down)\.sql$)([^/]*?))?(\.up|\.down)?\.sql$/;
const noneMarker = /^--[ \t]*transaction:[ \t]*none\b/im;
const noneHeader = "-- transaction:none (each statement on its own; never in one transaction)\n";

interface NumberedFile {
  readonly file: FileText;
  readonly id: string;
  readonly separator: string;
  readonly name: string;
  readonly suffix: string;
}

/** `NNN_name.up.sql` and `NNN_name.down.sql`, or `NNN_name.sql` with its down in `NNN_name.down.sql`, for runners that keep no table we know. */
export const plain: MigrationFormat = {
  id: "plain",
  title: "plain SQL files",
  capabilities: { transaction: "per-file", canLeaveTransaction: true, oneStatementOutsideTransaction: false, down: "own-file" },
  remarks: [
    "What is applied is not recorded in the database.",
    "Each file is one transaction, unless it says transaction:none or holds its own BEGIN.",
  ],
  bookkeepingObjects: [],
  detect: (files) => files.find((file) => fileName.test(file.path.split("/").at(-1) ?? ""))?.path ?? null,
  parse(state) {
    const numbered = listNumbered(state);
    const downs = numbered.filter((entry) => entry.suffix === ".down");
    return numbered
      .filter((entry) => entry.suffix !== ".down")
      .map((entry) => {
        const down = downs.find((candidate) => candidate.id === entry.id && candidate.name === entry.name)?.file;
        const hasDown = down !== undefined && down.text.trim() !== "";
        return { id: entry.id, name: entry.name, up: readScript(entry.file), down: hasDown ? readScript(down) : null };
      });
  },
  write(units, state) {
    const numbered = listNumbered(state).filter((entry) => entry.suffix !== ".down");
    const last = numbered.at(-1);
    const ids = followIds(last?.id ?? null, units.length, { first: "001", order: "number" });
    const suffix = last?.suffix ?? ".up";
    return units.flatMap((unit, index) => {
      if ([unit.up, unit.down].some((text) => noneMarker.test(text)))
        refuseUnit("plain", unit, "its text holds a line that says transaction:none");
      const stem = joinPath(state.folder, `${ids[index] ?? ""}${last?.separator || "_"}${slugOf(unit.name)}`);
      const header = unit.transaction === "none" ? noneHeader : "";
      const up = { path: `${stem}${suffix}.sql`, text: `${header}${endText(unit.up)}`, mode: "new" as const };
      return unit.down.trim() === ""
        ? [up]
        : [up, { path: `${stem}.down.sql`, text: `${header}${endText(unit.down)}`, mode: "new" as const }];
    });
  },
  bookkeeping: () => scriptOf("plain", "", "own"),
  appliedQuery: () => null,
  pendingFrom: (migrations) => migrations,
};

function listNumbered(state: FolderState): readonly NumberedFile[] {
  return state.files
    .flatMap((file) => {
      const match = fileName.exec(pathWithin(state.folder, file.path) ?? "/");
      return match === null ? [] : [{ file, id: match[1] ?? "", separator: match[2] ?? "", name: match[3] ?? "", suffix: match[4] ?? "" }];
    })
    .sort((a, b) => compareNumbers(a.id, b.id) || compareText(a.file.path, b.file.path));
}

function compareNumbers(a: string, b: string): number {
  const difference = BigInt(a) - BigInt(b);
  if (difference === 0n) return 0;
  return difference < 0n ? -1 : 1;
}

function readScript(file: FileText): ReturnType<typeof scriptOf> {
  const header = file.text.startsWith(noneHeader) ? noneHeader : "";
  return scriptOf(file.path, file.text.slice(header.length), scopeOf(file.text), header === "" ? 1 : 2);
}

/** A file with its own BEGIN runs statement by statement: its transaction is its own affair. */
function scopeOf(text: string): TransactionScope {
  const first = stripComments(text.slice(0, 4000));
  return noneMarker.test(text) || /^(?:begin|start\s+transaction)\b/i.test(first) ? "none" : "own";
}
