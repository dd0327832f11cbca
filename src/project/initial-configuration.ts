import { engineIds, formatIds } from "./configuration-schema.ts";
import type { DetectedEngine, DetectedProject } from "./detection.ts";
import type { Sighting } from "./detection/clues.ts";

/** Taken where the repository does not tell, and marked as such. */
const usualVersions: Readonly<Record<string, string>> = {
  postgresql: "18",
  mysql: "8.4",
  sqlite: "3",
  mongodb: "8",
  elasticsearch: "9",
  dbt: "1.11",
};
const sqlEngines = new Set(["postgresql", "mysql", "sqlite"]);

/** A commented dblead.toml of what was found; every line says what it rests on. It is valid as it stands. */
export function writeInitialConfiguration(detected: DetectedProject): string {
  const engines = detected.engines.filter(({ engine }) => (engineIds as readonly string[]).includes(engine));
  const targets =
    engines.length === 0
      ? [undefinedTarget(detected)]
      : engines.map((engine, index) => printTarget(engine, engines.length === 1 ? "main" : engine.engine, index, detected));
  return [
    "# What the Database Lead may know about this repository. Paths are relative to this file.",
    "",
    ...targets.flatMap((target) => [...target, ""]),
    "[application]",
    align(
      "code",
      `[${(detected.code.length === 0 ? ["."] : detected.code).map((folder) => JSON.stringify(folder)).join(", ")}]`,
      "searched for SQL and ORM calls that use what a change touches",
    ),
    "",
    '# Who carries tasks out: the engine itself (the default), or "external", a person or a coding agent.',
    "# [tasks]",
    '# worker  = "engine"',
    "# returns = 3                         # how often a deliverable may come back before another worker gets it",
    "",
    "# [policy]",
    '# allow    = ["deletes-data"]         # hazards that need no approval by name',
    '# strategy = "online"                 # or "direct", for systems that can stop',
    '# levels   = { "no-drop-column" = "error" }',
    "",
    "# [approvals]",
    '# roles           = ["technical-architect"]     # who approves every change',
    '# allowed-signers = "dblead/allowed-signers"    # keys of roles (ssh-keygen); without it every approval is advisory',
    '# signed          = ["deletes-data"]            # where only a signature counts: hazards, "every-change"',
    "# [approvals.by-hazard]                         # who approves besides",
    '# deletes-data  = ["project-manager"]',
    '# personal-data = ["security-lead"]             # where the requirement names personal data',
    "",
    "# [report]",
    "# commit = false                      # true: reports are written to dblead/ and committed",
    ...recognisedLines(detected),
    "",
  ].join("\n");
}

function printTarget(found: DetectedEngine, name: string, index: number, detected: DetectedProject): readonly string[] {
  const isSql = sqlEngines.has(found.engine);
  const isFirstSql = isSql && detected.engines.findIndex(({ engine }) => sqlEngines.has(engine)) === detected.engines.indexOf(found);
  const migrations = isFirstSql ? detected.migrations.find(({ support }) => support === "supported") : undefined;
  const model = isFirstSql ? detected.models.find(({ support }) => support === "supported") : undefined;
  const seed = isFirstSql ? detected.seeds[0] : undefined;
  const address =
    detected.addresses.find(({ engine }) => engine === found.engine) ?? (detected.engines.length === 1 ? detected.addresses[0] : undefined);
  const versionNote =
    found.version === null ? "not found in the repository: please check" : "the major version that production runs: please check";
  return [
    `[targets.${name}]${index === 0 ? "                        # a target is a named database; requirements call it by this name" : ""}`,
    align("engine", JSON.stringify(found.engine), seenIn(found.sightings[0])),
    ...(found.variant === null ? [] : [align("variant", JSON.stringify(found.variant), seenIn(found.sightings[0]))]),
    align("version", JSON.stringify(found.version ?? usualVersions[found.engine] ?? "1"), versionNote),
    ...(migrations === undefined
      ? isSql
        ? [
            '# migrations = "db/migrations"      # read to learn the schema; new migrations are written here',
            `# format     = "plain"              # one of ${formatIds.join(", ")}`,
          ]
        : []
      : [
          align("migrations", JSON.stringify(migrations.folder), "read to learn the schema; new migrations are written here"),
          align("format", JSON.stringify(migrations.format), seenIn(migrations.sighting)),
        ]),
    ...(seed === undefined
      ? isSql
        ? ['# seed       = "db/seed.sql"         # fills the shadow database, so that a change meets rows']
        : []
      : [align("seed", JSON.stringify(seed), "fills the shadow database, so that a change meets rows")]),
    ...(model === undefined ? [] : [align("model", JSON.stringify(model.path), seenIn(model.sighting))]),
    ...(address === undefined
      ? ['# url        = "$DATABASE_URL"       # an environment variable; never the address itself']
      : [align("url", `"$${address.name}"`, `an environment variable; ${seenIn(address.sighting)}`)]),
    `# [targets.${name}.sizes]`,
    '# "public.orders" = { rows = 41000000, bytes = 9000000000 }    # of the big objects, where the target is not reached',
  ];
}

function undefinedTarget(detected: DetectedProject): readonly string[] {
  const migrations = detected.migrations.find(({ support }) => support === "supported");
  return [
    "[targets.main]                        # no engine was found in this repository: please complete",
    align("engine", '"postgresql"', `one of ${engineIds.join(", ")}`),
    align("version", '"18"', "the major version that production runs"),
    ...(migrations === undefined
      ? ['# migrations = "db/migrations"', `# format     = "plain"                # one of ${formatIds.join(", ")}`]
      : [
          align("migrations", JSON.stringify(migrations.folder), "read to learn the schema; new migrations are written here"),
          align("format", JSON.stringify(migrations.format), seenIn(migrations.sighting)),
        ]),
  ];
}

function recognisedLines(detected: DetectedProject): readonly string[] {
  const found = detected.migrations.filter(({ support }) => support === "recognised");
  if (found.length === 0) return [];
  return [
    "",
    "# Found, and not supported yet:",
    ...found.map(({ format, folder, sighting }) => `#   migrations of ${format} in ${folder} (${sighting.file}:${sighting.line})`),
  ];
}

function align(key: string, value: string, note: string): string {
  const assignment = `${key.padEnd(10)} = ${value}`;
  return note === "" ? assignment : `${assignment.padEnd(37)} # ${note.replaceAll(/[\r\n]+/g, " ")}`;
}

function seenIn(sighting: Sighting | undefined): string {
  return sighting === undefined ? "" : `seen in ${sighting.file}:${sighting.line}`;
}
