import { printName } from "../../../model/name.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import type { ObjectKind, PlanContext, StepDraft } from "../../step-draft.ts";
import type { FunctionDefinition } from "../definitions.ts";
import { defineReader, isOwnObject, isUserSchema } from "../introspect/reader.ts";
import { addressOf, labelOf } from "./address.ts";
import { define, draftStep, hazard } from "./draft.ts";
import { withoutRing } from "./function-needs.ts";

const query = `
  select p.oid,
         n.nspname                                  as schema,
         p.proname                                  as name,
         oidvectortypes(p.proargtypes)              as types,
         pg_get_function_identity_arguments(p.oid)  as arguments,
         case p.prokind when 'p' then 'procedure' else 'function' end as kind,
         l.lanname                                  as language,
         pg_get_function_result(p.oid)              as returns,
         pg_get_functiondef(p.oid)                  as text
    from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace
    join pg_language l  on l.oid = p.prolang
   where p.prokind in ('f', 'p', 'w')
     and ${isUserSchema("n")}
     and ${isOwnObject("pg_proc", "p")}
   order by n.nspname, p.proname, types`;

interface Row extends FunctionDefinition {
  readonly oid: number;
  readonly types: string;
}
export const functionReader = defineReader<Row>(query, ({ oid, types, ...rest }) => ({
  keys: [`pg_proc/${oid}`],
  object: {
    id: `function:${printName([rest.schema, rest.name])}(${types})`,
    kind: "function",
    dependsOn: [`schema:${printName([rest.schema])}`],
    definition: { ...rest, text: rest.text.trimEnd() },
  },
}));

function create(object: SchemaObject, context: PlanContext): readonly StepDraft[] {
  const { text, kind } = define<FunctionDefinition>(object);
  return [
    draftStep({
      kind: `create-${kind}`,
      phase: "expand",
      summary: `Create ${kind} ${labelOf(object.id)}`,
      statements: [text],
      reverse: [`DROP ${addressOf(object)}`],
      makes: [object.id],
      needs: withoutRing(object, context.to),
    }),
  ];
}

function drop(object: SchemaObject, context: PlanContext): readonly StepDraft[] {
  const { text, kind } = define<FunctionDefinition>(object);
  return [
    draftStep({
      kind: `drop-${kind}`,
      phase: "contract",
      summary: `Drop ${kind} ${labelOf(object.id)}`,
      statements: [`DROP ${addressOf(object)}`],
      reverse: [text],
      hazards: [hazard("breaks-running-code", labelOf(object.id), `Code that calls the ${kind} fails.`)],
      removes: [object.id],
      releases: withoutRing(object, context.from),
    }),
  ];
}

/** CREATE OR REPLACE keeps names of arguments and the type of the result. */
function alter(from: SchemaObject, to: SchemaObject, context: PlanContext): readonly StepDraft[] | null {
  const [before, after] = [define<FunctionDefinition>(from), define<FunctionDefinition>(to)];
  if (before.kind !== after.kind || before.arguments !== after.arguments || before.returns !== after.returns) return null;
  return [
    draftStep({
      kind: `replace-${after.kind}`,
      phase: "expand",
      summary: `Replace ${after.kind} ${labelOf(to.id)}`,
      statements: [after.text],
      reverse: [before.text],
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
