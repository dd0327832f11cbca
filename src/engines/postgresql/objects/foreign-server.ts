import { printName } from "../../../model/name.ts";
import { defineReader, isOwnObject } from "../introspect/reader.ts";
import { quoteLiteral, quoteName } from "../quote.ts";
import { hazard } from "./draft.ts";
import { changeOptionsSql, openOptionsSql, optionsSql } from "./server-options.ts";
import { bothWays, standAlone } from "./stand-alone.ts";

export interface ForeignServerDefinition {
  readonly name: string;
  readonly wrapper: string;
  readonly type: string | null;
  readonly version: string | null;
  /** `name=value`, without secrets. */
  readonly options: readonly string[];
}

const query = `
  select s.oid,
         s.srvname                            as name,
         w.fdwname                            as wrapper,
         s.srvtype                            as type,
         s.srvversion                         as version,
         ${openOptionsSql("s.srvoptions")}    as options
    from pg_foreign_server s
    join pg_foreign_data_wrapper w on w.oid = s.srvfdw
   where ${isOwnObject("pg_foreign_server", "s")}
   order by s.srvname`;

interface Row extends ForeignServerDefinition {
  readonly oid: number;
}
export const foreignServerReader = defineReader<Row>(
  query,
  ({ oid, ...rest }) => ({
    keys: [`pg_foreign_server/${oid}`],
    object: { id: `foreign-server:${printName([rest.name])}`, kind: "foreign-server", dependsOn: [], definition: { ...rest } },
  }),
  "exists (select from pg_foreign_server)",
);

function createSql({ name, wrapper, type, version, options }: ForeignServerDefinition): string {
  const marks = `${type === null ? "" : ` TYPE ${quoteLiteral(type)}`}${version === null ? "" : ` VERSION ${quoteLiteral(version)}`}`;
  return `CREATE SERVER ${quoteName(name)}${marks} FOREIGN DATA WRAPPER ${quoteName(wrapper)}${optionsSql(options)}`;
}

function changeSql(from: ForeignServerDefinition, to: ForeignServerDefinition): readonly string[] | null {
  if (from.wrapper !== to.wrapper || from.type !== to.type) return null;
  const version = from.version === to.version ? "" : ` VERSION ${to.version === null ? "NULL" : quoteLiteral(to.version)}`;
  const parts = `${version}${changeOptionsSql(from.options, to.options)}`;
  return parts === "" ? [] : [`ALTER SERVER ${quoteName(to.name)}${parts}`];
}

export const foreignServerKind = standAlone<ForeignServerDefinition>({
  kind: "foreign-server",
  noun: "foreign server",
  create: (server) => [createSql(server)],
  drop: ({ name }) => [`DROP SERVER ${quoteName(name)}`],
  alter: (from, to, { id }) =>
    bothWays(from, to, changeSql, { hazards: [hazard("breaks-running-code", id, "Its foreign tables are reached in another way.")] }),
});
