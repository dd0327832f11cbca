import type { HandOver, ObjectChange, TargetReport } from "../model/report.ts";

/** What QA needs: what changed, data to try with what must come of it, and queries. */
export function handOver(
  patterns: readonly { readonly text: string; readonly query?: string | undefined; readonly "p95-ms"?: number | undefined }[],
  targets: readonly TargetReport[],
): HandOver {
  const changes = targets.flatMap((target) =>
    target.objects.filter((object) => object.change !== "same").map((object) => ({ target, object })),
  );
  const trials = changes.flatMap(({ object }) => trialsOf(object));
  const queries = patterns.flatMap((pattern) =>
    pattern.query === undefined
      ? []
      : [
          {
            text: pattern.text,
            query: pattern.query,
            expected: pattern["p95-ms"] === undefined ? "it answers" : `it answers within ${pattern["p95-ms"]} ms at the 95th percentile`,
          },
        ],
  );
  return { changed: changes.map(({ target, object }) => `${target.target}: ${object.label} ${object.change}`), trials, queries };
}

function trialsOf(object: ObjectChange): HandOver["trials"] {
  if (object.after === null) return [{ object: object.label, what: "read it", expected: "refused: it is gone after the contract phase" }];
  const before = new Map((object.before?.fields ?? []).map((field) => [field.name, field]));
  const after = new Map(object.after.fields.map((field) => [field.name, field]));
  const fresh = object.after.fields.flatMap((field) => {
    const old = before.get(field.name);
    if (old === undefined) {
      const expected = field.required && field.default === undefined ? "refused: it is required" : "accepted";
      return [{ object: object.label, what: `write a row without ${field.name} (${field.type})`, expected }];
    }
    return old.type === field.type
      ? []
      : [
          {
            object: object.label,
            what: `write the largest value of ${field.type} into ${field.name} (it was ${old.type})`,
            expected: "accepted and read back unchanged",
          },
        ];
  });
  const gone = [...before.keys()]
    .filter((name) => !after.has(name))
    .map((name) => ({ object: object.label, what: `read ${name}`, expected: "works until the contract phase, refused after it" }));
  return [...fresh, ...gone];
}
