import type { ObjectKind } from "../../step-draft.ts";
import { printCommand } from "../command.ts";
import { commands, draftStep, hazard } from "../draft.ts";
import { type Document, type ViewDefinition, viewOf } from "../schema.ts";

export const viewKind: ObjectKind = {
  kind: "view",
  create: (object) => {
    const view = viewOf(object);
    return [
      draftStep({
        kind: "create-view",
        summary: `create view ${view.name} on ${view.on}`,
        action: commands([createView(view)]),
        reverse: [commands([{ drop: view.name }])],
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
        action: commands([{ drop: view.name }]),
        reverse: [commands([createView(view)])],
        hazards: [hazard("breaks-running-code", view.name, `code that reads ${view.name} gets nothing, and no error`)],
        removes: [object.id],
        releases: object.dependsOn,
      }),
    ];
  },
  alter: (from, to) => {
    const [before, after] = [viewOf(from), viewOf(to)];
    // collMod changes what a view reads; a collation is kept from the day it is made.
    if (JSON.stringify(before.collation) !== JSON.stringify(after.collation)) return null;
    return [
      draftStep({
        kind: "alter-view",
        summary: `change what view ${after.name} reads`,
        action: commands([modifyView(before.name, after)]),
        reverse: [commands([modifyView(before.name, before)])],
        hazards: [hazard("breaks-running-code", after.name, `${after.name} answers with other documents or fields`, "note")],
        needs: to.dependsOn,
      }),
    ];
  },
  describe: (object) => printCommand(createView(viewOf(object))),
};

function createView(view: ViewDefinition): Document {
  return {
    create: view.name,
    viewOn: view.on,
    pipeline: view.pipeline,
    ...(view.collation === null ? {} : { collation: view.collation }),
  };
}
function modifyView(name: string, view: ViewDefinition): Document {
  return { collMod: name, viewOn: view.on, pipeline: view.pipeline };
}
