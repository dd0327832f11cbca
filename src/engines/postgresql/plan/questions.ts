import { fingerprintOf } from "../../../model/fingerprint.ts";
import type { Question } from "../../../model/question.ts";
import type { PlanRequest } from "../../engine.ts";
import { labelOf } from "../objects/address.ts";
import { valueId, valueRenames } from "./enum-values.ts";
import { completeRenames } from "./follow.ts";
import { guessRenames } from "./rename-guess.ts";

/** From this confidence on, taking a thing away and making one like it is worth a question: the rows are at stake. */
const worthAsking = 0.6;

/** Pairs that look like one thing under another name and that nobody has spoken about. */
export function questionsOf(request: PlanRequest): readonly Question[] {
  const given = completeRenames(request.from, request.renames);
  const values = valueRenames(request.from, request.renames).flatMap(({ object, before, after }) => [
    valueId(object, before),
    valueId(object, after),
  ]);
  const known = new Set([...Object.keys(given), ...Object.values(given), ...ruledIds(request), ...values]);
  return guessRenames(request.from, request.to)
    .filter((guess) => guess.confidence >= worthAsking && !known.has(guess.from) && !known.has(guess.to))
    .map((guess) => ({
      id: `possible-rename/${request.from.engine}/${labelOf(guess.from)}`,
      kind: "possible-rename",
      target: request.from.engine,
      object: labelOf(guess.from),
      to: "technical-architect",
      text: `${kindIn(guess.from)} ${labelOf(guess.from)} goes and ${labelOf(guess.to)} comes: ${guess.because} (confidence ${Math.round(guess.confidence * 100)} %). Is it one thing under another name?`,
      options: [
        { value: "rename", consequence: `The rows stay, under the name ${labelOf(guess.to)}.` },
        {
          value: "drop",
          consequence: `${/^(?:table|column|schema|sequence|value)/.test(guess.from) ? "" : "Both are made and removed on their own. "}What ${labelOf(guess.from)} holds is gone; ${labelOf(guess.to)} starts empty.`,
        },
      ],
      answer: "one-of-options",
      factsHash: fingerprintOf([guess.from, guess.to, guess.confidence]),
      intents: [request.origins[guess.from], request.origins[guess.to]].filter((intent) => intent !== undefined),
    }));
}

function kindIn(id: string): string {
  const kind = id.slice(0, id.indexOf(":")).replaceAll("-", " ");
  return `${kind.slice(0, 1).toUpperCase()}${kind.slice(1)}`;
}

function ruledIds(request: PlanRequest): readonly string[] {
  return request.rules.flatMap((rule) => [...rule.from, ...rule.to].flatMap((name) => [`column:${rule.object}.${name}`, `column:${name}`]));
}
