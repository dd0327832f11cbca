import { parseName } from "../../../model/name.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import { quoteName, quoteQualified } from "../quote.ts";

interface Named {
  readonly schema?: string;
  readonly table?: string;
  readonly name?: string;
  readonly identity?: string;
  readonly method?: string;
  readonly left?: string;
  readonly right?: string;
  readonly source?: string;
  readonly target?: string;
  readonly type?: string;
  readonly language?: string;
}

const words: Readonly<Record<string, string>> = {
  "base-type": "TYPE",
  "composite-type": "TYPE",
  "range-type": "TYPE",
  "event-trigger": "EVENT TRIGGER",
  "foreign-data-wrapper": "FOREIGN DATA WRAPPER",
  "foreign-server": "SERVER",
  "foreign-table": "FOREIGN TABLE",
  "text-search-configuration": "TEXT SEARCH CONFIGURATION",
  "text-search-dictionary": "TEXT SEARCH DICTIONARY",
  "text-search-parser": "TEXT SEARCH PARSER",
  "text-search-template": "TEXT SEARCH TEMPLATE",
};

/** How COMMENT ON, ALTER and DROP name an object of the kinds that stand on their own. */
export function standAloneAddress(object: SchemaObject): string {
  const named = object.definition as Named;
  const { schema = "", name = "" } = named;
  switch (object.kind) {
    case "aggregate":
      return `AGGREGATE ${quoteQualified(schema, name)}(${named.identity ?? "*"})`;
    case "operator":
      return `OPERATOR ${quoteName(schema)}.${name} (${named.left ?? ""}, ${named.right ?? ""})`;
    case "operator-class":
    case "operator-family":
      return `${object.kind === "operator-class" ? "OPERATOR CLASS" : "OPERATOR FAMILY"} ${quoteQualified(schema, name)} USING ${quoteName(named.method ?? "")}`;
    case "cast":
      return `CAST (${named.source ?? ""} AS ${named.target ?? ""})`;
    case "rule":
      return `RULE ${quoteName(name)} ON ${quoteQualified(schema, named.table ?? "")}`;
    case "transform":
      return `TRANSFORM FOR ${named.type ?? ""} LANGUAGE ${quoteName(named.language ?? "")}`;
    default:
      return `${words[object.kind] ?? object.kind.toUpperCase()} ${quoteQualified(...parseName(object.id.slice(object.id.indexOf(":") + 1)))}`;
  }
}

/** How GRANT names an object of these kinds; null for the others. */
export function grantTarget(object: SchemaObject): string | null {
  const named = object.definition as Named;
  switch (object.kind) {
    case "aggregate":
      return `FUNCTION ${quoteQualified(named.schema ?? "", named.name ?? "")}${object.id.slice(object.id.indexOf("("))}`;
    case "foreign-server":
      return `FOREIGN SERVER ${quoteName(named.name ?? "")}`;
    case "foreign-data-wrapper":
    case "language":
    case "base-type":
    case "composite-type":
    case "range-type":
      return standAloneAddress(object);
    default:
      return null;
  }
}
