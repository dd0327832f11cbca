import type { Script } from "../../../model/migration.ts";
import type { RehearsalRequest, RolloutStep } from "../../rehearsal.ts";
import { parsePostgresql } from "../parse.ts";
import { textOf, unwrap } from "../parse/tree.ts";

export interface RunnableStep extends RolloutStep {
  readonly scripts: readonly Script[];
}

/** More are run together: each costs copies of the database for every test. */
const mostSteps = 24;

/** Cuts a change where others can see it: after each file that is one transaction, and after each statement or transaction of one that is not. */
export async function cutSteps(changes: RehearsalRequest["changes"]): Promise<readonly RunnableStep[]> {
  const cut: Omit<RunnableStep, "number">[] = [];
  for (const { phase, script } of changes) {
    const at = { phase, file: script.file };
    if (script.transaction !== "none") cut.push({ ...at, line: script.line, scripts: [script] });
    else for (const part of await cutScript(script)) cut.push({ ...at, line: part.line, scripts: [part] });
  }
  const size = Math.max(1, Math.ceil(cut.length / mostSteps));
  const joined = Array.from({ length: Math.ceil(cut.length / size) }, (_, index) => cut.slice(index * size, (index + 1) * size));
  return joined.flatMap((group, index) => {
    const last = group.at(-1);
    return last === undefined ? [] : [{ ...last, number: index + 1, scripts: group.flatMap(({ scripts }) => scripts) }];
  });
}

/** Settings go with what comes after them: each part is run in a session of its own state. */
async function cutScript(script: Script): Promise<readonly Script[]> {
  const parts: Script[] = [];
  const settings: string[] = [];
  let open: string[] = [];
  let line = script.line;
  let isOpen = false;
  for (const statement of await parsePostgresql(script)) {
    const node = unwrap(statement.tree);
    if (node?.kind === "VariableSetStmt" && !isOpen) {
      settings.push(statement.text);
      continue;
    }
    if (open.length === 0) line = statement.line;
    open.push(statement.text);
    if (node?.kind === "TransactionStmt") {
      const how = textOf(node.fields["kind"]);
      if (/BEGIN|START/.test(how)) isOpen = true;
      else if (/COMMIT|ROLLBACK$/.test(how)) isOpen = false;
    }
    if (isOpen) continue;
    parts.push({ file: script.file, line, text: [...settings, ...open].map((text) => `${text};`).join("\n"), transaction: "none" });
    open = [];
  }
  if (open.length > 0)
    parts.push({ file: script.file, line, text: [...settings, ...open].map((text) => `${text};`).join("\n"), transaction: "none" });
  return parts;
}
