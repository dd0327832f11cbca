import type { Role } from "./role.ts";

/** Kinds of clarification. The id of a question is `kind/target/object`. */
export const questionKinds = {
  "required-without-default": "A required field on an object with rows needs a value for the rows that are there.",
  "rename-still-read": "Code, views or functions still use the old name.",
  "split-still-read": "Code, views or functions still use the field that is split or merged.",
  "type-change-loses": "The new type cannot hold every value that the old one can.",
  "rule-not-inverse": "The declared way back does not give every value back that the declared way there took.",
  "drop-loses-data": "Rows, code or views still use what is to be dropped.",
  "access-pattern-without-rate": "Index and query design need to know how often a pattern runs and how fast it must answer.",
  "ambiguous-name": "The name fits more than one object.",
  "conflicting-intents": "Two intents ask for things that exclude each other.",
  "conflicting-requirements": "Another request that is not done changes the same thing, or two migrations took one id.",
  "possible-rename": "Something went and something like it came: the same thing under another name?",
  "worker-question": "A worker asks something that the task does not say.",
} as const;
export type QuestionKind = keyof typeof questionKinds;

export interface Option {
  readonly value: string;
  readonly consequence: string;
}
export interface Question {
  readonly id: string;
  readonly kind: QuestionKind;
  readonly target: string;
  readonly object: string;
  /** Who should answer. */
  readonly to: Role;
  readonly text: string;
  readonly options: readonly Option[];
  /** Whether a value outside the options is an answer too (a default value, an expression). */
  readonly answer: "one-of-options" | "free";
  /** Offered, never assumed. Absent where data could be lost. */
  readonly proposal?: string;
  /** Hash of the facts it rests on: it is asked again when they change. */
  readonly factsHash: string;
  readonly intents: readonly string[];
}
export interface Answer {
  readonly question: string;
  readonly by: Role;
  readonly choose: string;
  /** Facts the answer was given for; absent in a requirement, where it holds for the facts of the first run. */
  readonly factsHash?: string;
}
