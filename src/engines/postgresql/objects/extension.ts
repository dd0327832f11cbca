import { printName } from "../../../model/name.ts";
import type { ObjectKind } from "../../step-draft.ts";
import type { ExtensionDefinition } from "../definitions.ts";
import { defineReader } from "../introspect/reader.ts";
import { quoteName } from "../quote.ts";
import { define, draftStep, hazard, withoutRows } from "./draft.ts";

const query = `
  select x.oid, x.extname as name, n.nspname as schema
    from pg_extension x
    join pg_namespace n on n.oid = x.extnamespace
   where x.extname <> 'plpgsql'
   order by x.extname`;

interface Row extends ExtensionDefinition {
  readonly oid: number;
}
export const extensionReader = defineReader<Row>(query, ({ oid, name, schema }) => ({
  keys: [`pg_extension/${oid}`],
  object: {
    id: `extension:${printName([name])}`,
    kind: "extension",
    dependsOn: [`schema:${printName([schema])}`],
    definition: { name, schema },
  },
}));

function createSql({ name, schema }: ExtensionDefinition): string {
  return `CREATE EXTENSION ${quoteName(name)}${schema === "pg_catalog" ? "" : ` WITH SCHEMA ${quoteName(schema)}`}`;
}

export const extensionKind: ObjectKind = {
  kind: "extension",
  create: (object) => {
    const definition = define<ExtensionDefinition>(object);
    return [
      draftStep({
        kind: "create-extension",
        phase: "expand",
        summary: `Install extension ${definition.name}`,
        statements: [createSql(definition)],
        reverse: [`DROP EXTENSION ${quoteName(definition.name)}`],
        makes: [object.id],
        needs: object.dependsOn,
      }),
    ];
  },
  drop: (object) => {
    const definition = define<ExtensionDefinition>(object);
    return [
      draftStep({
        kind: "drop-extension",
        phase: "contract",
        summary: `Remove extension ${definition.name}`,
        statements: [`DROP EXTENSION ${quoteName(definition.name)}`],
        reverse: [createSql(definition)],
        reversibility: withoutRows("what the extension kept in tables of its own"),
        hazards: [
          hazard("breaks-running-code", object.id, `Functions, types and operators of ${definition.name} are gone for every client.`),
        ],
        removes: [object.id],
        releases: object.dependsOn,
      }),
    ];
  },
  alter: (from, to) => {
    const [before, after] = [define<ExtensionDefinition>(from), define<ExtensionDefinition>(to)];
    const move = (schema: string) => `ALTER EXTENSION ${quoteName(after.name)} SET SCHEMA ${quoteName(schema)}`;
    return [
      draftStep({
        kind: "alter-extension",
        phase: "expand",
        summary: `Move extension ${after.name} to schema ${after.schema}`,
        statements: [move(after.schema)],
        reverse: [move(before.schema)],
        makes: [to.id],
        needs: to.dependsOn,
        releases: from.dependsOn,
      }),
    ];
  },
  describe: (object) => `extension ${define<ExtensionDefinition>(object).name}`,
};
