import type { Engine } from "../engines/engine.ts";
import type { Intent } from "../model/intent.ts";
import { parseName, printName } from "../model/name.ts";
import { locateField, locateObject, type Schema } from "../model/schema.ts";
import type { TargetConfiguration } from "../project/configuration.ts";
import { findMentions, findQueries } from "../project/code.ts";
import { findFormat } from "../project/formats.ts";
import { compareModel, readModel } from "../project/models.ts";
import type { CodeMention, Drift } from "./analysis.ts";
import { migrationsFolderOf } from "./base.ts";
import type { LeadContext } from "./context.ts";
import { namesOf } from "./intent-names.ts";
import type { ReviewQuery } from "./review/request.ts";

export interface CodeFacts {
  readonly drift: readonly Drift[];
  readonly mentions: readonly CodeMention[];
  readonly queries: readonly ReviewQuery[];
}

/**
 * What the application's code and its ORM model say about what the intents touch. No code of the application: the parts of any target, and `excluded`
 * (the request's own files, also those that were handed in). Throws `file-unreadable` or `schema-unreadable`.
 */
export async function readCode(
  context: LeadContext,
  target: TargetConfiguration,
  engine: Engine,
  schema: Schema,
  intents: readonly Intent[],
  excluded: ReadonlySet<string>,
): Promise<CodeFacts> {
  const { root, application, targets } = context.configuration;
  const model = target.model === undefined ? null : await readModel(root, target.model);
  const drift = model === null ? [] : compareModel(model, schema, findFormat(target.format).bookkeepingObjects);
  const parts = Object.values(targets).flatMap((one) => [migrationsFolderOf(one), one.seed, one.schema, one.model]);
  const exclude = [...parts.filter((path) => path !== undefined), ...excluded];
  const request = { root, folders: application.code, exclude, sqlReader: engine };
  const objects = touchedObjects(schema, intents);
  const found = objects.length === 0 ? [] : await findMentions({ ...request, objects, models: model === null ? [] : [model] });
  const mentions = found.map((mention) => ({
    file: mention.file,
    line: mention.line,
    name: mention.field === null ? mention.object : printName([...parseName(mention.object), mention.field]),
    excerpt: mention.excerpt,
  }));
  const queries = (await findQueries(request)).map((query) => ({ file: query.file, line: query.line, query: query.text }));
  return { drift: drift.map(({ file, line, message }) => ({ file, line, message })), mentions, queries };
}

/** Objects that intents use, by label, with the fields they use. */
function touchedObjects(
  schema: Schema,
  intents: readonly Intent[],
): readonly { readonly label: string; readonly fields: readonly string[] }[] {
  const touched = new Map<string, Set<string>>();
  for (const use of intents.flatMap(namesOf).filter((one) => one.expects === "present")) {
    for (const located of use.kind === "field" ? locateField(schema, use.name) : locateObject(schema, use.name)) {
      const fields = touched.get(located.outline.label) ?? new Set<string>();
      if (located.field !== undefined) fields.add(located.field.name);
      touched.set(located.outline.label, fields);
    }
  }
  return [...touched].map(([label, fields]) => ({ label, fields: [...fields] }));
}
