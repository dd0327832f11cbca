import type { SchemaObject } from "../../../model/schema.ts";
import type { StepDraft } from "../../step-draft.ts";
import { tableOf } from "../definitions.ts";
import { draftStep, hazard, statements } from "../draft.ts";
import { quoteName } from "../tokens.ts";

/** https://sqlite.org/lang_altertable.html#altertabrename: references, indexes, triggers and views follow. */
export function renameTableStep(from: SchemaObject, to: SchemaObject, breaks: "code" | "nothing"): StepDraft {
  const [before, after] = [tableOf(from).name, tableOf(to).name];
  const rename = (old: string, name: string): string => `ALTER TABLE ${quoteName(old)} RENAME TO ${quoteName(name)}`;
  return draftStep({
    kind: "rename-table",
    summary: `rename table ${before} to ${after}`,
    action: statements([rename(before, after)]),
    reverse: [statements([rename(after, before)])],
    hazards: breaks === "code" ? [hazard("breaks-running-code", before, `code that uses the name ${before} fails`)] : [],
    removes: [from.id],
    makes: [to.id],
  });
}
