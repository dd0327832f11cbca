import type { JsonValue } from "../../../model/json.ts";
import { printName } from "../../../model/name.ts";
import type { ObjectKind } from "../../step-draft.ts";
import type { SchemaDefinition } from "../definitions.ts";
import { defineReader, isOwnObject, isUserSchema } from "../introspect/reader.ts";
import { quoteName } from "../quote.ts";
import { define, draftStep } from "./draft.ts";

const query = `
  select n.oid, n.nspname as name
    from pg_namespace n
   where ${isUserSchema("n")}
     and ${isOwnObject("pg_namespace", "n")}
   order by n.nspname`;

interface Row {
  readonly oid: number;
  readonly name: string;
}
export const schemaReader = defineReader<Row>(query, ({ oid, name }) => {
  const definition: SchemaDefinition = { name };
  return {
    keys: [`pg_namespace/${oid}`],
    object: { id: `schema:${printName([name])}`, kind: "schema", dependsOn: [], definition: { ...definition } satisfies JsonValue },
  };
});

// `public` is there from the start: a base without it is a base that nobody wrote down.
function createSql(name: string): string {
  return `CREATE SCHEMA ${name === "public" ? "IF NOT EXISTS " : ""}${quoteName(name)}`;
}

export const schemaKind: ObjectKind = {
  kind: "schema",
  create: (object) => {
    const { name } = define<SchemaDefinition>(object);
    return [
      draftStep({
        kind: "create-schema",
        phase: "expand",
        summary: `Create schema ${name}`,
        statements: [createSql(name)],
        reverse: name === "public" ? [] : [`DROP SCHEMA ${quoteName(name)}`],
        makes: [object.id],
      }),
    ];
  },
  drop: (object) => {
    const { name } = define<SchemaDefinition>(object);
    return [
      draftStep({
        kind: "drop-schema",
        phase: "contract",
        summary: `Drop schema ${name}`,
        statements: [`DROP SCHEMA ${quoteName(name)}`],
        reverse: [createSql(name)],
        removes: [object.id],
      }),
    ];
  },
  alter: () => [],
  describe: (object) => `schema ${define<SchemaDefinition>(object).name}`,
};
