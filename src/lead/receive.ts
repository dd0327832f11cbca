import { createHash } from "node:crypto";
import { z } from "zod";
import { LeadError } from "../model/error.ts";
import { intentBodies, intentKinds } from "../model/intent.ts";
import { findNearest } from "../model/name.ts";
import { questionKinds } from "../model/question.ts";
import { frontMatter, mayRequest, type Requirement, requirementBody } from "../model/requirement.ts";
import { requesters } from "../model/role.ts";
import { type LocatedYaml, readYaml, splitRequirement } from "./requirement-text.ts";

/** One fault of a requirement, with its place. */
export interface RequirementFault {
  readonly line: number;
  readonly path: string;
  readonly message: string;
  readonly allowed: readonly string[];
  /** Path of the known key that an unknown one was probably meant to be. */
  readonly meant?: string;
}

/**
 * Reads a requirement. `file` is the path as shown; nothing but `text` is read.
 * Throws `requirement-invalid` naming file, line, key and the nearest known name for every fault, or `requester-refused`.
 */
export function receiveRequirement(file: string, text: string, knownTargets: readonly string[]): Requirement {
  const parts = splitRequirement(file, text);
  const front = readYaml(file, parts.front);
  const body = readYaml(file, parts.body);
  const parsedFront = frontMatter.safeParse(front.value);
  const parsedBody = requirementBody.safeParse(body.value);
  const faults = [
    ...(parsedFront.success ? [] : parsedFront.error.issues.flatMap((issue) => describeIssue(issue, front, frontMatter))),
    ...(parsedBody.success ? [] : parsedBody.error.issues.flatMap((issue) => describeIssue(issue, body, requirementBody))),
  ];
  if (!parsedFront.success || !parsedBody.success) throw refuse(file, faults);
  const requirement: Requirement = {
    file,
    front: parsedFront.data,
    body: parsedBody.data,
    sections: parts.sections,
    hash: createHash("sha256").update(text).digest("hex"),
  };
  if (!mayRequest(requirement.front.from)) {
    throw new LeadError(
      "requester-refused",
      `${file}:${front.lineOf(["from"])}  ${requirement.front.from} may not hand in a requirement.`,
      {
        hint: `Requirements come from ${requesters.join(", ")}; let one of them hand it in.`,
      },
    );
  }
  const meaning = [...findFrontFaults(requirement, front, knownTargets), ...findBodyFaults(requirement, body)];
  if (meaning.length > 0) throw refuse(file, meaning);
  return requirement;
}

function refuse(file: string, faults: readonly RequirementFault[]): LeadError {
  // A misspelt key makes the right one missing too: one slip, one fault.
  const slips = new Set(faults.flatMap((one) => (one.meant === undefined ? [] : [one.meant])));
  const lines = faults
    .filter((one) => !one.message.endsWith(" is missing.") || !slips.has(one.path))
    .toSorted((a, b) => a.line - b.line)
    .map((fault) => {
      const allowed = fault.allowed.length === 0 ? "" : `\nAllowed: ${fault.allowed.join(", ")}.`;
      return `${file}:${fault.line}  ${fault.message}${allowed}`;
    });
  return new LeadError("requirement-invalid", lines.join("\n"), { hint: "dblead explain requirement-invalid" });
}

/** What is thin in a requirement: told in reports, never a reason to stop. */
export function findGaps(requirement: Requirement): readonly string[] {
  const headings = Object.keys(requirement.sections).join("\n").toLowerCase();
  const wishes = requirement.body["non-functional"];
  const gaps = [
    /data|model/.test(headings) ? null : "data model: no section says what the data means",
    requirement.body["access-patterns"].length > 0 ? null : "access patterns: none are given, so indexes cannot be judged",
    requirement.body["access-patterns"].every((pattern) => pattern["p95-ms"] !== undefined) &&
    requirement.body["access-patterns"].length > 0
      ? null
      : "performance: no access pattern says how fast it must answer",
    wishes["rows-in-a-year"] !== undefined || headings.includes("scale") ? null : "scale: nothing says how many rows there will be",
    wishes["personal-data"] !== undefined || headings.includes("security")
      ? null
      : "security: nothing says whether personal data is affected",
  ];
  return gaps.filter((gap) => gap !== null);
}

function findFrontFaults(requirement: Requirement, front: LocatedYaml, knownTargets: readonly string[]): readonly RequirementFault[] {
  return requirement.front.targets.flatMap((target, index) =>
    knownTargets.includes(target)
      ? []
      : [
          fault(
            front,
            ["targets", index],
            `targets[${index}] names ${target}, which dblead.toml does not know`,
            suggest(target, knownTargets),
          ),
        ],
  );
}

