import type { Engine } from "../engines/engine.ts";
import { count } from "../model/wording.ts";
import { fingerprintOf } from "../model/fingerprint.ts";
import type { Intent } from "../model/intent.ts";
import type { Option, Question, QuestionKind } from "../model/question.ts";
import type { Answer } from "../model/question.ts";
import type { Requirement } from "../model/requirement.ts";
import { directors, type Role } from "./recipients.ts";
import { locateField, locateObject, type Located } from "../model/schema.ts";
import type { Analysis, CodeMention } from "./analysis.ts";
import { effectiveIntents, fullObject, questionId } from "./effective-intents.ts";
import { findConflicts } from "./intent-conflicts.ts";
import { namesOf, renameInIntent } from "./intent-names.ts";
import { toJson } from "./kept.ts";

/** Kinds that clarify asks itself; others come from the design or from workers and are left alone by it. */
export const clarifiedKinds: readonly QuestionKind[] = [
  "required-without-default",
  "rename-still-read",
  "split-still-read",
  "type-change-loses",
  "drop-loses-data",
  "access-pattern-without-rate",
  "ambiguous-name",
  "conflicting-intents",
  "conflicting-requirements",
];

/** Questions that must be answered before anything is designed for this target. Pure: the same facts ask the same questions. */
export function findQuestions(
  requirement: Requirement,
  analysis: Analysis,
  engine: Engine,
  answers: readonly Answer[],
): readonly Question[] {
  const ambiguous = analysis.intents.flatMap((intent) => askAmbiguous(intent, analysis));
  const named = analysis.intents.map((intent) =>
    renameInIntent(intent, (name) => fullObject(analysis.schema, analysis.target, name, answers)),
  );
  const conflicts = findConflicts(named).map((conflict) =>
    ask("conflicting-intents", analysis, conflict.object, {
      to: "project-manager",
      text: `${conflict.why}. Which of ${conflict.intents.join(", ")} counts?`,
      options: conflict.intents.map((id) => ({ value: id, consequence: `only ${id} is carried out; the others are left out` })),
      facts: conflict.intents,
      intents: conflict.intents,
    }),
  );
  const wanted = effectiveIntents(analysis.intents, analysis.schema, analysis.target, answers);
  const losses = named.flatMap((intent) => [...askLossyType(intent, analysis, engine), ...askDrop(intent, analysis)]);
  const others = wanted.flatMap((intent) => [...askRequired(intent, analysis), ...askStillRead(intent, analysis)]);
  const patterns = requirement.body["access-patterns"].filter(
    (pattern) => pattern.target === analysis.target && pattern["rate-per-second"] === undefined,
  );
  const rates = patterns.map((pattern) =>
    ask("access-pattern-without-rate", analysis, pattern.id, {
      to: "backend-lead",
      text: `How often does "${pattern.text}" run, per second, and how fast must it answer?`,
      options: [
        { value: "rare", consequence: "no index is made for it alone" },
        { value: "often", consequence: "it is served by an index" },
      ],
      isFree: "yes",
      facts: [pattern.text, pattern.query ?? ""],
      intents: [],
    }),
  );
  return unique([...ambiguous, ...conflicts, ...losses, ...others, ...rates]);
}

function unique(questions: readonly Question[]): readonly Question[] {
  const byId = new Map<string, Question>();
  for (const question of questions) {
    const known = byId.get(question.id);
    byId.set(question.id, known === undefined ? question : { ...known, intents: [...new Set([...known.intents, ...question.intents])] });
  }
  return [...byId.values()];
}

interface QuestionBody {
  readonly to: Role;
  readonly text: string;
  readonly options: readonly Option[];
  readonly proposal?: string;
  readonly isFree?: "yes";
  readonly facts: unknown;
  readonly intents: readonly string[];
}

/** A question with its id and the hash of its facts. */
export function ask(kind: QuestionKind, where: { readonly target: string }, object: string, body: QuestionBody): Question {
  return {
    id: questionId(kind, where.target, object),
    kind,
    target: where.target,
    object,
    to: body.to,
    text: body.text,
    options: body.options,
    answer: body.isFree === undefined ? "one-of-options" : "free",
    ...(body.proposal === undefined ? {} : { proposal: body.proposal }),
    factsHash: fingerprintOf(toJson([kind, object, body.facts])).slice(0, 16),
    intents: body.intents,
  };
}

