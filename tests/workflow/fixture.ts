/** A small shop on SQLite: the workflow is the same on every engine, and this one starts at once. */
export const shop = {
  "dblead.toml": `[targets.shop]
engine = "sqlite"
version = "3"
migrations = "db"
format = "plain"
seed = "seed.sql"

[application]
code = ["app"]
`,
  "db/001_init.up.sql": `create table customers (id integer primary key, full_name text not null, mail text not null, fax text);
create table orders (id integer primary key, customer_id integer not null references customers (id), total integer not null, placed_at text not null);
`,
  "db/001_init.down.sql": "drop table orders;\ndrop table customers;\n",
  "seed.sql": `insert into customers (full_name, mail, fax) values ('Ada Lovelace', 'a@example.org', '1'), ('Bo Li', 'b@example.org', null);
insert into orders (customer_id, total, placed_at) values (1, 5, '2025-01-01'), (2, 7, '2025-01-02');
`,
  "app/customers.ts": 'export const mailOf = "select mail from customers where id = ?";\n',
} as const;

export interface RequirementParts {
  readonly id?: string;
  readonly from?: string;
  readonly due?: string;
  readonly intents: readonly string[];
  readonly patterns?: readonly string[];
  readonly answers?: readonly string[];
  /** A flow-style YAML mapping. */
  readonly wishes?: string;
}

/** A requirement file of these flow-style YAML items. */
export function requirement(parts: RequirementParts): string {
  const list = (name: string, items: readonly string[] | undefined): string =>
    items === undefined ? "" : `${name}:\n${items.map((item) => `  - ${item}\n`).join("")}`;
  return `---
id: ${parts.id ?? "REQ-0001"}
title: A wish
from: ${parts.from ?? "backend-lead"}
kind: feature
priority: high
targets: [shop]
${parts.due === undefined ? "" : `due: ${parts.due}\n`}---
# A wish

## Data
Words about it.

\`\`\`yaml
${list("intents", parts.intents)}${list("access-patterns", parts.patterns)}${list("answers", parts.answers)}${parts.wishes === undefined ? "" : `non-functional: ${parts.wishes}\n`}\`\`\`
`;
}

export const intents = {
  tier: "{ id: I1, add-field: { target: shop, field: customers.tier, type: text, required: true, values: [bronze, silver] } }",
  rename: "{ id: I2, rename-field: { target: shop, field: customers.mail, to: email } }",
  notes:
    "{ id: I3, add-object: { target: shop, object: notes, fields: { id: { type: integer, key: true }, order_id: { type: integer, required: true, references: orders.id }, body: { type: text, required: true } } } }",
  fax: "{ id: I4, drop-field: { target: shop, field: customers.fax } }",
  count:
    "{ id: I5, query: { target: shop, text: how many customers, query: select count(*) as n from customers, examples: [{ returns: [{ n: 2 }] }] } }",
  index: "{ id: I6, add-index: { target: shop, object: orders, fields: [customer_id, placed_at] } }",
} as const;

export const answers = {
  tier: "{ question: required-without-default/shop/customers.tier, by: backend-lead, choose: bronze }",
  rename: "{ question: rename-still-read/shop/customers.mail, by: backend-lead, choose: expand-and-contract }",
  fax: "{ question: drop-loses-data/shop/customers.fax, by: backend-lead, choose: drop }",
} as const;
