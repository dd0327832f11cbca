import { printName } from "../../../model/name.ts";
import { defineReader } from "../introspect/reader.ts";
import { quoteLiteral, quoteName } from "../quote.ts";
import { hazard } from "./draft.ts";
import { standAlone } from "./stand-alone.ts";

/** Its connection is a secret, and whether it is enabled is the state of an operation: neither is part of it. */
export interface SubscriptionDefinition {
  readonly name: string;
  /** Null: it has no slot. */
  readonly slot: string | null;
  readonly publications: readonly string[];
  /** `name=value` of the options that differ from the server's defaults, sorted. */
  readonly options: readonly string[];
}

const sinceVersion: readonly { readonly major: number; readonly options: Readonly<Record<string, string>> }[] = [
  { major: 14, options: { binary: "case when s.subbinary then 'true' end", synchronous_commit: "nullif(s.subsynccommit, 'off')" } },
  {
    major: 15,
    options: {
      two_phase: "case when s.subtwophasestate <> 'd' then 'true' end",
      disable_on_error: "case when s.subdisableonerr then 'true' end",
    },
  },
  {
    major: 16,
    options: {
      password_required: "case when not s.subpasswordrequired then 'false' end",
      run_as_owner: "case when s.subrunasowner then 'true' end",
      origin: "nullif(s.suborigin, 'any')",
    },
  },
  { major: 17, options: { failover: "case when s.subfailover then 'true' end" } },
];
/** Off by default up to 17, parallel since 18. */
const streaming = (major: number): string =>
  major < 16
    ? "case when s.substream then 'on' end"
    : `nullif(case s.substream when 'p' then 'parallel' when 't' then 'on' else 'off' end, '${major < 18 ? "off" : "parallel"}')`;

// The connection string holds a password and is never asked for; whoever is no superuser may not even read its column.
const query = (major: number): string => {
  const columns = Object.assign(
    { streaming: streaming(major) },
    ...sinceVersion.filter((since) => since.major <= major).map(({ options }) => options),
  ) as Readonly<Record<string, string>>;
  const options = Object.entries(columns).map(([name, value]) => `'${name}=' || (${value})`);
  return `
  select s.oid,
         s.subname      as name,
         s.subslotname  as slot,
         (select json_agg(p order by p) from unnest(s.subpublications) p) as publications,
         coalesce((select json_agg(o order by o) from unnest(array[${options.join(",\n           ")}]) o where o is not null), '[]'::json) as options
    from pg_subscription s
    join pg_database d on d.oid = s.subdbid
   where d.datname = current_database()
   order by s.subname`;
};

interface Row extends SubscriptionDefinition {
  readonly oid: number;
}
export const subscriptionReader = defineReader<Row>(
  query,
  ({ oid, ...rest }) => ({
    keys: [`pg_subscription/${oid}`],
    object: { id: `subscription:${printName([rest.name])}`, kind: "subscription", dependsOn: [], definition: { ...rest } },
  }),
  "exists (select from pg_subscription)",
);

const head = ({ name }: SubscriptionDefinition): string => `ALTER SUBSCRIPTION ${quoteName(name)}`;
const listSql = ({ publications }: SubscriptionDefinition): string => publications.map(quoteName).join(", ");
const optionSql = (option: string): string => {
  const at = option.indexOf("=");
  return `${option.slice(0, at)} = ${quoteLiteral(option.slice(at + 1))}`;
};
/** Who subscribes says where from; a plan does not know it. */
const nowhere = "host=/set-by-hand";

/** Made without a connection and not enabled: nothing is copied, no slot is made on the publisher. */
function createSql(subscription: SubscriptionDefinition): readonly string[] {
  const slot = subscription.slot === null ? "NONE" : quoteLiteral(subscription.slot);
  const options = ["connect = false", `slot_name = ${slot}`, ...subscription.options.map(optionSql)];
  const head = `CREATE SUBSCRIPTION ${quoteName(subscription.name)} CONNECTION ${quoteLiteral(nowhere)} PUBLICATION ${listSql(subscription)}`;
  return [`${head} WITH (${options.join(", ")})`];
}

/** The slot on the publisher stays: dropping it needs the connection. */
function dropSql(subscription: SubscriptionDefinition): readonly string[] {
  const name = quoteName(subscription.name);
  const release = subscription.slot === null ? [] : [`${head(subscription)} DISABLE`, `${head(subscription)} SET (slot_name = NONE)`];
  return [...release, `DROP SUBSCRIPTION ${name}`];
}

const defaults: Readonly<Record<string, string>> = {
  binary: "false",
  synchronous_commit: "off",
  disable_on_error: "false",
  password_required: "true",
  run_as_owner: "false",
  origin: "any",
  streaming: "off",
};

/** Null where an option is for life, or changes only with the publisher at hand. */
function changeSql(from: SubscriptionDefinition, to: SubscriptionDefinition): readonly string[] | null {
  const names = new Set([...from.options, ...to.options].map((option) => option.slice(0, option.indexOf("="))));
  const valueIn = (one: SubscriptionDefinition, name: string): string | undefined =>
    one.options.find((option) => option.startsWith(`${name}=`))?.slice(name.length + 1);
  const changed = [...names].filter((name) => valueIn(from, name) !== valueIn(to, name));
  if (changed.includes("two_phase") || changed.includes("failover")) return null;
  const options = [
    ...(from.slot === to.slot ? [] : [`slot_name = ${to.slot === null ? "NONE" : quoteLiteral(to.slot)}`]),
    ...changed.map((name) => `${name} = ${quoteLiteral(valueIn(to, name) ?? defaults[name] ?? "false")}`),
  ];
  return [
    ...(from.slot !== to.slot && to.slot === null ? [`${head(to)} DISABLE`] : []),
    ...(from.publications.join() === to.publications.join() ? [] : [`${head(to)} SET PUBLICATION ${listSql(to)} WITH (refresh = false)`]),
    ...(options.length === 0 ? [] : [`${head(to)} SET (${options.join(", ")})`]),
  ];
}

export const subscriptionKind = standAlone<SubscriptionDefinition>({
  kind: "subscription",
  noun: "subscription",
  create: createSql,
  drop: dropSql,
  alter: (from, to, { id }) => {
    const [up, down] = [changeSql(from, to), changeSql(to, from)];
    if (up === null || down === null) return null;
    const refresh = from.publications.join() !== to.publications.join();
    return {
      up,
      down,
      hazards: refresh ? [hazard("breaks-replication", id, `Run ${head(to)} REFRESH PUBLICATION when the publisher can be reached.`)] : [],
    };
  },
  whenCreated: (subscription, { id }) => ({
    hazards: [
      hazard(
        "breaks-replication",
        id,
        `Its connection is a secret and no part of the plan: set it (${head(subscription)} CONNECTION '…'), make the slot on the publisher, then ENABLE and REFRESH PUBLICATION.`,
      ),
    ],
  }),
  whenDropped: ({ slot }, { id }) => ({
    reversibility: { kind: "schema-only", until: "the step runs", loses: "its connection, and how far it has read" },
    hazards: [
      hazard("breaks-replication", id, "Rows of the publisher no longer arrive.", "error"),
      ...(slot === null ? [] : [hazard("needs-disk", id, `The slot ${slot} stays on the publisher and keeps its log: drop it there.`)]),
    ],
  }),
});
