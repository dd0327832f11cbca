import { parseName } from "../../../model/name.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import type { FunctionDefinition } from "../definitions.ts";
import { quoteName, quoteQualified } from "../quote.ts";
import { define } from "./draft.ts";
import { standAloneAddress } from "./stand-alone-address.ts";

/** The dotted name inside an id, as its parts. */
export function partsOf(id: string): readonly string[] {
  return parseName(id.slice(id.indexOf(":") + 1));
}

/** A dotted name inside an id, as SQL. */
export function sqlNameOf(id: string): string {
  return quoteQualified(...partsOf(id));
}

/** The dotted name as people read it. */
export function labelOf(id: string): string {
  return id.slice(id.indexOf(":") + 1);
}

/** Types of the arguments that identify a function, as its id prints them. */
function typesOf(id: string): string {
  return id.slice(id.indexOf("("));
}

export function sqlFunctionOf(object: SchemaObject): string {
  const { schema, name } = define<FunctionDefinition>(object);
  return `${quoteQualified(schema, name)}${typesOf(object.id)}`;
}

/** How COMMENT ON and ALTER name an object: `TABLE public.t`, `CONSTRAINT c ON public.t`. */
export function addressOf(object: SchemaObject): string {
  switch (object.kind) {
    case "enum":
      return `TYPE ${sqlNameOf(object.id)}`;
    case "function":
      return `${define<FunctionDefinition>(object).kind === "procedure" ? "PROCEDURE" : "FUNCTION"} ${sqlFunctionOf(object)}`;
    case "constraint":
    case "trigger":
    case "policy": {
      const parts = partsOf(object.id);
      return `${object.kind.toUpperCase()} ${quoteName(parts.at(-1) ?? "")} ON ${quoteQualified(...parts.slice(0, -1))}`;
    }
    case "materialized-view":
      return `MATERIALIZED VIEW ${sqlNameOf(object.id)}`;
    default:
      return standAloneAddress(object);
  }
}
