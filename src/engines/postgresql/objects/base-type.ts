import { printName } from "../../../model/name.ts";
import type { Schema, SchemaObject } from "../../../model/schema.ts";
import type { ObjectKind, PlanContext, StepDraft } from "../../step-draft.ts";
import type { FunctionDefinition } from "../definitions.ts";
import { defineReader, isOwnObject, isUserSchema } from "../introspect/reader.ts";
import { quoteQualified } from "../quote.ts";
import { labelOf } from "./address.ts";
import { define, draftStep, hazard } from "./draft.ts";
import { standAlone } from "./stand-alone.ts";
import { findObject, isDropped } from "./surroundings.ts";

export interface BaseTypeDefinition {
  readonly schema: string;
  readonly name: string;
  /** `INPUT = f`, `OUTPUT = g` …; none: a shell that nobody completed. */
  readonly options: readonly string[];
}

const functionOption = (word: string, column: string): string =>
  `case when t.${column} <> 0 then '${word} = ' || t.${column}::regproc::text end`;

// A shell is a type whose definition has not come yet; array types come along with theirs. The subscript function of ordinary types is none.
const query = `
  select t.oid,
         t.typarray as "arrayOid",
         n.nspname  as schema,
         t.typname  as name,
         case when not t.typisdefined then '[]'::json else to_json(array_remove(array[
           ${functionOption("INPUT", "typinput")},
           ${functionOption("OUTPUT", "typoutput")},
           ${functionOption("RECEIVE", "typreceive")},
           ${functionOption("SEND", "typsend")},
           ${functionOption("TYPMOD_IN", "typmodin")},
           ${functionOption("TYPMOD_OUT", "typmodout")},
           ${functionOption("ANALYZE", "typanalyze")},
           ${functionOption("SUBSCRIPT", "typsubscript")},
           'INTERNALLENGTH = ' || case when t.typlen < 0 then 'VARIABLE' else t.typlen::text end,
           case when t.typbyval then 'PASSEDBYVALUE' end,
           'ALIGNMENT = ' || case t.typalign when 'c' then 'char' when 's' then 'int2' when 'd' then 'double' else 'int4' end,
           'STORAGE = ' || case t.typstorage when 'p' then 'plain' when 'e' then 'external' when 'x' then 'extended' else 'main' end,
           'CATEGORY = ' || quote_literal(t.typcategory::text),
           case when t.typispreferred then 'PREFERRED = true' end,
           'DEFAULT = ' || quote_literal(t.typdefault),
           case when t.typelem <> 0 then 'ELEMENT = ' || format_type(t.typelem, null) end,
           'DELIMITER = ' || quote_literal(t.typdelim::text),
           case when t.typcollation <> 0 then 'COLLATABLE = true' end], null)) end as options
    from pg_type t
    join pg_namespace n on n.oid = t.typnamespace
   where (t.typtype = 'b' or (t.typtype = 'p' and not t.typisdefined))
     and not exists (select from pg_type e where e.typarray = t.oid)
     and ${isUserSchema("n")}
     and ${isOwnObject("pg_type", "t")}
   order by n.nspname, t.typname`;

interface Row extends BaseTypeDefinition {
  readonly oid: number;
  readonly arrayOid: number;
}
export const baseTypeReader = defineReader<Row>(
  query,
  ({ oid, arrayOid, ...rest }) => ({
    keys: [`pg_type/${oid}`, ...(arrayOid === 0 ? [] : [`pg_type/${arrayOid}`])],
    object: {
      id: `base-type:${printName([rest.schema, rest.name])}`,
      kind: "base-type",
      dependsOn: [`schema:${printName([rest.schema])}`],
      definition: { ...rest },
    },
  }),
  "exists (select from pg_type t where t.oid >= 16384 and (t.typtype = 'b' and t.typelem = 0 or t.typtype = 'b' and t.typsubscript <> 'array_subscript_handler'::regproc or not t.typisdefined))",
);

const nameSql = ({ schema, name }: { readonly schema: string; readonly name: string }): string => quoteQualified(schema, name);

