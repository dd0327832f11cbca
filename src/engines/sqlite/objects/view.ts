import type { ObjectKind } from "../../step-draft.ts";
import { type ViewDefinition, viewOf } from "../definitions.ts";
import { draftStep, hazard, statements } from "../draft.ts";
import { quoteName } from "../tokens.ts";

export const viewKind: ObjectKind = {
  kind: "view",
  create: (object) => {
    const view = viewOf(object);
    return [
      draftStep({
        kind: "create-view",
        summary: `create view ${view.name}`,
        action: statements([renderView(view)]),
        reverse: [statements([`DROP VIEW ${quoteName(view.name)}`])],
        makes: [object.id],
        needs: object.dependsOn,
      }),
    ];
  },
  drop: (object) => {
    const view = viewOf(object);
    return [
      draftStep({
        kind: "drop-view",
        summary: `drop view ${view.name}`,
        action: statements([`DROP VIEW ${quoteName(view.name)}`]),
        reverse: [statements([renderView(view)])],
        hazards: [hazard("breaks-running-code", view.name, `code that reads ${view.name} fails`, "note")],
        removes: [object.id],
        releases: object.dependsOn,
      }),
    ];
  },
  alter: () => null,
  describe: (object) => renderView(viewOf(object)),
};

export function renderView(view: ViewDefinition): string {
  const columns = view.columns === null ? "" : ` (${view.columns.map(quoteName).join(", ")})`;
  return `CREATE VIEW ${quoteName(view.name)}${columns} AS ${view.query}`;
}
