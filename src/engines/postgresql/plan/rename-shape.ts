import { type JsonValue, printCanonical } from "../../../model/json.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import { partsOf } from "../objects/address.ts";
import { quoteName } from "../quote.ts";
import { renameChain } from "./expression.ts";

const hole = "dblead_any_name";

/** The definition without the object's own name: equal for two objects that differ in nothing else. */
export function shapeOf(object: SchemaObject): string {
  const { definition } = object;
  if (!isRecord(definition)) return printCanonical(definition);
  const own = partsOf(object.id.replace(/\(.*$/s, ""));
  const name = own.at(-1) ?? "";
  const isInSchema = typeof definition["schema"] === "string" && own.length === 2;
  const masked = Object.entries(definition).flatMap(([key, value]): readonly (readonly [string, JsonValue | undefined])[] => {
    if (key === "name" || (key === "schema" && isInSchema)) return [];
    return [[key, typeof value === "string" ? mask(value, own, name) : value]];
  });
  return printCanonical(Object.fromEntries(masked));
}

/** Texts of the server's own printer hold the name with its schema, or at their head alone. */
function mask(text: string, own: readonly string[], name: string): string {
  const chained = own.length > 1 ? renameChain(text, own.slice(-2), [hole]) : text;
  const head = /^CREATE (?:OR REPLACE )?(?:UNIQUE |CONSTRAINT )?(?:INDEX|TRIGGER|STATISTICS|RULE) /.exec(chained)?.[0];
  const quoted = quoteName(name);
  if (head === undefined || !chained.startsWith(head + quoted)) return chained;
  return `${head}${hole}${chained.slice(head.length + quoted.length)}`;
}

function isRecord(value: JsonValue | undefined): value is { readonly [key: string]: JsonValue | undefined } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
