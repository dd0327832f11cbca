import { printName } from "../../../model/name.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import type { ObjectKind, PlanContext, StepDraft } from "../../step-draft.ts";
import type { FunctionDefinition } from "../definitions.ts";
import { defineReader, isOwnObject, isUserSchema } from "../introspect/reader.ts";
import { goesWithType } from "./base-type.ts";
import { addressOf, labelOf } from "./address.ts";
import { define, draftStep, hazard, storable } from "./draft.ts";
import { creationSql, withoutRing } from "./function-needs.ts";

const query = `
  select p.oid,
         n.nspname                                  as schema,
         p.proname                                  as name,
         oidvectortypes(p.proargtypes)              as types,
         pg_get_function_identity_arguments(p.oid)  as arguments,
         case p.prokind when 'p' then 'procedure' else 'function' end as kind,
         l.lanname                                  as language,
         pg_get_function_result(p.oid)              as returns,
         case when p.proallargtypes is null and p.proargnames is null then
           (select json_agg(json_build_object('name', '', 'mode', case when p.provariadic <> 0 and u.place = p.pronargs then 'v' else 'i' end,
                                              'type', format_type(u.type, null)) order by u.place)
              from unnest(p.proargtypes::oid[]) with ordinality u(type, place))
         else
           (select json_agg(json_build_object('name', coalesce(p.proargnames[u.place], ''), 'mode', coalesce(p.proargmodes[u.place], 'i'),
                                              'type', format_type(u.type, null)) order by u.place)
              from unnest(coalesce(p.proallargtypes, p.proargtypes::oid[])) with ordinality u(type, place))
         end                                        as parameters,
         p.pronargdefaults                          as defaults,
         pg_get_functiondef(p.oid)                  as text
    from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace
    join pg_language l  on l.oid = p.prolang
   where p.prokind in ('f', 'p', 'w')
     and not exists (select from pg_depend i where i.classid = 'pg_proc'::regclass and i.objid = p.oid and i.deptype = 'i')
     and ${isUserSchema("n")}
     and ${isOwnObject("pg_proc", "p")}
   order by n.nspname, p.proname, types`;

interface Row extends Omit<FunctionDefinition, "parameters"> {
  readonly oid: number;
  readonly types: string;
  readonly parameters: readonly { readonly name: string; readonly mode: keyof typeof modes; readonly type: string }[] | null;
}
const modes = { i: "in", o: "out", b: "inout", v: "variadic", t: "table" } as const;

export const functionReader = defineReader<Row>(query, ({ oid, types, parameters, ...rest }) => ({
  keys: [`pg_proc/${oid}`],
  object: {
    id: `function:${printName([rest.schema, rest.name])}(${types})`,
    kind: "function",
    dependsOn: [`schema:${printName([rest.schema])}`],
    definition: storable({
      ...rest,
      parameters: (parameters ?? []).map(({ name, mode, type }) => ({ name, mode: modes[mode], type })),
      text: rest.text.trimEnd(),
    } satisfies FunctionDefinition),
  },
}));

function create(object: SchemaObject, context: PlanContext): readonly StepDraft[] {
  const { kind } = define<FunctionDefinition>(object);
  return [
    draftStep({
      kind: `create-${kind}`,
      phase: "expand",
      summary: `Create ${kind} ${labelOf(object.id)}`,
      statements: creationSql(object, context.to),
      reverse: [`DROP ${addressOf(object)}`],
      makes: [object.id],
      needs: withoutRing(object, context.to),
    }),
  ];
}

function drop(object: SchemaObject, context: PlanContext): readonly StepDraft[] {
  if (goesWithType(object, context)) return [];
  const { kind } = define<FunctionDefinition>(object);
  return [
    draftStep({
      kind: `drop-${kind}`,
      phase: "contract",
      summary: `Drop ${kind} ${labelOf(object.id)}`,
      statements: [`DROP ${addressOf(object)}`],
      reverse: creationSql(object, context.from),
      hazards: [hazard("breaks-running-code", labelOf(object.id), `Code that calls the ${kind} fails.`)],
      removes: [object.id],
      releases: withoutRing(object, context.from),
    }),
  ];
}

/**
 * Whether CREATE OR REPLACE takes the new form (documentation of CREATE FUNCTION, and the server's refusals): kind and result stay, inputs that have a
 * name keep it, what comes out keeps name and type, defaults may be added but not taken away.
 */
function isReplaceable(before: FunctionDefinition, after: FunctionDefinition): boolean {
  if (before.kind !== after.kind || before.returns !== after.returns || before.parameters.length !== after.parameters.length) return false;
  if (after.defaults < before.defaults) return false;
  return before.parameters.every((old, index) => {
    const next = after.parameters[index];
    if (next === undefined || old.mode !== next.mode || old.type !== next.type) return false;
    const isOutput = old.mode === "out" || old.mode === "inout" || old.mode === "table";
    return old.name === next.name || (!isOutput && old.name === "");
  });
}

function alter(from: SchemaObject, to: SchemaObject, context: PlanContext): readonly StepDraft[] | null {
  const [before, after] = [define<FunctionDefinition>(from), define<FunctionDefinition>(to)];
  if (!isReplaceable(before, after)) return null;
  const isBack = isReplaceable(after, before);
  const guards = (text: string): string => [/\bSECURITY DEFINER\b/.test(text), /\n SET search_path/.test(text)].join();
  return [
    draftStep({
      kind: `replace-${after.kind}`,
      phase: "expand",
      summary: `Replace ${after.kind} ${labelOf(to.id)}`,
      statements: creationSql(to, context.to),
      // What got a name or a default cannot lose it in place.
      reverse: [...(isBack ? [] : [`DROP ${addressOf(to)}`]), ...creationSql(from, context.from)],
      hazards:
        guards(before.text) === guards(after.text)
          ? []
          : [hazard("weakens-security", labelOf(to.id), `With whose rights, or on which search path, the ${after.kind} runs changes.`)],
      makes: [to.id],
      needs: withoutRing(to, context.to),
      releases: withoutRing(from, context.from),
    }),
  ];
}

export const functionKind: ObjectKind = {
  kind: "function",
  create,
  drop,
  alter,
  describe: (object) => `${define<FunctionDefinition>(object).kind} ${labelOf(object.id)}`,
};
