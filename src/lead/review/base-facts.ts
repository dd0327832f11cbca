import type { Shadow } from "../../engines/shadow.ts";
import type { Evidence } from "../../model/evidence.ts";
import type { Schema } from "../../model/schema.ts";
import type { ReviewRequest } from "./request.ts";

/** What is known of the target's objects and makes no difference (the shape of documents that were sampled there) tells what rows look like. */
export function withAsides(schema: Schema, known: Schema | null): Schema {
  const asides = new Map(
    (known?.objects ?? []).flatMap((object) => (object.aside === undefined ? [] : [[object.id, object.aside] as const])),
  );
  if (asides.size === 0) return schema;
  const objects = schema.objects.map((object) => {
    const aside = object.aside ?? asides.get(object.id);
    return aside === undefined ? object : { ...object, aside };
  });
  return { ...schema, objects };
}

/** What stands behind every claim of a review on this shadow. */
export function describeEvidence(shadow: Shadow, request: ReviewRequest, rows: Evidence["rows"]): Evidence {
  const { flavour, version, kind } = shadow.server;
  const isSameMajor = request.version === "" || version.split(".")[0] === request.version.split(".")[0];
  const limits = [
    ...(isSameMajor ? [] : [`the target is version ${request.version}, the shadow ${version}`]),
    ...(kind === "embedded" ? ["one session: waiting for locks was not observed"] : []),
    ...(kind === "none" ? [`no ${flavour} server is found here: nothing was executed, what is said is read from the texts`] : []),
  ];
  return {
    level: kind === "none" ? "parsed" : isSameMajor ? "executed" : "planned",
    server: kind === "none" ? null : `${flavour} ${version}`,
    rows: kind === "none" ? "none" : rows,
    concurrency: "alone",
    facts: [],
    ...(limits.length > 0 ? { limits: limits.join("; ") } : {}),
  };
}