const plain = standAlone<BaseTypeDefinition>({
  kind: "base-type",
  noun: "type",
  create: (type) => [`CREATE TYPE ${nameSql(type)}${type.options.length === 0 ? "" : ` (${type.options.join(", ")})`}`],
  drop: (type) => [`DROP TYPE ${nameSql(type)}`],
  alter: () => null,
  whenDropped: (_, { id }) => ({ hazards: [hazard("breaks-running-code", id, "Code that uses the type fails.", "error")] }),
});

/** Functions that a type is made of and that take or give the type: neither side can be made, or dropped, without the other. */
export function ownFunctions(object: SchemaObject, schema: Schema): readonly SchemaObject[] {
  return object.dependsOn.flatMap((id) => {
    const found = id.startsWith("function:") ? findObject(schema, id) : undefined;
    return found?.dependsOn.includes(object.id) === true ? [found] : [];
  });
}

/** Whether a function goes with a type that it makes up. */
export function goesWithType(object: SchemaObject, context: PlanContext): boolean {
  return object.dependsOn.some(
    (id) =>
      /^(base|range)-type:/.test(id) && isDropped(context, id) && findObject(context.from, id)?.dependsOn.includes(object.id) === true,
  );
}

/** Makes a shell first, so that the functions of the type can name it; drops type and functions in one. */
export function withShell(kind: ObjectKind): ObjectKind {
  return {
    ...kind,
    create: (object, context) => {
      const own = ownFunctions(object, context.to);
      return own.length === 0
        ? kind.create(object, context)
        : [shellDraft(object), ...completed(kind.create(object, context), object, own)];
    },
    drop: (object, context) => {
      const own = ownFunctions(object, context.from);
      return own.length === 0 ? kind.drop(object, context) : kind.drop(object, context).map((draft) => droppedWhole(draft, object, own));
    },
  };
}

const shellSql = (object: SchemaObject): string => `CREATE TYPE ${nameSql(define<BaseTypeDefinition>(object))}`;

function shellDraft(object: SchemaObject): StepDraft {
  return draftStep({
    kind: "create-shell-type",
    phase: "expand",
    summary: `Announce type ${labelOf(object.id)}`,
    statements: [shellSql(object)],
    reverse: [`DROP TYPE ${nameSql(define<BaseTypeDefinition>(object))}`],
    makes: [`shell:${object.id}`],
    needs: object.dependsOn.filter((id) => id.startsWith("schema:")),
  });
}

/** The way back leaves shell and functions, which go on their own. */
function completed(drafts: readonly StepDraft[], object: SchemaObject, own: readonly SchemaObject[]): readonly StepDraft[] {
  const texts = own.map((one) => define<FunctionDefinition>(one).text);
  return drafts.map((draft) => ({
    ...draft,
    needs: [`shell:${object.id}`, ...draft.needs],
    reverse: draft.reverse.map((action) =>
      action.kind === "statements"
        ? { ...action, statements: [...action.statements.map((statement) => `${statement} CASCADE`), shellSql(object), ...texts] }
        : action,
    ),
  }));
}

function droppedWhole(draft: StepDraft, object: SchemaObject, own: readonly SchemaObject[]): StepDraft {
  const texts = own.map((one) => define<FunctionDefinition>(one).text);
  const gone = new Set([object.id, ...own.map(({ id }) => id)]);
  const action = draft.action.kind === "statements" ? draft.action : null;
  const [reverse] = draft.reverse;
  if (action === null || reverse?.kind !== "statements") return draft;
  return {
    ...draft,
    action: { ...action, statements: action.statements.map((statement) => `${statement} CASCADE`) },
    reverse: [{ ...reverse, statements: [shellSql(object), ...texts, ...reverse.statements] }],
    removes: [...gone],
    releases: [...new Set([...draft.releases, ...own.flatMap(({ dependsOn }) => dependsOn)])].filter((id) => !gone.has(id)),
  };
}

export const baseTypeKind = withShell(plain);
