import { printName } from "../../../model/name.ts";
import type { Schema } from "../../../model/schema.ts";
import type { PlanContext } from "../../step-draft.ts";
import { defineReader } from "../introspect/reader.ts";
import { quoteLiteral, quoteName } from "../quote.ts";
import { define, hazard } from "./draft.ts";
import { membersSql, type PublicationMemberDefinition } from "./publication-text.ts";
import { type Alteration, standAlone } from "./stand-alone.ts";
import { childrenOf } from "./surroundings.ts";

export interface PublicationDefinition {
  readonly name: string;
  readonly allTables: boolean;
  /** Sorted: insert, update, delete, truncate. */
  readonly publish: readonly string[];
  readonly viaRoot: boolean;
  readonly generatedColumns: "none" | "stored";
}

// Generated columns can be published since 18.
const query = `
  select p.oid,
         p.pubname      as name,
         p.puballtables as "allTables",
         to_json(array_remove(array[case when p.pubdelete then 'delete' end, case when p.pubinsert then 'insert' end,
                                    case when p.pubtruncate then 'truncate' end, case when p.pubupdate then 'update' end], null)) as publish,
         p.pubviaroot   as "viaRoot",
         case to_jsonb(p) ->> 'pubgencols' when 's' then 'stored' else 'none' end as "generatedColumns"
    from pg_publication p
   order by p.pubname`;

interface Row extends PublicationDefinition {
  readonly oid: number;
}
export const publicationReader = defineReader<Row>(
  query,
  ({ oid, ...rest }) => ({
    keys: [`pg_publication/${oid}`],
    object: { id: `publication:${printName([rest.name])}`, kind: "publication", dependsOn: [], definition: { ...rest } },
  }),
  "exists (select from pg_publication)",
);

function optionsSql(from: PublicationDefinition | null, to: PublicationDefinition): string {
  const initial = { publish: ["delete", "insert", "truncate", "update"], viaRoot: false, generatedColumns: "none" } as const;
  const before = from ?? initial;
  const options = [
    ...(before.publish.join() === to.publish.join() ? [] : [`publish = ${quoteLiteral(to.publish.join(", "))}`]),
    ...(before.viaRoot === to.viaRoot ? [] : [`publish_via_partition_root = ${to.viaRoot}`]),
    ...(before.generatedColumns === to.generatedColumns ? [] : [`publish_generated_columns = ${to.generatedColumns}`]),
  ];
  return options.join(", ");
}

const members = (schema: Schema, id: string): readonly PublicationMemberDefinition[] =>
  childrenOf(schema, id, "publication-member").map((child) => define<PublicationMemberDefinition>(child));

/** With what it publishes: a publication is made, and comes back, as a whole. */
function createSql(publication: PublicationDefinition, listed: readonly PublicationMemberDefinition[]): string {
  const what = publication.allTables ? " FOR ALL TABLES" : listed.length === 0 ? "" : ` FOR ${membersSql(listed)}`;
  const options = optionsSql(null, publication);
  return `CREATE PUBLICATION ${quoteName(publication.name)}${what}${options === "" ? "" : ` WITH (${options})`}`;
}

/** Between all tables and some there is no ALTER: it is made anew, as a whole, in one moment. */
function remake(from: PublicationDefinition, to: PublicationDefinition, context: PlanContext, id: string): Alteration {
  const [before, after] = [childrenOf(context.from, id, "publication-member"), childrenOf(context.to, id, "publication-member")];
  const drop = `DROP PUBLICATION ${quoteName(to.name)}`;
  return {
    up: [drop, createSql(to, members(context.to, id))],
    down: [drop, createSql(from, members(context.from, id))],
    along: after.map((member) => member.id),
    needs: [...new Set([...before, ...after].flatMap(({ dependsOn }) => dependsOn))].filter((other) => other !== id),
    hazards: [hazard("breaks-replication", id, "Subscribers get other tables than before, and miss what changes meanwhile.")],
  };
}

const plain = standAlone<PublicationDefinition>({
  kind: "publication",
  noun: "publication",
  create: (publication) => [createSql(publication, [])],
  drop: ({ name }) => [`DROP PUBLICATION ${quoteName(name)}`],
  alter: (from, to, { context, id }) => {
    if (from.allTables !== to.allTables) return remake(from, to, context, id);
    const way = (before: PublicationDefinition, after: PublicationDefinition): readonly string[] => [
      `ALTER PUBLICATION ${quoteName(after.name)} SET (${optionsSql(before, after)})`,
    ];
    const isLess = from.publish.some((action) => !to.publish.includes(action));
    return {
      up: way(from, to),
      down: way(to, from),
      hazards: [
        ...(isLess ? [hazard("breaks-replication", id, "Subscribers miss changes that they got before.")] : []),
        ...(from.viaRoot === to.viaRoot
          ? []
          : [hazard("breaks-replication", id, "Subscribers get changes of partitions under the name of another table than before.")]),
      ],
    };
  },
  whenCreated: ({ allTables, publish }, { id }) => ({
    hazards:
      allTables && publish.some((action) => action === "update" || action === "delete")
        ? [hazard("breaks-running-code", id, "Updates and deletes are refused on every table without a replica identity.")]
        : [],
  }),
  whenDropped: (_, { id }) => ({
    reversibility: { kind: "exact", until: "any time", loses: "changes made meanwhile, for its subscribers" },
    hazards: [hazard("breaks-replication", id, "Subscribers of it stop with an error.", "error")],
  }),
});

export const publicationKind = {
  ...plain,
  create: (object, context: PlanContext) => {
    const listed = childrenOf(context.to, object.id, "publication-member");
    const made = [object.id, ...listed.map(({ id }) => id)];
    const statement = createSql(define<PublicationDefinition>(object), members(context.to, object.id));
    return plain.create(object, context).map((draft) => ({
      ...draft,
      action: { kind: "statements", statements: [statement], transaction: "shared" } as const,
      makes: made,
      needs: [...new Set([...draft.needs, ...listed.flatMap(({ dependsOn }) => dependsOn)])].filter((id) => !made.includes(id)),
    }));
  },
  drop: (object, context: PlanContext) => {
    const listed = childrenOf(context.from, object.id, "publication-member");
    const gone = [object.id, ...listed.map(({ id }) => id)];
    const statement = createSql(define<PublicationDefinition>(object), members(context.from, object.id));
    return plain.drop(object, context).map((draft) => ({
      ...draft,
      reverse: [{ kind: "statements", statements: [statement], transaction: "shared" } as const],
      removes: gone,
      releases: [...new Set([...draft.releases, ...listed.flatMap(({ dependsOn }) => dependsOn)])].filter((id) => !gone.includes(id)),
    }));
  },
} satisfies typeof plain;
