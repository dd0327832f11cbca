import type { Engine } from "../engines/engine.ts";
import type { Intent } from "../model/intent.ts";
import type { AccessPattern } from "../model/requirement.ts";
import { locateObject, type Schema } from "../model/schema.ts";
import type { Criterion } from "../model/task.ts";
import { bareKey } from "../engines/candidate-indexes.ts";
import type { ReviewQuery } from "./review/request.ts";

export interface IndexFacts {
  /** The schema after the change; null: not designed. */
  readonly schema: Schema | null;
  readonly patterns: readonly AccessPattern[];
  /** Found in the code. */
  readonly queries: readonly ReviewQuery[];
}

const mostShown = 3;

/** For an index that no access pattern with a query asks for: the code's queries that it may serve, else a look-up made for it, whose plans are shown. */
export async function planCriteria(engine: Engine, intents: readonly Intent[], facts: IndexFacts): Promise<readonly Criterion[]> {
  const tuner = await engine.tuner?.();
  if (tuner === undefined || facts.schema === null) return [];
  const { schema } = facts;
  const made: Criterion[] = [];
  for (const intent of intents) {
    if (intent.kind !== "add-index") continue;
    const { body } = intent;
    const label = locateObject(schema, body.object)[0]?.outline.label;
    const isAsked = facts.patterns.some((pattern) => pattern.id === body["access-pattern"] && pattern.query !== undefined);
    if (label === undefined || isAsked) continue;
    const leading = bareKey(body.fields[0] ?? "");
    const served: Criterion[] = [];
    for (const { file, line, query } of facts.queries) {
      if (served.length === mostShown) break;
      const { trials } = await tuner.propose(schema, query);
      const filters = trials.flat().some((index) => index.object === label && bareKey(index.keys[0] ?? "") === leading);
      const text = `The query of ${file}:${line}, which looks for ${leading}, runs; its plans before and after are shown`;
      if (filters) served.push({ text, check: { kind: "query-planned", query } });
    }
    const lookUp = served.length > 0 ? null : tuner.lookUp(schema, label, body.fields);
    made.push(...served);
    if (lookUp !== null)
      made.push({
        text: `A look-up by ${leading} runs; its plans before and after are shown (no access pattern and no query of the code asks for it)`,
        check: { kind: "query-planned", query: lookUp },
      });
  }
  return made;
}
