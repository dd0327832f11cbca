import type { Aspect } from "../../model/review.ts";

export interface ReviewCheck {
  readonly aspect: Aspect;
  readonly what: string;
  readonly why: string;
  readonly instead: string;
}

/** What the review executes, and what a hand-in that fails it is told. The key is the `rule` of the finding. */
export const reviewChecks = {
  "base-differs": {
    aspect: "correctness",
    what: "The base that the migrations build is not the base the task was made for.",
    why: "A change proven on another base proves nothing.",
    instead: "Run the request again, so that the plan starts from what is there.",
  },
  "migration-fails": {
    aspect: "correctness",
    what: "A migration stops with an error on the shadow database.",
    why: "It would stop on the target too, half-way where it is not transactional.",
    instead: "Correct the statement; the position and the server's message are given.",
  },
  "job-fails": {
    aspect: "correctness",
    what: "A backfill job stops with an error.",
    why: "The contract step would find rows of the old shape.",
    instead: "Correct the job so that it runs on every row that the base can hold.",
  },
  "job-not-repeatable": {
    aspect: "correctness",
    what: "A job that ran to its end writes rows again when it is run again.",
    why: "A job is interrupted sooner or later, and must go on without doing anything twice.",
    instead: "Let each batch select only rows that still differ.",
  },
  "job-changes-schema": {
    aspect: "correctness",
    what: "A backfill job changes the schema.",
    why: "Jobs are run again and in any session; schema changes belong into migrations with a way back.",
    instead: "Move the statement into a migration.",
  },
  "schema-differs": {
    aspect: "correctness",
    what: "After all stages the schema is not the one that was asked for.",
    why: "The requirement is not met, or more was changed than asked.",
    instead: "Compare the listed objects with the acceptance criteria.",
  },
  "rows-lost": {
    aspect: "correctness",
    what: "Rows are gone after the change.",
    why: "Nothing in the requirement allows rows to go.",
    instead: "Keep the rows, or ask for the loss by name.",
  },
  "values-changed": {
    aspect: "correctness",
    what: "Values of a field differ after the change although no rule allows it.",
    why: "A silent change of data is the worst outcome a migration can have.",
    instead: "Leave the field alone, or state the rule in the requirement.",
  },
  "values-dropped": {
    aspect: "correctness",
    what: "A field with values is gone after the change and nothing asked for it.",
    why: "Dropped values do not come back.",
    instead: "Ask for the drop by name, after copying what is still needed.",
  },
  "rule-not-kept": {
    aspect: "correctness",
    what: "Transformed values are not what the stated rule gives.",
    why: "The new release would read wrong values.",
    instead: "Use the rule of the requirement in triggers and backfill alike.",
  },
  "rows-unproven": {
    aspect: "correctness",
    what: "No rows could be made for an object that the change touches, so its rows are unproven.",
    why: "An empty table passes everything.",
    instead: "Add rows for it to the target's seed file.",
  },
  "new-values-refused": {
    aspect: "correctness",
    what: "A value that only the new schema can hold is refused after the change.",
    why: "The new release would fail on its first write.",
    instead: "Look for a leftover constraint, trigger or type.",
  },
  "failure-without-precheck": {
    aspect: "correctness",
    what: "Rows that the base accepts make the migration fail, and no precheck looks for them on the target.",
    why: "The target may hold such rows; the migration would stop there.",
    instead: "Add a read-only precheck that counts them, or carry them through.",
  },
  "query-breaks": {
    aspect: "correctness",
    what: "A query of the application stops working before a deployment allows it.",
    why: "The release that runs now sends it.",
    instead: "Keep the old name or shape until the deployment is confirmed (expand, then contract).",
  },
  "contract-without-gate": {
    aspect: "correctness",
    what: "A removing step travels with additive ones.",
    why: "Migration runners apply every pending file at once; running code breaks in between.",
    instead: "Move it to a contract stage behind a deployment gate.",
  },
  "blocks-while-working": {
    aspect: "performance",
    what: "A statement reads or rewrites a filled object while others are locked out.",
    why: "The time grows with the object, and everything queues behind the lock.",
    instead: "Use the online form: NOT VALID and VALIDATE, CONCURRENTLY, or a companion field with a backfill.",
  },
  "down-missing": {
    aspect: "maintainability",
    what: "There is no way back.",
    why: "When the release goes wrong, the schema has to go back in minutes, by something that was tried before.",
    instead: "Hand in the down migration.",
  },
  "down-fails": {
    aspect: "maintainability",
    what: "The way back stops with an error.",
    why: "A way back that was never run is no way back.",
    instead: "Correct the down migration; the server's message is given.",
  },
  "down-differs": {
    aspect: "maintainability",
    what: "The way back leads to a schema that is not the one before.",
    why: "The old release and the next migration expect the old schema.",
    instead: "Restore the listed objects.",
  },
  "down-loses-rows": {
    aspect: "maintainability",
    what: "The way back loses rows or values that were there before.",
    why: "Going back must not cost data that the change did not touch.",
    instead: "Restore the values from what the change kept, or say that the step is irreversible.",
  },
  "up-again-fails": {
    aspect: "maintainability",
    what: "After going back, the change cannot be made again.",
    why: "Something of it was left behind.",
    instead: "Let the down migration remove everything that the up migration made.",
  },
} as const satisfies Readonly<Record<string, ReviewCheck>>;

export type ReviewCheckId = keyof typeof reviewChecks;
