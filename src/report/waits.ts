import type { BlockedWait, BlockingVerdict } from "../model/review.ts";
import { count, printDuration } from "./layout.ts";

/** Shorter than this is what any statement takes on a busy machine. */
const noticeableMs = 20;

/** What a statement made others wait for, in one line: behind its lock, and in its queue while it waited itself. Empty: nobody was seen waiting. */
export function describeWaits(blocking: BlockingVerdict | undefined, place: { readonly file: string; readonly line: number }): string {
  const own = (blocking?.waits ?? []).filter(
    (wait) => wait.file === place.file && wait.line === place.line && wait.waitedMs >= noticeableMs,
  );
  const behind = worst(own, "behind-lock");
  const queued = worst(own, "behind-queue");
  const parts = [
    ...(behind === undefined ? [] : [`a ${behind.operation} of ${behind.object} waited ${printDuration(behind.waitedMs)} behind it`]),
    ...(queued === undefined
      ? []
      : [
          `with an old transaction open, ${count(Math.max(1, queued.waiting), "session")} queued ${printDuration(queued.waitedMs)} behind it on ${queued.object}`,
        ]),
  ];
  return parts.join("; ");
}

function worst(waits: readonly BlockedWait[], kind: BlockedWait["kind"]): BlockedWait | undefined {
  return waits.filter((wait) => wait.kind === kind).toSorted((a, b) => b.waitedMs - a.waitedMs)[0];
}

/** The longest that anybody waited behind a lock of the change, without an old transaction in the way; null: it was not observed. */
export function longestWaitMs(blocking: BlockingVerdict | undefined): number | null {
  if (blocking?.kind !== "observed") return null;
  return Math.max(
    0,
    ...blocking.waits.filter((wait) => wait.kind === "behind-lock" && wait.scenario === "plain").map(({ waitedMs }) => waitedMs),
  );
}
