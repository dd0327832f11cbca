import { endText, type MigrationFormat, slugOf } from "./format.ts";
import { followIds } from "./ids.ts";
import { listNumbered, pairNumbered } from "./numbered.ts";
import { joinPath, scriptOf } from "./scripts.ts";

const fileName = /^(\d+)([_.-]+)(?!(?:up|down)\.json$)([^/]*?)(\.up|\.down)?\.(json)$/;
const commandNames =
  "create|createIndexes|collMod|update|insert|delete|drop|dropIndexes|renameCollection|aggregate|findAndModify|createUser|createRole|find|ping";
const isCommand = new RegExp(`^\\uFEFF?(?:\\s|//[^\\n]*)*\\{\\s*"(?:${commandNames})"`);

/** `NNN_name.up.json` and `NNN_name.down.json`: commands in Extended JSON, one after another, as `db.runCommand` takes them. */
export const commandList: MigrationFormat = {
  id: "command-list",
  title: "command lists",
  capabilities: { transaction: "none", canLeaveTransaction: true, oneStatementOutsideTransaction: false, down: "own-file" },
  remarks: ["What is applied is not recorded in the database.", "Each command stands alone: a list that fails half-way is half applied."],
  bookkeepingObjects: [],
  detect: (files) => files.find((file) => fileName.test(file.path.split("/").at(-1) ?? "") && isCommand.test(file.text))?.path ?? null,
  parse: (state) => pairNumbered(listNumbered(state, fileName), (file) => scriptOf(file.path, file.text, "none")),
  write(units, state) {
    const last = listNumbered(state, fileName).at(-1);
    const ids = followIds(last?.id ?? null, units.length, { first: "001", order: "number" });
    return units.flatMap((unit, index) => {
      const stem = joinPath(state.folder, `${ids[index] ?? ""}${last?.separator ?? "_"}${slugOf(unit.name)}`);
      const file = (suffix: string, text: string) => ({ path: `${stem}.${suffix}.json`, text: endText(text), mode: "new" as const });
      return unit.down.trim() === "" ? [file("up", unit.up)] : [file("up", unit.up), file("down", unit.down)];
    });
  },
  bookkeeping: () => scriptOf("command-list", "", "none"),
  appliedQuery: () => null,
  pendingFrom: (migrations) => migrations,
};
