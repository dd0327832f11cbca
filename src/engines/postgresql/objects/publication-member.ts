import { printName } from "../../../model/name.ts";
import type { ObjectKind, PlanContext } from "../../step-draft.ts";
import { defineReader, isUserSchema } from "../introspect/reader.ts";
import { quoteName } from "../quote.ts";
import { define, hazard, lock } from "./draft.ts";
import type { PublicationDefinition } from "./publication.ts";
import { memberNameSql, membersSql, type PublicationMemberDefinition } from "./publication-text.ts";
import { standAlone } from "./stand-alone.ts";
import { isAdded, isDropped } from "./surroundings.ts";

// Lists of columns, filters and whole schemas came with 15.
const query = (major: number): string => `
  select 'pg_publication_rel/' || r.oid as key,
         p.pubname                      as publication,
         n.nspname                      as schema,
         c.relname                      as "table",
         ${
           major < 15
             ? "null::json"
             : `case when r.prattrs is not null then (select json_agg(a.attname order by a.attname) from pg_attribute a
                 where a.attrelid = r.prrelid and a.attnum = any (r.prattrs::int2[])) end`
         }                              as columns,
         ${major < 15 ? "null::text" : "pg_get_expr(r.prqual, r.prrelid)"} as filter
    from pg_publication_rel r
    join pg_publication p on p.oid = r.prpubid
    join pg_class c       on c.oid = r.prrelid
    join pg_namespace n   on n.oid = c.relnamespace
   where ${isUserSchema("n")}
   ${
     major < 15
       ? ""
       : `union all
  select 'pg_publication_namespace/' || s.oid, p.pubname, n.nspname, null, null, null
    from pg_publication_namespace s
    join pg_publication p on p.oid = s.pnpubid
    join pg_namespace n   on n.oid = s.pnnspid`
   }
   order by 2, 3, 4`;

interface Row extends PublicationMemberDefinition {
  readonly key: string;
}
export const publicationMemberReader = defineReader<Row>(
  query,
  ({ key, ...rest }) => {
    const parent = `publication:${printName([rest.publication])}`;
    const place = rest.table === null ? [rest.schema] : [rest.schema, rest.table];
    const dependsOn = [parent, rest.table === null ? `schema:${printName(place)}` : `table:${printName(place)}`];
    return {
      keys: [key],
      object: {
        id: `publication-member:${printName([rest.publication, ...place])}`,
        kind: "publication-member",
        parent,
        dependsOn,
        definition: { ...rest },
      },
    };
  },
  (major) => `exists (select from pg_publication_rel)${major < 15 ? "" : " or exists (select from pg_publication_namespace)"}`,
);

const label = ({ schema, table }: PublicationMemberDefinition): string => printName(table === null ? [schema] : [schema, table]);
const headSql = ({ publication }: PublicationMemberDefinition): string => `ALTER PUBLICATION ${quoteName(publication)}`;
const refresh = "Subscribers see the change after ALTER SUBSCRIPTION … REFRESH PUBLICATION.";

const plain = standAlone<PublicationMemberDefinition>({
  kind: "publication-member",
  noun: "published",
  create: (member) => [`${headSql(member)} ADD ${membersSql([member])}`],
  drop: (member) => [`${headSql(member)} DROP ${memberNameSql(member)}`],
  // SET would replace all members: one is taken out and put back, in one transaction.
  alter: (from, to) => ({
    up: [`${headSql(from)} DROP ${memberNameSql(from)}`, `${headSql(to)} ADD ${membersSql([to])}`],
    down: [`${headSql(to)} DROP ${memberNameSql(to)}`, `${headSql(from)} ADD ${membersSql([from])}`],
    blocks: to.table === null ? [] : [lock(label(to), "SHARE UPDATE EXCLUSIVE")],
    hazards: [hazard("breaks-replication", label(to), "Subscribers get other columns or rows than before.")],
  }),
  whenCreated: (member) => ({
    blocks: member.table === null ? [] : [lock(label(member), "SHARE UPDATE EXCLUSIVE")],
    hazards: [hazard("breaks-replication", label(member), refresh, "note")],
  }),
  whenDropped: (member) => ({
    blocks: member.table === null ? [] : [lock(label(member), "SHARE UPDATE EXCLUSIVE")],
    hazards: [hazard("breaks-replication", label(member), "Subscribers miss its changes from now on.")],
  }),
});

/** Whether the publication itself is dropped and made anew, as a whole. */
function isRemade(context: PlanContext, publication: string | undefined): boolean {
  const change = context.changes.find((candidate) => candidate.kind === "modify" && candidate.to.id === publication);
  if (change?.kind !== "modify") return false;
  return define<PublicationDefinition>(change.from).allTables !== define<PublicationDefinition>(change.to).allTables;
}

export const publicationMemberKind: ObjectKind = {
  ...plain,
  create: (object, context) => (isAdded(context, object.parent) || isRemade(context, object.parent) ? [] : plain.create(object, context)),
  drop: (object, context) => (isDropped(context, object.parent) || isRemade(context, object.parent) ? [] : plain.drop(object, context)),
  describe: (object) => {
    const member = define<PublicationMemberDefinition>(object);
    return `${member.table === null ? "tables of schema " : "table "}${label(member)} in publication ${member.publication}`;
  },
};
