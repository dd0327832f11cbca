import type { DataRule } from "../engines/engine.ts";
import type { HazardKind } from "../model/hazard.ts";
import type { Schema } from "../model/schema.ts";
import type { QueryExample } from "../model/task.ts";

/** What a task's worker is handed and its review demands; kept in the store, named by the task's state. */
export type TaskOrder =
  | {
      readonly kind: "change";
      /** The schema that the tasks it depends on leave. */
      readonly from: Schema;
      /** Null: a person decides; then only rows and the way back are demanded. */
      readonly to: Schema | null;
      readonly rules: readonly DataRule[];
      readonly renames: Readonly<Record<string, string>>;
      readonly origins: Readonly<Record<string, string>>;
      readonly strategy: "online" | "direct";
      readonly allow: readonly HazardKind[];
      readonly label: string;
    }
  | {
      readonly kind: "query";
      readonly query: string | null;
      readonly text: string;
      readonly examples: readonly QueryExample[];
      /** A query that is tuned: what is handed in answers the same rows and costs at most this part of it, in percent. */
      readonly instead?: { readonly of: string; readonly atMostPercent: number };
    };