function findBodyFaults(requirement: Requirement, body: LocatedYaml): readonly RequirementFault[] {
  const { intents, answers } = requirement.body;
  const patterns = requirement.body["access-patterns"];
  const named = new Set<string>();
  const twice = [
    ...intents.map((one, index) => ({ id: one.id, path: ["intents", index, "id"] })),
    ...patterns.map((one, index) => ({ id: one.id, path: ["access-patterns", index, "id"] })),
  ].flatMap(({ id, path }) => {
    const isTwice = named.has(id);
    named.add(id);
    return isTwice ? [fault(body, path, `the id ${id} is used twice`, {})] : [];
  });
  const targets = requirement.front.targets;
  const strangers = intents.flatMap((one, index) => {
    const target = one.body.target;
    if (target === undefined || targets.includes(target)) return [];
    return [
      fault(
        body,
        ["intents", index, one.kind, "target"],
        `intents[${index}].${one.kind}.target names ${target}, which the front matter does not list`,
        suggest(target, targets),
      ),
    ];
  });
  const unknownPatterns = intents.flatMap((one, index) => {
    const pattern = "access-pattern" in one.body ? one.body["access-pattern"] : undefined;
    const ids = patterns.map((candidate) => candidate.id);
    if (pattern === undefined || ids.includes(pattern)) return [];
    return [
      fault(
        body,
        ["intents", index, one.kind, "access-pattern"],
        `intents[${index}].${one.kind}.access-pattern names ${pattern}, which is not among the access patterns`,
        suggest(pattern, ids),
      ),
    ];
  });
  const kinds = Object.keys(questionKinds);
  const unknownQuestions = answers.flatMap((one, index) => {
    const kind = one.question.split("/")[0] ?? "";
    if (kinds.includes(kind) || one.question.split("/").length > 3) return [];
    return [
      fault(
        body,
        ["answers", index, "question"],
        `answers[${index}].question starts with ${kind}, which is no kind of question`,
        suggest(kind, kinds),
      ),
    ];
  });
  return [...twice, ...strangers, ...unknownPatterns, ...unknownQuestions];
}

function describeIssue(issue: z.core.$ZodIssue, located: LocatedYaml, schema: unknown): readonly RequirementFault[] {
  const where = printPath(issue.path);
  if (issue.code === "unrecognized_keys") {
    const known = knownKeys(schema, issue.path);
    return issue.keys.map((key) => {
      const nearest = findNearest(key, known);
      const found = fault(located, [...issue.path, key], `${where === "" ? key : `${where}.${key}`} is not known`, suggest(key, known));
      return nearest === undefined ? found : { ...found, meant: printPath([...issue.path, nearest]) };
    });
  }
  const value = valueAt(located.value, issue.path);
  if (value === undefined && issue.code !== "custom")
    return [fault(located, issue.path, `${where} is missing`, { allowed: knownKeys(schema, issue.path.slice(0, -1)) })];
  if (issue.code === "invalid_value") {
    const allowed = issue.values.map(String);
    return [fault(located, issue.path, `${where} is ${JSON.stringify(value)}, which is not allowed`, suggest(String(value), allowed))];
  }
  return [fault(located, issue.path, `${where === "" ? "" : `${where}: `}${issue.message.replace(/^Invalid input: /, "")}`, {})];
}

interface Suggestion {
  readonly nearest?: string | undefined;
  readonly allowed?: readonly string[];
}

function suggest(name: string, known: readonly string[]): Suggestion {
  return { nearest: findNearest(name, known), allowed: known };
}

function fault(located: LocatedYaml, path: readonly PropertyKey[], message: string, suggestion: Suggestion): RequirementFault {
  const meant = suggestion.nearest === undefined ? "" : ` Did you mean ${suggestion.nearest}?`;
  return { line: located.lineOf(path), path: printPath(path), message: `${message}.${meant}`, allowed: suggestion.allowed ?? [] };
}

function printPath(path: readonly PropertyKey[]): string {
  return path.map((part, index) => (typeof part === "number" ? `[${part}]` : `${index === 0 ? "" : "."}${String(part)}`)).join("");
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === "object" && at !== null ? (at as Readonly<Record<PropertyKey, unknown>>)[key] : undefined),
    value,
  );
}

/** Keys that the schema knows at a path; an intent's word leads to its own body. */
function knownKeys(schema: unknown, path: readonly PropertyKey[]): readonly string[] {
  if (schema === requirementBody && path[0] === "intents") {
    const word = path[2];
    if (path.length === 2) return intentKinds;
    if (typeof word === "string" && word in intentBodies) return knownKeys(intentBodies[word as keyof typeof intentBodies], path.slice(3));
  }
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault)
    return knownKeys(schema.unwrap(), path);
  const [first, ...rest] = path;
  if (schema instanceof z.ZodRecord) return first === undefined ? [] : knownKeys(schema.valueType, rest);
  if (schema instanceof z.ZodArray) return first === undefined ? [] : knownKeys(schema.element, rest);
  if (!(schema instanceof z.ZodObject)) return [];
  const shape = schema.shape as Readonly<Record<string, unknown>>;
  return first === undefined ? Object.keys(shape) : knownKeys(shape[String(first)], rest);
}
