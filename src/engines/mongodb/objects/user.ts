import type { ObjectKind } from "../../step-draft.ts";
import { printCommand } from "../command.ts";
import { commands, draftStep, hazard } from "../draft.ts";
import { type Document, type UserDefinition, userOf } from "../schema.ts";
import { placeOf } from "./role.ts";

/** Passwords are no part of a schema: who runs the commands adds `pwd`. */
export const userKind: ObjectKind = {
  kind: "user",
  create: (object) => {
    const user = userOf(object);
    return [
      draftStep({
        kind: "create-user",
        summary: `create user ${user.name}; its password is given by whoever runs it`,
        action: commands([{ createUser: user.name, ...settingsOf(user) }]),
        reverse: [commands([{ dropUser: user.name, ...placeOf(user) }])],
        makes: [object.id],
        needs: object.dependsOn,
      }),
    ];
  },
  drop: (object) => {
    const user = userOf(object);
    return [
      draftStep({
        kind: "drop-user",
        summary: `drop user ${user.name}`,
        action: commands([{ dropUser: user.name, ...placeOf(user) }]),
        reverse: [commands([{ createUser: user.name, ...settingsOf(user) }])],
        reversibility: { kind: "schema-only", until: "the step runs", loses: `the password of ${user.name}` },
        hazards: [hazard("breaks-running-code", user.name, `who logs in as ${user.name} is refused`)],
        removes: [object.id],
        releases: object.dependsOn,
      }),
    ];
  },
  alter: (from, to) => {
    const [before, after] = [userOf(from), userOf(to)];
    return [
      draftStep({
        kind: "alter-user",
        summary: `change user ${after.name}`,
        action: commands([{ updateUser: after.name, ...settingsOf(after) }]),
        reverse: [commands([{ updateUser: before.name, ...settingsOf(before) }])],
        hazards: [hazard("weakens-security", after.name, `${after.name} may do what its roles say from now on`, "note")],
        needs: to.dependsOn,
      }),
    ];
  },
  describe: (object) => printCommand({ createUser: userOf(object).name, ...settingsOf(userOf(object)) }),
};

function settingsOf(user: UserDefinition): Document {
  return {
    roles: user.roles,
    ...(user.mechanisms.length === 0 ? {} : { mechanisms: user.mechanisms }),
    ...(user.restrictions.length === 0 ? {} : { authenticationRestrictions: user.restrictions }),
    ...(user.customData === null ? {} : { customData: user.customData }),
    ...placeOf(user),
  };
}
