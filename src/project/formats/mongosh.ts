import { isEmptyList, splitList } from "./commands.ts";
import { type MigrationFormat, slugOf, type Unit } from "./format.ts";
import { followIds } from "./ids.ts";
import { listNumbered, pairNumbered } from "./numbered.ts";
import { joinPath, scriptOf } from "./scripts.ts";

const fileName = /^(\d+)([_.-]+)(?!(?:up|down)\.(?:mongodb\.)?js$)([^/]*?)(\.up|\.down)?\.((?:mongodb\.)?js)$/;
const isForShell = /^\s*(?:\/\/[^\n]*\s*|\/\*[\s\S]*?\*\/\s*)*(?:(?:const|let|var)\s+\w+\s*=\s*)?(?:db\s*(?:\.|\[|=)|use\s*\()/;

/** `NNN_name.js` and `NNN_name.down.js`, run by the shell. https://www.mongodb.com/docs/mongodb-shell/write-scripts/ */
export const mongosh: MigrationFormat = {
  id: "mongosh",
  title: "mongosh scripts",
  capabilities: { transaction: "none", canLeaveTransaction: true, oneStatementOutsideTransaction: false, down: "own-file" },
  remarks: ["What is applied is not recorded in the database.", "Each command stands alone: a script that fails half-way is half applied."],
  bookkeepingObjects: [],
  detect: (files) =>
    files.find(
      (file) =>
        fileName.test(file.path.split("/").at(-1) ?? "") &&
        /\bdb\s*(?:\.|\[)/.test(file.text) &&
        (isForShell.test(file.text) || file.path.endsWith(".mongodb.js")) &&
        !/^\s*(?:export|module\.exports|exports\.)/m.test(file.text),
    )?.path ?? null,
  parse: (state) =>
    pairNumbered(listNumbered(state, fileName), (file) => ({
      ...scriptOf(file.path, file.text, "none"),
      program: { entry: null, root: state.root ?? process.cwd() },
    })),
  write(units, state) {
    const last = listNumbered(state, fileName).at(-1);
    const ids = followIds(last?.id ?? null, units.length, { first: "001", order: "number" });
    return units.flatMap((unit, index) => {
      const stem = joinPath(state.folder, `${ids[index] ?? ""}${last?.separator ?? "_"}${slugOf(unit.name)}`);
      const extension = last?.extension ?? "js";
      const up = { path: `${stem}${last?.suffix ?? ""}.${extension}`, text: printScript(unit.up), mode: "new" as const };
      return unit.down.trim() === ""
        ? [up]
        : [up, { path: `${stem}.down.${extension}`, text: printScript(unit.down), mode: "new" as const }];
    });
  },
  bookkeeping: () => scriptOf("mongosh", "", "none"),
  appliedQuery: () => null,
  pendingFrom: (migrations) => migrations,
};

/** Extended JSON is read by the shell's own reader, so that every type arrives as it is written. */
function printScript(text: Unit["up"]): string {
  if (isEmptyList(text)) return `${text.trimEnd()}\n`;
  const calls = splitList(text).map(({ document, comments }) => {
    const { $db, ...body } = document;
    const database = typeof $db === "string" ? `db.getSiblingDB(${JSON.stringify($db)})` : "db";
    const [from, to] = [body["renameCollection"], body["to"]];
    const name = (value: string): string => JSON.stringify(value.slice(value.indexOf(".") + 1));
    const call =
      typeof from === "string" && typeof to === "string"
        ? `${database}.getCollection(${name(from)}).renameCollection(${name(to)});`
        : `${database}.runCommand(${/"\$(?:oid|date|number|binary|uuid|timestamp|regularExpression|minKey|maxKey)/.test(JSON.stringify(body)) ? `EJSON.deserialize(${JSON.stringify(body, null, 2)})` : JSON.stringify(body, null, 2)});`;
    return [...comments.map((comment) => `// ${comment}`), call].join("\n");
  });
  // `"db": "."` is the database at hand.
  return `${calls.join("\n").replaceAll('"db": "."', '"db": db.getName()')}\n`;
}
