import type { Worker } from "../ports/worker.ts";

/** A person or a coding agent: takes a ready task, may ask, and hands files in by commands of their own. Nothing happens until they do. */
export const externalWorker: Worker = { name: "external", carryOut: async () => ({ kind: "waiting" }) };
