import type { RunState } from "../model/run-state.ts";

/** Intents that somebody decided to leave out: by an answered escalation, for the sake of another request, or by archiving their task. */
export function leftOut(state: RunState): ReadonlySet<string> {
  const decided = state.escalations.filter((one) => one.resolution?.choose === "leave-out").map((one) => one.id.split("/").at(-1) ?? "");
  const live = new Set(state.tasks.filter((one) => one.hold !== "archived").flatMap((one) => one.task.intents));
  const archived = state.tasks.filter((one) => one.hold === "archived").flatMap((one) => one.task.intents.filter((id) => !live.has(id)));
  const yielded = state.questions.filter(
    (question) =>
      question.kind === "conflicting-requirements" &&
      state.answers.some((answer) => answer.question === question.id && answer.choose === "leave-out"),
  );
  return new Set([...decided, ...archived, ...yielded.flatMap((question) => question.intents)]);
}
