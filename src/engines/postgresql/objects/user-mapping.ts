import { printName } from "../../../model/name.ts";
import { defineReader, isOwnObject } from "../introspect/reader.ts";
import { quoteName } from "../quote.ts";
import { hazard } from "./draft.ts";
import { changeOptionsSql, openOptionsSql, optionsSql } from "./server-options.ts";
import { bothWays, standAlone } from "./stand-alone.ts";

export interface UserMappingDefinition {
  readonly server: string;
  /** `PUBLIC` or a role. */
  readonly user: string;
  /** `name=value`, without secrets. */
  readonly options: readonly string[];
}

// The view shows options to those only who may see them.
const query = `
  select m.umid                                                       as oid,
         m.srvname                                                    as server,
         case when m.umuser = 0 then 'PUBLIC' else m.usename end      as "user",
         ${openOptionsSql("m.umoptions")}                             as options
    from pg_user_mappings m
    join pg_foreign_server s on s.oid = m.srvid
   where ${isOwnObject("pg_foreign_server", "s")}
   order by m.srvname, 3`;

interface Row extends UserMappingDefinition {
  readonly oid: number;
}
export const userMappingReader = defineReader<Row>(
  query,
  ({ oid, ...rest }) => {
    const server = `foreign-server:${printName([rest.server])}`;
    return {
      keys: [`pg_user_mapping/${oid}`],
      object: {
        id: `user-mapping:${printName([rest.server, rest.user])}`,
        kind: "user-mapping",
        parent: server,
        dependsOn: [server],
        definition: { ...rest },
      },
    };
  },
  "exists (select from pg_user_mappings)",
);

const forSql = ({ user, server }: UserMappingDefinition): string =>
  `USER MAPPING FOR ${user === "PUBLIC" ? user : quoteName(user)} SERVER ${quoteName(server)}`;

export const userMappingKind = standAlone<UserMappingDefinition>({
  kind: "user-mapping",
  noun: "user mapping",
  create: (mapping) => [`CREATE ${forSql(mapping)}${optionsSql(mapping.options)}`],
  drop: (mapping) => [`DROP ${forSql(mapping)}`],
  alter: (from, to) =>
    bothWays(from, to, (before, after) => {
      const options = changeOptionsSql(before.options, after.options);
      return options === "" ? [] : [`ALTER ${forSql(after)}${options}`];
    }),
  whenCreated: (_, { id }) => ({
    hazards: [hazard("breaks-running-code", id, "Passwords are no part of a plan: one that the server asks for is set by hand.", "note")],
  }),
  whenDropped: ({ user }, { id }) => ({
    reversibility: { kind: "exact", until: "any time", loses: "a password that it held" },
    hazards: [hazard("breaks-running-code", id, `${user === "PUBLIC" ? "Everybody" : user} no longer reaches the server.`)],
  }),
});
