import { printName } from "../../../model/name.ts";
import { defineReader, isOwnObject } from "../introspect/reader.ts";
import { quoteName } from "../quote.ts";
import { hazard } from "./draft.ts";
import { changeOptionsSql, openOptionsSql, optionsSql } from "./server-options.ts";
import { bothWays, standAlone } from "./stand-alone.ts";

export interface ForeignDataWrapperDefinition {
  readonly name: string;
  readonly handler: string | null;
  readonly validator: string | null;
  /** `name=value`, without secrets. */
  readonly options: readonly string[];
}

const query = `
  select w.oid,
         w.fdwname                                                              as name,
         case when w.fdwhandler <> 0 then w.fdwhandler::regproc::text end       as handler,
         case when w.fdwvalidator <> 0 then w.fdwvalidator::regproc::text end   as validator,
         ${openOptionsSql("w.fdwoptions")}                                      as options
    from pg_foreign_data_wrapper w
   where ${isOwnObject("pg_foreign_data_wrapper", "w")}
   order by w.fdwname`;

interface Row extends ForeignDataWrapperDefinition {
  readonly oid: number;
}
export const foreignDataWrapperReader = defineReader<Row>(
  query,
  ({ oid, ...rest }) => ({
    keys: [`pg_foreign_data_wrapper/${oid}`],
    object: { id: `foreign-data-wrapper:${printName([rest.name])}`, kind: "foreign-data-wrapper", dependsOn: [], definition: { ...rest } },
  }),
  "exists (select from pg_foreign_data_wrapper)",
);

const functionsSql = ({ handler, validator }: ForeignDataWrapperDefinition): string =>
  `${handler === null ? "" : ` HANDLER ${handler}`}${validator === null ? "" : ` VALIDATOR ${validator}`}`;

function changeSql(from: ForeignDataWrapperDefinition, to: ForeignDataWrapperDefinition): readonly string[] {
  const parts = [
    ...(from.handler === to.handler ? [] : [to.handler === null ? " NO HANDLER" : ` HANDLER ${to.handler}`]),
    ...(from.validator === to.validator ? [] : [to.validator === null ? " NO VALIDATOR" : ` VALIDATOR ${to.validator}`]),
    changeOptionsSql(from.options, to.options),
  ].join("");
  return parts === "" ? [] : [`ALTER FOREIGN DATA WRAPPER ${quoteName(to.name)}${parts}`];
}

export const foreignDataWrapperKind = standAlone<ForeignDataWrapperDefinition>({
  kind: "foreign-data-wrapper",
  noun: "foreign data wrapper",
  create: (wrapper) => [`CREATE FOREIGN DATA WRAPPER ${quoteName(wrapper.name)}${functionsSql(wrapper)}${optionsSql(wrapper.options)}`],
  drop: ({ name }) => [`DROP FOREIGN DATA WRAPPER ${quoteName(name)}`],
  alter: (from, to, { id }) =>
    bothWays(from, to, changeSql, {
      hazards: from.handler === to.handler ? [] : [hazard("breaks-running-code", id, "Its foreign tables are read in another way.")],
    }),
});
