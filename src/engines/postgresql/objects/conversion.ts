import { printName } from "../../../model/name.ts";
import { defineReader, isOwnObject, isUserSchema } from "../introspect/reader.ts";
import { quoteLiteral, quoteQualified } from "../quote.ts";
import { hazard } from "./draft.ts";
import { standAlone } from "./stand-alone.ts";

export interface ConversionDefinition {
  readonly schema: string;
  readonly name: string;
  readonly source: string;
  readonly target: string;
  readonly function: string;
  readonly isDefault: boolean;
}

const query = `
  select c.oid,
         n.nspname                                  as schema,
         c.conname                                  as name,
         pg_encoding_to_char(c.conforencoding)      as source,
         pg_encoding_to_char(c.contoencoding)       as target,
         c.conproc::regproc::text                   as function,
         c.condefault                               as "isDefault"
    from pg_conversion c
    join pg_namespace n on n.oid = c.connamespace
   where ${isUserSchema("n")}
     and ${isOwnObject("pg_conversion", "c")}
   order by n.nspname, c.conname`;

interface Row extends ConversionDefinition {
  readonly oid: number;
}
export const conversionReader = defineReader<Row>(
  query,
  ({ oid, ...rest }) => ({
    keys: [`pg_conversion/${oid}`],
    object: {
      id: `conversion:${printName([rest.schema, rest.name])}`,
      kind: "conversion",
      dependsOn: [`schema:${printName([rest.schema])}`],
      definition: { ...rest },
    },
  }),
  "exists (select from pg_conversion where oid >= 16384)",
);

function createSql(conversion: ConversionDefinition): string {
  const { source, target } = conversion;
  const head = `CREATE ${conversion.isDefault ? "DEFAULT " : ""}CONVERSION ${quoteQualified(conversion.schema, conversion.name)}`;
  return `${head} FOR ${quoteLiteral(source)} TO ${quoteLiteral(target)} FROM ${conversion.function}`;
}

export const conversionKind = standAlone<ConversionDefinition>({
  kind: "conversion",
  noun: "conversion",
  create: (conversion) => [createSql(conversion)],
  drop: ({ schema, name }) => [`DROP CONVERSION ${quoteQualified(schema, name)}`],
  alter: () => null,
  whenDropped: ({ isDefault, source, target }, { id }) =>
    isDefault
      ? {
          hazards: [hazard("breaks-running-code", id, `Clients that need ${source} as ${target} get the server's own conversion or none.`)],
        }
      : {},
});
