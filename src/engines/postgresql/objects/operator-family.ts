import { printName } from "../../../model/name.ts";
import { defineReader, isOwnObject, isUserSchema } from "../introspect/reader.ts";
import { quoteName, quoteQualified } from "../quote.ts";
import { hazard } from "./draft.ts";
import { type Member, type MemberRow, membersSql, withoutKeys } from "./operator-members.ts";
import { bothWays, standAlone } from "./stand-alone.ts";

export interface OperatorFamilyDefinition {
  readonly schema: string;
  readonly name: string;
  readonly method: string;
  /** Those that belong to the family and to no class of it. */
  readonly members: readonly Member[];
}

const query = `
  select f.oid,
         n.nspname as schema,
         f.opfname as name,
         m.amname  as method,
         ${membersSql("pg_opfamily", "f.oid")} as members
    from pg_opfamily f
    join pg_namespace n on n.oid = f.opfnamespace
    join pg_am m        on m.oid = f.opfmethod
   where ${isUserSchema("n")}
     and ${isOwnObject("pg_opfamily", "f")}
   order by n.nspname, f.opfname, m.amname`;

interface Row extends Omit<OperatorFamilyDefinition, "members"> {
  readonly oid: number;
  readonly members: readonly MemberRow[];
}
export const operatorFamilyReader = defineReader<Row>(
  query,
  ({ oid, members, ...rest }) => ({
    keys: [`pg_opfamily/${oid}`, ...members.map(({ key }) => key)],
    object: {
      id: `operator-family:${printName([rest.schema, rest.name, rest.method])}`,
      kind: "operator-family",
      dependsOn: [`schema:${printName([rest.schema])}`],
      definition: { ...rest, members: withoutKeys(members) },
    },
  }),
  "exists (select from pg_opfamily where oid >= 16384)",
);

const addressSql = ({ schema, name, method }: OperatorFamilyDefinition): string =>
  `OPERATOR FAMILY ${quoteQualified(schema, name)} USING ${quoteName(method)}`;

function changeSql(from: OperatorFamilyDefinition, to: OperatorFamilyDefinition): readonly string[] {
  const has = (list: readonly Member[], one: Member): boolean => list.some((member) => member.text === one.text);
  const gone = from.members.filter((member) => !has(to.members, member)).map(({ place }) => place);
  const come = to.members.filter((member) => !has(from.members, member)).map(({ text }) => text);
  return [
    ...(gone.length === 0 ? [] : [`ALTER ${addressSql(to)} DROP ${gone.join(", ")}`]),
    ...(come.length === 0 ? [] : [`ALTER ${addressSql(to)} ADD ${come.join(", ")}`]),
  ];
}

export const operatorFamilyKind = standAlone<OperatorFamilyDefinition>({
  kind: "operator-family",
  noun: "operator family",
  create: (family) => [`CREATE ${addressSql(family)}`, ...changeSql({ ...family, members: [] }, family)],
  drop: (family) => [`DROP ${addressSql(family)}`],
  alter: (from, to, { id }) =>
    bothWays(from, to, changeSql, { hazards: [hazard("slows-queries", id, "Conditions that an index serves may change.", "note")] }),
});
