import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openLead } from "../database-lead.ts";
import { renderReviewSarif } from "../report/sarif.ts";
import { review } from "./review.ts";

interface Replacement {
  readonly deletedRegion: { readonly charOffset: number; readonly charLength: number };
  readonly insertedContent: { readonly text: string };
}
interface Log {
  readonly runs: readonly {
    readonly results: readonly {
      readonly ruleId: string;
      readonly fixes?: readonly { readonly artifactChanges: readonly { readonly replacements: readonly Replacement[] }[] }[];
    }[];
  }[];
}

async function reviewFile(folder: string, file: string): Promise<Log> {
  await using lead = await openLead({ folder, env: {}, listener: () => undefined });
  const result = await review.run({ files: [file], fast: true, engine: "postgresql" }, lead);
  return JSON.parse(renderReviewSarif(result, "1.0.0")) as Log;
}
const rulesOf = (log: Log): readonly string[] => log.runs.flatMap(({ results }) => results.map(({ ruleId }) => ruleId));

/** As a program does that reads SARIF and nothing else. */
function applyFix(log: Log, rule: string, text: string): string {
  const fix = log.runs.flatMap(({ results }) => results).find(({ ruleId, fixes }) => ruleId === rule && fixes !== undefined)?.fixes?.[0];
  const [replacement] = fix?.artifactChanges[0]?.replacements ?? [];
  if (replacement === undefined) throw new Error(`${rule} offers no fix`);
  const { charOffset, charLength } = replacement.deletedRegion;
  return `${text.slice(0, charOffset)}${replacement.insertedContent.text}${text.slice(charOffset + charLength)}`;
}

const statements =
  "-- Nötig für 😀\nSET LOCAL lock_timeout = '2s';\nALTER TABLE users ADD COLUMN note text;\n\nALTER TABLE users ADD CONSTRAINT short CHECK (length(note) < 9);\n";
const cases = [
  { name: "a plain file of several statements", file: "V2__note.sql", text: statements },
  { name: "Windows line ends", file: "V2__note.sql", text: statements.replaceAll("\n", "\r\n") },
  {
    name: "dbmate's sections",
    file: "20250102000000_note.sql",
    text: `-- what it is for\n\n-- migrate:up\n${statements}\n-- migrate:down\nALTER TABLE users DROP COLUMN note;\n`,
  },
  {
    name: "a file that says that it has no transaction",
    file: "002_note.up.sql",
    text: `-- transaction:none (each statement on its own; never in one transaction)\n${statements}`,
  },
];

test.each(cases)("a fix in SARIF fits the file: $name", async ({ file, text }) => {
  const folder = mkdtempSync(join(tmpdir(), "dblead-fix-"));
  try {
    writeFileSync(join(folder, file), text);
    const before = await reviewFile(folder, file);
    expect(rulesOf(before)).toContain("require-not-valid-check");
    const fixed = applyFix(before, "require-not-valid-check", text);
    expect(fixed).toContain("CHECK (length(note) < 9) NOT VALID");
    writeFileSync(join(folder, file), fixed);
    expect(rulesOf(await reviewFile(folder, file))).not.toContain("require-not-valid-check");
    expect(readFileSync(join(folder, file), "utf8").startsWith(text.slice(0, 20))).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("what code sends is not edited in the code's file", async () => {
  const folder = mkdtempSync(join(tmpdir(), "dblead-fix-"));
  try {
    const file = "20250102000000_note.js";
    const body = "ALTER TABLE users ADD CONSTRAINT short CHECK (length(note) < 9)";
    writeFileSync(
      join(folder, file),
      `exports.up = async (knex) => {\n  await knex.raw(\`${body}\`);\n};\nexports.down = async (knex) => {};\n`,
    );
    const log = await reviewFile(folder, file);
    expect(rulesOf(log)).toContain("require-not-valid-check");
    expect(() => applyFix(log, "require-not-valid-check", "")).toThrow("offers no fix");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