function askAmbiguous(intent: Intent, analysis: Analysis): readonly Question[] {
  return namesOf(intent).flatMap((use) => {
    if (use.kind !== "object" || use.expects !== "present") return askAmbiguousOwner(intent, use.name, use.expects, analysis);
    return askWhich(intent, use.name, locateObject(analysis.schema, use.name), analysis);
  });
}

function askAmbiguousOwner(intent: Intent, name: string, expects: "present" | "new", analysis: Analysis): readonly Question[] {
  if (expects === "new") return [];
  const owner = name.includes(".") ? name.replace(/\.(?:[^."]+|"(?:[^"]|"")*")$/, "") : name;
  return askWhich(intent, owner, locateObject(analysis.schema, owner), analysis);
}

function askWhich(intent: Intent, name: string, located: readonly Located[], analysis: Analysis): readonly Question[] {
  if (located.length < 2) return [];
  const labels = located.map((one) => one.outline.label);
  const options = located.map((one) => ({ value: one.outline.label, consequence: count(one.outline.fields.length, "field") }));
  return [
    ask("ambiguous-name", analysis, name, {
      to: "backend-lead",
      text: `${name} fits ${labels.join(" and ")}. Which one is meant?`,
      options,
      facts: labels,
      intents: [intent.id],
    }),
  ];
}

/** Rows of an object: what the target is known to hold, else what the shadow holds; undefined: nobody knows. */
function rowsOf(analysis: Analysis, label: string): number | undefined {
  return (
    analysis.sizes[label]?.rowsEstimated ??
    (analysis.origin === "nothing" ? 0 : analysis.seed.length === 0 ? undefined : analysis.shadowRows[label])
  );
}

function tellRows(rows: number | undefined): string {
  return rows === undefined ? "an unknown number of rows" : count(rows, "row");
}

function askRequired(intent: Intent, analysis: Analysis): readonly Question[] {
  if (intent.kind !== "add-field" && intent.kind !== "change-field") return [];
  const { body } = intent;
  if (body.required !== true || body.default !== undefined) return [];
  const located = intent.kind === "add-field" ? undefined : locateField(analysis.schema, body.field)[0];
  if (intent.kind === "change-field" && located?.field?.required !== false) return [];
  const owner = located?.outline.label ?? locateObject(analysis.schema, body.field.replace(/\.[^.]+$/, ""))[0]?.outline.label;
  const rows = owner === undefined ? 0 : rowsOf(analysis, owner);
  if (owner === undefined || rows === 0) return [];
  const values = (body.values ?? []).map(String);
  const [first] = values;
  return [
    ask("required-without-default", analysis, body.field, {
      to: "backend-lead",
      text: `${body.field} is to be required, and ${owner} has ${tellRows(rows)} without a value. What do they get?`,
      options: values.map((value) => ({ value, consequence: `every row that is there gets ${value}` })),
      isFree: "yes",
      ...(first === undefined ? {} : { proposal: first }),
      facts: [body.type ?? null, values, "rows"],
      intents: [intent.id],
    }),
  ];
}

function usersOf(analysis: Analysis, label: string): { readonly mentions: readonly CodeMention[]; readonly dependents: readonly string[] } {
  return { mentions: analysis.mentions.filter((mention) => mention.name === label), dependents: analysis.dependents[label] ?? [] };
}

function tellUsers(users: ReturnType<typeof usersOf>): string {
  const places = users.mentions.map((mention) => `${mention.file}:${mention.line}`);
  const shown = [...places.slice(0, 5), ...(places.length > 5 ? [`${places.length - 5} more`] : []), ...users.dependents.slice(0, 5)];
  return shown.join(", ");
}

/** Facts without line numbers: a moved line is not another fact. */
function factsOf(users: ReturnType<typeof usersOf>): readonly string[] {
  return [...new Set([...users.mentions.map((mention) => mention.file), ...users.dependents])].sort();
}

function askStillRead(intent: Intent, analysis: Analysis): readonly Question[] {
  if (!["rename-field", "rename-object", "split-field", "merge-fields", "move-field"].includes(intent.kind)) return [];
  const kind = intent.kind === "rename-field" || intent.kind === "rename-object" ? "rename-still-read" : "split-still-read";
  const labels = namesOf(intent)
    .filter(
      (use) =>
        use.expects === "present" &&
        (use.key === "field" || use.key === "fields" || (use.key === "object" && intent.kind === "rename-object")),
    )
    .map((use) => use.name);
  return labels.flatMap((label) => {
    const users = usersOf(analysis, label);
    if (users.mentions.length + users.dependents.length === 0) return [];
    return [
      ask(kind, analysis, label, {
        to: "backend-lead",
        text: `${label} is still used by ${tellUsers(users)}. How does it change under running code?`,
        options: [
          {
            value: "expand-and-contract",
            consequence: "old and new live side by side until the release that uses the new is confirmed; two releases",
          },
          { value: "at-once", consequence: "one migration; code that uses the old fails from then on" },
        ],
        proposal: "expand-and-contract",
        facts: factsOf(users),
        intents: [intent.id],
      }),
    ];
  });
}

function askLossyType(intent: Intent, analysis: Analysis, engine: Engine): readonly Question[] {
  if (intent.kind !== "change-field" || intent.body.type === undefined) return [];
  const located = locateField(analysis.schema, intent.body.field)[0];
  if (located?.field === undefined) return [];
  const change = engine.typeChange(located.field.type, intent.body.type);
  if (change !== "loses" && change !== "may-fail" && change !== "impossible") return [];
  if (change === "impossible" && intent.body.using !== undefined) return [];
  const words = {
    loses: "values are cut or rounded",
    "may-fail": "values that do not fit stop the change",
    impossible: "there is no conversion unless the requirement states one (using)",
  };
  return [
    ask("type-change-loses", analysis, intent.body.field, {
      to: "technical-architect",
      text: `${intent.body.field} goes from ${located.field.type} to ${intent.body.type}: ${words[change]}.`,
      options: [
        ...(change === "impossible"
          ? []
          : [{ value: "proceed", consequence: `${words[change]}; a precheck counts them on the target first` }]),
        { value: "keep", consequence: "the type stays as it is" },
      ],
      facts: [located.field.type, intent.body.type, change],
      intents: [intent.id],
    }),
  ];
}

function askDrop(intent: Intent, analysis: Analysis): readonly Question[] {
  if (intent.kind !== "drop-field" && intent.kind !== "drop-object") return [];
  const label = intent.kind === "drop-field" ? intent.body.field : intent.body.object;
  const located = (intent.kind === "drop-field" ? locateField(analysis.schema, label) : locateObject(analysis.schema, label))[0];
  if (located === undefined) return [];
  const rows = rowsOf(analysis, located.outline.label);
  const users = usersOf(analysis, label);
  if (rows === 0 && users.mentions.length + users.dependents.length === 0) return [];
  const used = tellUsers(users);
  return [
    ask("drop-loses-data", analysis, label, {
      to: "technical-architect",
      text: `${label} is to go: ${located.outline.label} has ${tellRows(rows)}${used === "" ? "" : `, and it is used by ${used}`}. The values do not come back.`,
      options: [
        { value: "drop", consequence: "the values are gone after the contract phase; only a backup has them" },
        { value: "keep", consequence: "nothing is dropped" },
      ],
      facts: ["rows", ...factsOf(users)],
      intents: [intent.id],
    }),
  ];
}

/** Whether this role may answer: who was asked, a director, or who handed the requirement in. */
export function mayAnswer(role: Role, question: Question, requirement: Requirement): boolean {
  return role === question.to || directors.includes(role) || role === requirement.front.from;
}

/** Why an answer does not fit its question, or null. */
export function refuseAnswer(question: Question, choose: string): string | null {
  if (question.answer === "free" ? choose.trim() !== "" : question.options.some((option) => option.value === choose)) return null;
  return `"${choose}" is none of ${question.options.map((option) => option.value).join(", ")}`;
}

/** Questions without an answer that was given for these very facts. */
export function openQuestions(questions: readonly Question[], answers: readonly Answer[]): readonly Question[] {
  return questions.filter(
    (question) => !answers.some((answer) => answer.question === question.id && answer.factsHash === question.factsHash),
  );
}
