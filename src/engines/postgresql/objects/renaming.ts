import type { JsonValue } from "../../../model/json.ts";
import { printName } from "../../../model/name.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import type { StepDraft } from "../../step-draft.ts";
import { quoteName, quoteQualified } from "../quote.ts";
import { labelOf, sqlFunctionOf } from "./address.ts";
import { draftStep, hazard, lock } from "./draft.ts";
import { standAloneAddress } from "./stand-alone-address.ts";

interface Names {
  readonly schema: string;
  /** Empty for what stands in a schema by itself. */
  readonly table: string;
  readonly name: string;
}
function namesOf(object: SchemaObject): Names {
  const {
    schema = "",
    table = "",
    name = "",
  } = object.definition as { readonly schema?: string; readonly table?: string; readonly name?: string };
  return { schema, table, name };
}

const inTable: ReadonlySet<string> = new Set(["column", "constraint", "trigger", "policy", "rule"]);
const alterWords: Readonly<Record<string, string>> = {
  table: "TABLE",
  index: "INDEX",
  sequence: "SEQUENCE",
  view: "VIEW",
  "materialized-view": "MATERIALIZED VIEW",
  enum: "TYPE",
  domain: "DOMAIN",
};

function renamed(object: SchemaObject, schema: string, name: string): SchemaObject {
  const definition = { ...(object.definition as { readonly [key: string]: JsonValue }), ...(schema === "" ? {} : { schema }), name };
  return { ...object, id: `${object.kind}:${printName(schema === "" ? [name] : [schema, name])}`, definition };
}

/** How ALTER names the object under the given names; functions by the types of their arguments. */
function addressAt(object: SchemaObject, { schema, name }: Names): string {
  const word = alterWords[object.kind];
  if (word !== undefined) return `${word} ${quoteQualified(schema, name)}`;
  if (object.kind !== "function") return standAloneAddress(renamed(object, schema, name));
  const kind = (object.definition as { readonly kind?: string }).kind === "procedure" ? "PROCEDURE" : "FUNCTION";
  const types = sqlFunctionOf(object).slice(quoteQualified(namesOf(object).schema, namesOf(object).name).length);
  return `${kind} ${quoteQualified(schema, name)}${types}`;
}

/** `table`: the table's name at that time; it is renamed before what stands in it, and back after it. */
function renameSql(object: SchemaObject, from: Names, to: Names, table: string): readonly string[] {
  if (object.kind === "schema") return [`ALTER SCHEMA ${quoteName(from.name)} RENAME TO ${quoteName(to.name)}`];
  const [before, after] = [quoteName(from.name), quoteName(to.name)];
  if (inTable.has(object.kind)) {
    if (from.name === to.name) return [];
    if (/^(trigger|policy|rule)$/.test(object.kind)) return [`ALTER ${object.kind.toUpperCase()} ${before} ON ${table} RENAME TO ${after}`];
    return [`ALTER TABLE ${table} RENAME ${object.kind.toUpperCase()} ${before} TO ${after}`];
  }
  // An index goes where its table goes.
  const moves = from.schema !== to.schema && object.kind !== "index";
  return [
    ...(moves ? [`ALTER ${addressAt(object, from)} SET SCHEMA ${quoteName(to.schema)}`] : []),
    ...(from.name === to.name ? [] : [`ALTER ${addressAt(object, { ...from, schema: to.schema })} RENAME TO ${after}`]),
  ];
}

/** Gives an object its new name and schema, rows and dependents stay. Nothing where only the name of its table changed. */
export function renameObject(from: SchemaObject, to: SchemaObject): readonly StepDraft[] {
  const [before, after] = [namesOf(from), namesOf(to)];
  const host = quoteQualified(after.schema, after.table);
  const statements = renameSql(from, before, after, host);
  if (statements.length === 0) return [];
  const [old, label] = [labelOf(from.id), labelOf(to.id)];
  const table = inTable.has(from.kind) ? printName([after.schema, after.table]) : label;
  const isSeen = !["constraint", "index", "trigger", "policy"].includes(from.kind);
  return [
    draftStep({
      kind: `rename-${from.kind}`,
      phase: isSeen ? "contract" : "expand",
      summary: `Rename ${from.kind} ${old} to ${label}`,
      statements,
      reverse: renameSql(from, after, before, host),
      blocks:
        from.kind === "index"
          ? [lock(label, "SHARE UPDATE EXCLUSIVE")]
          : from.kind === "table" || inTable.has(from.kind)
            ? [lock(table, "ACCESS EXCLUSIVE")]
            : [],
      hazards: isSeen ? [hazard("breaks-running-code", old, "Code that uses the old name fails.")] : [],
      makes: [to.id],
      needs: to.parent === undefined ? to.dependsOn.filter((id) => id.startsWith("schema:")) : [to.parent],
      removes: [from.id],
    }),
  ];
}
