import { z } from "zod";
import { hazardKinds } from "../model/hazard.ts";
import { intentKinds } from "../model/intent.ts";
import { roles } from "../model/role.ts";
import { holdsPassword, referencePattern } from "./secrets.ts";

const text = z.string().min(1);
/** A folder or file, relative to the configuration's folder. */
const path = text;

export const engineIds = ["postgresql", "mysql", "sqlite", "mongodb", "elasticsearch", "dbt"] as const;
export const formatIds = [
  "plain",
  "dbmate",
  "flyway",
  "golang-migrate",
  "prisma",
  "drizzle",
  "knex",
  "node-pg-migrate",
  "typeorm",
  "sequelize",
  "migrate-mongo",
  "mongosh",
  "command-list",
] as const;
const workerIds = ["engine", "external"] as const;
const worker = z.enum(workerIds);

const reference = z.string().superRefine((value, context) => {
  if (referencePattern.test(value)) return;
  const message = holdsPassword(value)
    ? "a password may not stand in this file; name an environment variable instead ($SHOP_URL)"
    : "an address is given as $NAME (an environment variable) or file:path";
  context.addIssue({ code: "custom", message });
});
const size = z.strictObject({ rows: z.number().int().nonnegative().optional(), bytes: z.number().int().nonnegative().optional() });

const levels = z.record(z.string(), z.enum(["off", "note", "warning", "error"]));
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "a day is written 2027-01-31");
/** Somebody answerable lets named findings of one migration pass; the file is committed, so everybody sees it. */
const override = z.strictObject({
  migration: text,
  rules: z.array(text).min(1),
  role: z.enum(roles),
  by: text,
  reason: text,
  until: day.optional(),
});
const review = z.strictObject({
  base: text.optional(),
  levels: levels.default({}),
  environments: z.record(z.string(), z.strictObject({ levels })).default({}),
  "note-below-ms": z.number().nonnegative().optional(),
  "error-above-ms": z.number().nonnegative().optional(),
  "override-roles": z.array(z.enum(roles)).default(["technical-architect"]),
  overrides: z.array(override).default([]),
});

const target = z.strictObject({
  engine: z.enum(engineIds),
  variant: text.optional(),
  version: text,
  migrations: path.optional(),
  format: z.enum(formatIds).default("plain"),
  seed: path.optional(),
  schema: path.optional(),
  model: path.optional(),
  url: reference.optional(),
  environment: text.optional(),
  sizes: z.record(z.string(), size).default({}),
  review: z.strictObject({ levels }).optional(),
});

/** The engine reads its own part; here only secrets are looked for. */
const shadow = z.record(z.string(), z.unknown()).superRefine((settings, context) => {
  for (const [key, value] of Object.entries(settings)) {
    if (typeof value === "string" && holdsPassword(value)) {
      context.addIssue({
        code: "custom",
        path: [key],
        message: "a password may not stand in this file; name an environment variable instead ($SHADOW_URL)",
      });
    }
  }
});

const application = z.strictObject({
  code: z.array(path).default(["."]),
  test: text.optional(),
  install: text.optional(),
  /** What runs on the target: an .sql file, or pg_stat_statements as .csv or .json. */
  workload: path.optional(),
  /** The variable by which the tests learn the database's address. */
  connection: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "the name of an environment variable")
    .default("DATABASE_URL"),
  /** The role as which the application connects, made by its migrations; absent: the one that owns the schema. */
  role: text.optional(),
  /** Seconds that a run of the tests may take, and all runs after the change together. */
  budget: z.number().positive().default(300),
});
const tasks = z.strictObject({
  worker: worker.default("engine"),
  returns: z.number().int().min(1).max(20).default(3),
  names: z.enum(["plain", "mdtm"]).default("plain"),
  "by-kind": z.partialRecord(z.enum(intentKinds as readonly [(typeof intentKinds)[number]]), worker).default({}),
  fallback: z.array(worker).default(["external", "engine"]),
});
const policy = z.strictObject({
  levels: z.record(z.string(), z.enum(["off", "note", "warning", "error"])).default({}),
  allow: z.array(z.enum(hazardKinds as readonly [(typeof hazardKinds)[number]])).default([]),
  strategy: z.enum(["online", "direct"]).default("online"),
});
const role = z.enum(roles);
/** What makes more people answerable than the change itself does. */
const occasions = [...hazardKinds, "personal-data"] as const;
const approvals = z
  .strictObject({
    roles: z.array(role).min(1).default(["technical-architect"]),
    "by-hazard": z.partialRecord(z.enum(occasions), z.array(role).min(1)).default({}),
    "allowed-signers": path.optional(),
    signed: z.array(z.enum([...occasions, "every-change"])).default([]),
  })
  .superRefine((value, context) => {
    if (value.signed.length === 0 || value["allowed-signers"] !== undefined) return;
    context.addIssue({
      code: "custom",
      path: ["signed"],
      message: "a signature can only be demanded where allowed-signers names the file of keys",
    });
  });
const report = z.strictObject({ commit: z.boolean().default(false) });

/** The whole of dblead.toml. Unknown keys are errors everywhere but in `[shadow.<engine>]`. */
export const configurationSchema = z.strictObject({
  targets: z.record(
    z.string().regex(/^[A-Za-z][A-Za-z0-9_-]*$/, "a target's name is a letter followed by letters, digits, - or _"),
    target,
  ),
  shadow: z.partialRecord(z.enum(engineIds), shadow).default({}),
  application: application.prefault({}),
  tasks: tasks.prefault({}),
  policy: policy.prefault({}),
  review: review.prefault({}),
  approvals: approvals.prefault({}),
  report: report.prefault({}),
});
export type ConfigurationText = z.infer<typeof configurationSchema>;
