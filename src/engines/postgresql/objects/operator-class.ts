import { printName } from "../../../model/name.ts";
import { defineReader, isOwnObject, isUserSchema } from "../introspect/reader.ts";
import { quoteName, quoteQualified } from "../quote.ts";
import { hazard } from "./draft.ts";
import { type Member, type MemberRow, membersSql, withoutKeys } from "./operator-members.ts";
import { standAlone } from "./stand-alone.ts";

export interface OperatorClassDefinition {
  readonly schema: string;
  readonly name: string;
  readonly method: string;
  readonly type: string;
  readonly isDefault: boolean;
  /** Qualified, as SQL. */
  readonly family: string;
  readonly storage: string | null;
  readonly members: readonly Member[];
}

const query = `
  select c.oid,
         n.nspname                                                       as schema,
         c.opcname                                                       as name,
         m.amname                                                        as method,
         format_type(c.opcintype, null)                                  as type,
         c.opcdefault                                                    as "isDefault",
         format('%I.%I', fn.nspname, f.opfname)                          as family,
         case when c.opckeytype <> 0 then format_type(c.opckeytype, null) end as storage,
         ${membersSql("pg_opclass", "c.oid")}                            as members
    from pg_opclass c
    join pg_namespace n  on n.oid = c.opcnamespace
    join pg_am m         on m.oid = c.opcmethod
    join pg_opfamily f   on f.oid = c.opcfamily
    join pg_namespace fn on fn.oid = f.opfnamespace
   where ${isUserSchema("n")}
     and ${isOwnObject("pg_opclass", "c")}
   order by n.nspname, c.opcname, m.amname`;

interface Row extends Omit<OperatorClassDefinition, "members"> {
  readonly oid: number;
  readonly members: readonly MemberRow[];
}
export const operatorClassReader = defineReader<Row>(
  query,
  ({ oid, members, ...rest }) => ({
    keys: [`pg_opclass/${oid}`, ...members.map(({ key }) => key)],
    object: {
      id: `operator-class:${printName([rest.schema, rest.name, rest.method])}`,
      kind: "operator-class",
      dependsOn: [`schema:${printName([rest.schema])}`],
      definition: { ...rest, members: withoutKeys(members) },
    },
  }),
  "exists (select from pg_opclass where oid >= 16384)",
);

const addressSql = ({ schema, name, method }: OperatorClassDefinition): string =>
  `OPERATOR CLASS ${quoteQualified(schema, name)} USING ${quoteName(method)}`;

function createSql(one: OperatorClassDefinition): string {
  const items = [...one.members.map(({ text }) => text), ...(one.storage === null ? [] : [`STORAGE ${one.storage}`])];
  const body = items.length === 0 ? `STORAGE ${one.type}` : items.join(", ");
  const head = `CREATE OPERATOR CLASS ${quoteQualified(one.schema, one.name)}${one.isDefault ? " DEFAULT" : ""}`;
  return `${head} FOR TYPE ${one.type} USING ${quoteName(one.method)} FAMILY ${one.family} AS ${body}`;
}

export const operatorClassKind = standAlone<OperatorClassDefinition>({
  kind: "operator-class",
  noun: "operator class",
  create: (one) => [createSql(one)],
  drop: (one) => [`DROP ${addressSql(one)}`],
  alter: () => null,
  whenCreated: ({ isDefault }, { id }) =>
    isDefault ? { hazards: [hazard("slows-queries", id, "New indexes of the type follow its order from now on.", "note")] } : {},
});
