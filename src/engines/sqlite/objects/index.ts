import type { ObjectKind } from "../../step-draft.ts";
import { type IndexDefinition, indexOf } from "../definitions.ts";
import { blocksWrites, draftStep, hazard, statements } from "../draft.ts";
import { quoteName } from "../tokens.ts";

export const indexKind: ObjectKind = {
  kind: "index",
  create: (object) => {
    const index = indexOf(object);
    return [
      draftStep({
        kind: "create-index",
        summary: `create ${index.unique ? "unique " : ""}index ${index.name} on ${index.table}`,
        action: statements([renderIndex(index)]),
        reverse: [statements([renderDropIndex(index)])],
        blocks: blocksWrites("build"),
        hazards: [
          hazard("blocks-writes", index.table, "nothing else can write while the index is built", "note"),
          hazard("scans-object", index.table, `every row of ${index.table} is read`, "note"),
          ...(index.unique ? [hazard("breaks-running-code", index.table, "code that writes duplicates fails from now on", "note")] : []),
        ],
        makes: [object.id],
        needs: object.dependsOn,
      }),
    ];
  },
  drop: (object) => {
    const index = indexOf(object);
    return [
      draftStep({
        kind: "drop-index",
        summary: `drop index ${index.name}`,
        action: statements([renderDropIndex(index)]),
        reverse: [statements([renderIndex(index)])],
        hazards: [
          hazard("slows-queries", index.table, `queries that use ${index.name} read more rows`, "note"),
          ...(index.unique ? [hazard("weakens-integrity", index.table, "duplicates are let in")] : []),
        ],
        removes: [object.id],
        releases: object.dependsOn,
      }),
    ];
  },
  alter: () => null,
  describe: (object) => renderIndex(indexOf(object)),
};

export function renderIndex(index: IndexDefinition): string {
  const where = index.where === null ? "" : ` WHERE ${index.where}`;
  return `CREATE ${index.unique ? "UNIQUE " : ""}INDEX ${quoteName(index.name)} ON ${quoteName(index.table)} (${index.columns.join(", ")})${where}`;
}
function renderDropIndex(index: IndexDefinition): string {
  return `DROP INDEX ${quoteName(index.name)}`;
}
