import type { ObjectKind } from "../../step-draft.ts";
import { printCommand } from "../command.ts";
import { commands, draftStep, hazard } from "../draft.ts";
import { atHand } from "../normalize.ts";
import { type Document, type RoleDefinition, roleOf } from "../schema.ts";

export const roleKind: ObjectKind = {
  kind: "role",
  create: (object) => {
    const role = roleOf(object);
    return [
      draftStep({
        kind: "create-role",
        summary: `create role ${role.name}`,
        action: commands([{ createRole: role.name, ...grantsOf(role) }]),
        reverse: [commands([dropRole(role)])],
        makes: [object.id],
        needs: object.dependsOn,
      }),
    ];
  },
  drop: (object) => {
    const role = roleOf(object);
    return [
      draftStep({
        kind: "drop-role",
        summary: `drop role ${role.name}`,
        action: commands([dropRole(role)]),
        reverse: [commands([{ createRole: role.name, ...grantsOf(role) }])],
        hazards: [hazard("breaks-running-code", role.name, `who had the role ${role.name} loses what it allowed`)],
        removes: [object.id],
        releases: object.dependsOn,
      }),
    ];
  },
  alter: (from, to) => {
    const [before, after] = [roleOf(from), roleOf(to)];
    return [
      draftStep({
        kind: "alter-role",
        summary: `change what role ${after.name} allows`,
        action: commands([{ updateRole: after.name, ...grantsOf(after) }]),
        reverse: [commands([{ updateRole: before.name, ...grantsOf(before) }])],
        hazards: [hazard("weakens-security", after.name, "who has the role may do what it says from now on", "note")],
        needs: to.dependsOn,
      }),
    ];
  },
  describe: (object) => printCommand({ createRole: roleOf(object).name, ...grantsOf(roleOf(object)) }),
};

function grantsOf(role: RoleDefinition): Document {
  return {
    privileges: role.privileges,
    roles: role.roles,
    ...(role.restrictions.length === 0 ? {} : { authenticationRestrictions: role.restrictions }),
    ...placeOf(role),
  };
}
function dropRole(role: RoleDefinition): Document {
  return { dropRole: role.name, ...placeOf(role) };
}
export function placeOf({ db }: { readonly db: string }): Document {
  return db === atHand ? {} : { $db: db };
}
