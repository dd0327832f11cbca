import { join } from "node:path";
import { fingerprintOf } from "../model/fingerprint.ts";
import type { Migration, Script } from "../model/migration.ts";
import { readTextIfPresent, writeWhole } from "../project/files.ts";
import type { OperationContext } from "./operation.ts";
import type { ExecutedReview } from "./review-result.ts";

/** Everything that a review depends on. Texts, not names: a file that was written again with the same content is the same. */
export interface ReviewKey {
  readonly engine: string;
  readonly version: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly base: readonly Script[];
  readonly seed: readonly Script[];
  readonly migrations: readonly Migration[];
  /** Levels, sizes, queries, findings about the set: whatever else is handed to the review. */
  readonly rest: readonly unknown[];
}
/** A review that was kept, without what is only true for the moment in which it was asked for. */
export type KeptReview = Omit<ExecutedReview, "kind" | "subject" | "remembered" | "nextAction">;

/** Path of the kept result. */
export async function placeOfReview(key: ReviewKey, context: OperationContext): Promise<string> {
  const texts = (scripts: readonly Script[]): unknown =>
    scripts.map(({ file, line, text, transaction }) => [file, line, text, transaction]);
  const migrations = key.migrations.map(({ id, up, down }) => [id, texts([up]), down === null ? null : texts([down])]);
  const fingerprint = fingerprintOf([
    "review",
    context.release,
    key.engine,
    key.version,
    JSON.stringify([key.settings, texts(key.base), texts(key.seed), migrations, key.rest]),
  ]);
  return join(await context.cacheFolder(), "reviews", `${fingerprint}.json`);
}

/** A file that was cut short is as good as none. */
export async function findReview(place: string): Promise<KeptReview | null> {
  const text = await readTextIfPresent(place);
  if (text === null) return null;
  try {
    return JSON.parse(text) as KeptReview;
  } catch {
    return null;
  }
}

export async function keepReview(place: string, review: KeptReview): Promise<void> {
  await writeWhole(place, JSON.stringify(review));
}
