import { printName } from "../../../model/name.ts";
import type { StepDraft } from "../../step-draft.ts";
import type { PlanContext } from "../../step-draft.ts";
import { draftStep, exactly, hazard, lock } from "../objects/draft.ts";
import { quoteLiteral, quoteQualified } from "../quote.ts";
import { buildFor } from "./scope.ts";

export interface IndexBuild {
  readonly schema: string;
  readonly name: string;
  readonly table: string;
  /** Statement for the way of building that `buildFor` chose. */
  readonly statement: string;
  readonly summary: string;
  readonly makes: readonly string[];
  readonly needs: readonly string[];
}

/** Drops an index of that name that a build left behind half-made; a valid one stays. Not in a transaction: DROP INDEX CONCURRENTLY refuses one, so the plain form with a short lock. */
function dropInvalidSql(build: IndexBuild): string {
  const name = quoteQualified(build.schema, build.name);
  return `DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass(${quoteLiteral(name)}) AND NOT indisvalid) THEN
    DROP INDEX ${name};
  END IF;
END
$left$`;
}

function slowHazards(build: IndexBuild): StepDraft["hazards"] {
  return [
    hazard("scans-object", build.table, "Every row is read to build the index.", "note"),
    hazard("needs-disk", build.table, "Needs room for the index.", "note"),
  ];
}

/** Builds an index in one statement that writers wait for. */
export function buildAtOnceDraft(build: IndexBuild): StepDraft {
  return draftStep({
    phase: "expand",
    needs: build.needs,
    kind: "create-index",
    summary: build.summary,
    statements: [build.statement],
    reverse: [`DROP INDEX ${quoteQualified(build.schema, build.name)}`],
    blocks: [lock(build.table, "SHARE", "build")],
    hazards: [hazard("blocks-writes", build.table, "Nobody can write to the table while the index is built."), ...slowHazards(build)],
    makes: build.makes,
  });
}

/** Builds an index without stopping writers, after what an earlier attempt may have left, and looks whether it became valid. */
export function buildIndexDrafts(context: PlanContext, build: IndexBuild): readonly StepDraft[] {
  const name = quoteQualified(build.schema, build.name);
  if (buildFor(context) === "blocking") return [buildAtOnceDraft(build)];
  const slow = slowHazards(build);
  const common = { phase: "expand" as const, needs: build.needs };
  const mark = `built:${printName([build.schema, build.name])}`;
  return [
    draftStep({
      ...common,
      kind: "clear-invalid-index",
      summary: `Clear away index ${build.name} if an earlier build left it invalid`,
      statements: [dropInvalidSql(build)],
      reverse: [],
      transaction: "own",
      makes: [`cleared:${mark}`],
    }),
    draftStep({
      ...common,
      kind: "create-index-concurrently",
      summary: build.summary,
      statements: [build.statement],
      reverse: [`DROP INDEX CONCURRENTLY IF EXISTS ${name}`],
      transaction: "none",
      reversibility: exactly,
      blocks: [lock(build.table, "SHARE UPDATE EXCLUSIVE", "build")],
      // A lock timeout would cut the build short and leave an invalid index behind.
      limits: {},
      hazards: [
        hazard(
          "not-transactional",
          build.table,
          "A build that fails leaves an invalid index, which the step before clears away on the next attempt.",
          "note",
        ),
        ...slow,
      ],
      makes: [mark],
      needs: [...build.needs, `cleared:${mark}`],
    }),
    {
      ...draftStep({
        ...common,
        kind: "check-index",
        summary: `Index ${build.name} is valid`,
        statements: [],
        reverse: [],
        limits: {},
        makes: build.makes,
        needs: [mark],
      }),
      action: {
        kind: "check",
        check: {
          id: `valid-index/${printName([build.schema, build.name])}`,
          summary: `Index ${build.name} was built to the end`,
          query: `SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass(${quoteLiteral(name)}) AND indisvalid`,
          expects: "true",
        },
      },
    },
  ];
}
