import { z } from "zod";
import { type Intent, type IntentKind, intentBodies, intentKinds } from "./intent.ts";
import { roles, requesters } from "./role.ts";

const id = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]*$/, "an id is a letter followed by letters, digits, - or _");

export const requirementId = z.string().regex(/^REQ-\d{4,}$/, "a requirement's id is REQ- and at least four digits");

export const frontMatter = z.strictObject({
  id: requirementId,
  title: z.string().min(1),
  from: z.string().min(1),
  kind: z.enum(["feature", "fix", "chore", "research"]),
  priority: z.enum(["highest", "high", "medium", "low", "lowest"]).default("medium"),
  targets: z.array(z.string().min(1)).min(1),
  due: z.string().optional(),
});

const intent = z.record(z.string(), z.unknown()).transform((value, context): Intent => {
  const { id: intentId, ...rest } = value;
  const parsedId = id.safeParse(intentId);
  if (!parsedId.success) {
    context.addIssue({ code: "custom", path: ["id"], message: "every intent needs an id such as I1" });
    return z.NEVER;
  }
  const words = Object.keys(rest);
  const unknown = words.filter((word) => !(intentKinds as readonly string[]).includes(word));
  for (const word of unknown) context.addIssue({ code: "unrecognized_keys", keys: [word], path: [], message: `unknown intent ${word}` });
  if (unknown.length > 0) return z.NEVER;
  if (words.length !== 1) {
    context.addIssue({ code: "custom", path: [], message: `an intent holds an id and exactly one wish; this one holds ${words.length}` });
    return z.NEVER;
  }
  const kind = words[0] as IntentKind;
  const body = intentBodies[kind].safeParse(rest[kind]);
  if (!body.success) {
    for (const issue of body.error.issues) context.addIssue({ ...issue, path: [kind, ...issue.path] });
    return z.NEVER;
  }
  return { id: parsedId.data, kind, body: body.data } as Intent;
});

export const accessPattern = z.strictObject({
  id,
  target: z.string().min(1),
  text: z.string().min(1),
  query: z.string().optional(),
  "rate-per-second": z.number().nonnegative().optional(),
  "p95-ms": z.number().positive().optional(),
});

/** The fenced `yaml` block of a requirement. */
export const requirementBody = z.strictObject({
  intents: z.array(intent).min(1),
  "access-patterns": z.array(accessPattern).default([]),
  "non-functional": z
    .strictObject({
      "rows-in-a-year": z.record(z.string(), z.number().nonnegative()).optional(),
      availability: z.string().optional(),
      "personal-data": z.array(z.string()).optional(),
      retention: z.string().optional(),
      "backup-and-restore": z.string().optional(),
    })
    .default({}),
  answers: z.array(z.strictObject({ question: z.string().min(1), by: z.enum(roles), choose: z.coerce.string() })).default([]),
});

export type FrontMatter = z.infer<typeof frontMatter>;
export type AccessPattern = z.infer<typeof accessPattern>;
export type RequirementBody = z.infer<typeof requirementBody>;

/** A requirement as read from its file; `sections` are the plain-word parts by heading. */
export interface Requirement {
  readonly file: string;
  readonly front: FrontMatter;
  readonly body: RequirementBody;
  readonly sections: Readonly<Record<string, string>>;
  /** SHA-256 of the file's bytes. */
  readonly hash: string;
}

export function mayRequest(role: string): boolean {
  return (requesters as readonly string[]).includes(role);
}
