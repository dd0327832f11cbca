import type { z } from "zod";
import type { Evidence } from "../../model/evidence.ts";
import type { Finding, FindingLevel } from "../../model/finding.ts";
import { type Hazard, type HazardKind, hazardKinds } from "../../model/hazard.ts";
import type { Block, Check } from "../../model/plan.ts";
import type { Zod } from "../operation.ts";
import { named } from "./named.ts";

export function evidenceShape(zod: Zod): z.ZodType<Evidence> {
  return named(zod, "Evidence", () => {
    return zod.strictObject({
      level: zod
        .enum(["executed", "planned", "parsed"])
        .describe(
          "executed: ran on a server of that engine and version; planned: a planner or dry run said so; parsed: read from the text.",
        ),
      server: zod.string().nullable().describe("Flavour and version, or null when no server took part."),
      rows: zod.enum(["clone", "seed", "synthetic", "none"]),
      concurrency: zod.enum(["observed", "alone"]),
      facts: zod.array(
        zod.strictObject({ name: zod.string(), value: zod.union([zod.number(), zod.string()]), unit: zod.string().exactOptional() }),
      ),
      limits: zod.string().exactOptional().describe("What was not observed, or what capped the level."),
    });
  });
}

export function levelShape(zod: Zod): z.ZodType<FindingLevel> {
  return zod.enum(["error", "warning", "note"]);
}

export function hazardKindShape(zod: Zod): z.ZodType<HazardKind> {
  return zod.enum(hazardKinds as readonly [HazardKind, ...HazardKind[]]);
}

export function hazardShape(zod: Zod): z.ZodType<Hazard> {
  return named(zod, "Hazard", () => {
    return zod.strictObject({ kind: hazardKindShape(zod), object: zod.string(), message: zod.string(), level: levelShape(zod) });
  });
}

export function checkShape(zod: Zod): z.ZodType<Check> {
  return named(zod, "Check", () => {
    return zod.strictObject({
      id: zod.string(),
      target: zod.string().exactOptional(),
      summary: zod.string(),
      query: zod.string().describe("Read-only."),
      expects: zod.enum(["no-rows", "true"]).describe("No rows at all, or one row whose first field is true."),
      inverseOf: zod.array(zod.string()).exactOptional().describe("Fields that a declared way back must restore."),
      step: zod.string().exactOptional().describe("The step that must not run before the check passed."),
    });
  });
}

export function blockShape(zod: Zod): z.ZodType<Block> {
  return named(zod, "Block", () => {
    return zod.strictObject({
      object: zod.string(),
      blocks: zod.enum(["nothing", "ddl", "writes", "reads-and-writes"]).describe("What other sessions cannot do meanwhile."),
      vendorMode: zod.string().describe("The lock's name, verbatim from the vendor."),
      for: zod.enum(["moment", "scan", "rewrite", "build", "transaction"]),
    });
  });
}

export function findingShape(zod: Zod): z.ZodType<Finding> {
  return named(zod, "Finding", () => {
    const place = zod.number().int().nonnegative();
    return zod.strictObject({
      rule: zod.string(),
      level: levelShape(zod),
      file: zod.string(),
      line: place.describe("From 1."),
      column: place.describe("From 1."),
      endLine: place,
      endColumn: place.describe("Exclusive."),
      what: zod.string(),
      why: zod.string(),
      instead: zod.string(),
      object: zod.string().nullable(),
      evidence: evidenceShape(zod),
      fix: zod
        .strictObject({ summary: zod.string(), file: zod.string(), start: place, end: place, text: zod.string() })
        .exactOptional()
        .describe("The text between two 0-based UTF-16 offsets of the file becomes text."),
    });
  });
}
