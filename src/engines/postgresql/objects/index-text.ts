import type { SchemaObject } from "../../../model/schema.ts";
import type { IndexDefinition, IndexMarks } from "../definitions.ts";
import { quoteName, quoteQualified } from "../quote.ts";
import { define } from "./draft.ts";

interface Marked extends IndexMarks {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
}

/** What an index carries for its table, set once it is there. `attachedTo`: name of the index of the partitioned table, in the same schema or dotted. */
export function marksSql(index: Marked, attachedTo: string | null): readonly string[] {
  const head = `ALTER TABLE ${quoteQualified(index.schema, index.table)}`;
  return [
    ...(attachedTo === null ? [] : [`ALTER INDEX ${attachedTo} ATTACH PARTITION ${quoteQualified(index.schema, index.name)}`]),
    ...(index.replicaIdentity ? [`${head} REPLICA IDENTITY USING INDEX ${quoteName(index.name)}`] : []),
    ...(index.clustered ? [`${head} CLUSTER ON ${quoteName(index.name)}`] : []),
  ];
}

/** Everything that follows CREATE INDEX: what it carries, and targets of its expressions. */
export function indexSettingsSql(index: IndexDefinition): readonly string[] {
  const name = quoteQualified(index.schema, index.name);
  return [
    ...index.statistics.map(({ column, target }) => `ALTER INDEX ${name} ALTER COLUMN ${column} SET STATISTICS ${target}`),
    ...marksSql(index, index.attachedTo),
  ];
}

export function createIndexSql(object: SchemaObject): readonly string[] {
  const index = define<IndexDefinition>(object);
  return [index.text, ...indexSettingsSql(index)];
}
