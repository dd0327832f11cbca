import type { z } from "zod";
import type { Effect, Operation } from "./operation.ts";

export interface VerbParameter {
  readonly name: string;
  readonly brief: string;
  readonly kind: "text" | "choice" | "number" | "switch";
  readonly values?: readonly string[];
  readonly isMany: boolean;
  readonly isRequired: boolean;
}
/** What a face has to know of a verb before anybody calls it; the rest is loaded when it is called. */
export interface Verb {
  readonly name: string;
  /** Words of the command. */
  readonly command: readonly string[];
  readonly summary: string;
  readonly effect: Effect;
  readonly example: string;
  /** Words of `--format`, text first. */
  readonly formats: readonly string[];
  readonly positionals: readonly VerbParameter[];
  readonly flags: readonly VerbParameter[];
  readonly load: () => Promise<Operation<z.ZodObject, z.ZodType>>;
}

type Need = "optional" | "required" | "many" | "one-or-more";

export function parameter(kind: "text" | "number" | "switch", name: string, brief: string, need: Need = "optional"): VerbParameter {
  return {
    name,
    brief,
    kind,
    isMany: need === "many" || need === "one-or-more",
    isRequired: need === "required" || need === "one-or-more",
  };
}

export function choice(name: string, brief: string, values: readonly string[], need: Need = "optional"): VerbParameter {
  return { ...parameter("text", name, brief, need), kind: "choice", values };
}
