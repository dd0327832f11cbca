// What docs/reference/ holds, as text by path. Everything derives from the sources; nothing is written by hand.
import { z } from "zod";
import { openLead } from "../src/database-lead.ts";
import { reviewChecks } from "../src/lead/review/checks.ts";
import { errorCodes } from "../src/model/error.ts";
import { escalationReasons } from "../src/model/escalation.ts";
import { hazards } from "../src/model/hazard.ts";
import { questionKinds } from "../src/model/question.ts";
import { errorReportShape } from "../src/operations/error-report.ts";
import { nextActionKinds } from "../src/operations/next-action.ts";
import { policyChecks } from "../src/operations/review-policy.ts";
import { rollingChecks } from "../src/operations/review-rolling.ts";
import { sequenceChecks } from "../src/operations/review-sequence.ts";
import { configurationSchema } from "../src/project/configuration-schema.ts";
import { formats, knownUnsupported } from "../src/project/formats.ts";
import { orms } from "../src/project/models/model.ts";
import { describeVerb, loadOperations } from "./generate-manifest.mjs";

const generated = "<!-- Made by npm run docs from the sources; do not edit. -->\n";
const folder = "docs/reference";

export async function renderReference() {
  const operations = await loadOperations();
  const verbs = operations.map((found) => ({ ...describeVerb(found), operation: found.operation }));
  const files = {
    [`${folder}/README.md`]: renderIndex(await engineRules()),
    [`${folder}/commands.md`]: renderCommands(verbs),
    [`${folder}/hazards.md`]: renderHazards(),
    [`${folder}/errors.md`]: renderErrors(),
    [`${folder}/review-checks.md`]: renderChecks(),
    [`${folder}/questions-and-escalations.md`]: renderQuestions(),
    [`${folder}/configuration.md`]: renderConfiguration(),
    [`${folder}/formats.md`]: renderFormats(),
    [`${folder}/schemas/configuration.json`]: printJson({
      ...z.toJSONSchema(configurationSchema, { io: "input", unrepresentable: "any" }),
      title: "dblead.toml",
    }),
    [`${folder}/schemas/error.json`]: printJson(z.toJSONSchema(errorReportShape(z))),
  };
  for (const verb of verbs)
    files[`${folder}/schemas/${verb.name}.json`] = printJson({
      ...z.toJSONSchema(verb.operation.output(z)),
      title: `dblead ${verb.command.join(" ")} --format json`,
    });
  for (const engine of await engineRules()) files[`${folder}/rules-${engine.id}.md`] = renderRules(engine);
  return files;
}

async function engineRules() {
  const lead = await openLead({ folder: process.cwd(), env: {}, listener: () => undefined });
  const engines = [];
  for (const id of lead.engineIds) {
    const engine = await lead.engineOf(id);
    engines.push({ id, title: engine.title, rules: (await engine.rules()).toSorted((a, b) => (a.id < b.id ? -1 : 1)) });
  }
  return engines;
}

function renderIndex(engines) {
  return page(
    "Reference",
    [
      "- [Commands](commands.md), with the [JSON Schema](schemas/) of each one's result",
      "- [Configuration](configuration.md) (`dblead.toml`)",
      `- [Migration formats and ORMs](formats.md) (${formats.length} and ${orms.length})`,
      ...engines.map(({ id, title, rules }) => `- [Rules for ${title}](rules-${id}.md) (${rules.length})`),
      "- [Review checks](review-checks.md): what is executed, and what each defect is called",
      "- [Hazards](hazards.md)",
      "- [Questions, escalations, next actions](questions-and-escalations.md)",
      "- [Errors and exit codes](errors.md)",
    ].join("\n"),
  );
}

function renderCommands(verbs) {
  const sections = verbs.map((verb) => {
    const parameters = [
      ...verb.positionals.map((one) => [one.isRequired ? `<${one.name}>` : `[${one.name}]`, one]),
      ...verb.flags.map((one) => [`--${one.name}`, one]),
    ];
    const rows = parameters.map(
      ([name, one]) =>
        `| \`${name}${one.isMany ? " …" : ""}\` | ${cell(one.brief)}${one.values ? ` One of ${one.values.map((value) => `\`${value}\``).join(", ")}.` : ""} | ${one.isRequired ? "yes" : ""} |`,
    );
    const table = rows.length === 0 ? "" : `| argument | meaning | needed |\n| --- | --- | --- |\n${rows.join("\n")}\n\n`;
    return `## dblead ${verb.command.join(" ")}\n${verb.summary}\n\n\`\`\`\n${verb.example}\n\`\`\`\n\n${table}Effect: \`${verb.effect}\` · formats: ${verb.formats.map((format) => `\`${format}\``).join(", ")} · [schema of the result](schemas/${verb.name}.json)`;
  });
  const intro = `Every command takes \`--format\`, \`--help\` and \`--wait-is-failure\` (exit code 5 when a person has to decide).
Results go to the standard output, progress and errors to the error output. With \`--format json\` an error is also a value on the
standard output ([schema](schemas/error.json)).\n\n${exitCodes}`;
  return page("Commands", [intro, ...sections].join("\n\n"));
}

const exitCodes = `| exit code | means |
| ---: | --- |
| 0 | done, or stopped where a person decides (\`nextAction\` says what) |
| 1 | findings or a refusal |
| 2 | usage or input is not valid |
| 3 | the surroundings: unreachable, no permission, disk full |
| 4 | a bug of Database Lead |
| 5 | a person has to decide, with \`--wait-is-failure\` |
| 130 | interrupted |`;

function renderHazards() {
  const rows = Object.entries(hazards).map(([id, summary]) => `| \`${id}\` | ${cell(summary)} |`);
  return page(
    "Hazards",
    `What a step may do to a running system: a closed list. \`--allow\` and \`policy.allow\` take these words.\n\n| hazard | means |\n| --- | --- |\n${rows.join("\n")}`,
  );
}

function renderErrors() {
  const rows = Object.entries(errorCodes).map(
    ([id, { summary, exitCode, retryable }]) => `| \`${id}\` | ${cell(summary)} | ${exitCode} | ${retryable ? "may help" : ""} |`,
  );
  return page("Errors", `${exitCodes}\n\n| code | means | exit code | trying again |\n| --- | --- | ---: | --- |\n${rows.join("\n")}`);
}

function renderChecks() {
  const rows = Object.entries(reviewChecks).map(
    ([id, { aspect, what, why, instead }]) => `## ${id}\n${what}\n\n- Why: ${why}\n- Instead: ${instead}\n- Verdict: ${aspect}`,
  );
  const sets = Object.entries({ ...sequenceChecks, ...rollingChecks, ...policyChecks }).map(
    ([id, { level, what, why, instead }]) => `## ${id}\n${what}\n\n- Why: ${why}\n- Instead: ${instead}\n- Level: ${level}`,
  );
  return page(
    "Review checks",
    `What the review executes on a shadow database. Each check has a name of its own; a deliverable that fails one is returned.\n\n${rows.join("\n\n")}\n\n# The set of migrations of a branch\n\n${sets.join("\n\n")}`,
  );
}

function renderQuestions() {
  const questions = Object.entries(questionKinds).map(([id, summary]) => `| \`${id}\` | ${cell(summary)} |`);
  const escalations = Object.entries(escalationReasons).map(([id, { to, what }]) => `| \`${id}\` | ${cell(what)} | ${to.join(", ")} |`);
  const actions = Object.entries(nextActionKinds).map(
    ([id, { summary, waitsFor }]) => `| \`${id}\` | ${cell(summary)} | ${waitsFor === "person" ? "a person" : ""} |`,
  );
  return page(
    "Questions, escalations, next actions",
    [
      `## Questions\nA question's id is \`kind/target/object\`.\n\n| kind | asked when |\n| --- | --- |\n${questions.join("\n")}`,
      `## Escalations\n| reason | when | goes to |\n| --- | --- | --- |\n${escalations.join("\n")}`,
      `## Next actions\nEvery result carries one as \`nextAction\`.\n\n| kind | means | waits for |\n| --- | --- | --- |\n${actions.join("\n")}`,
    ].join("\n\n"),
  );
}

function renderFormats() {
  const rows = formats.map(({ id, title, capabilities, bookkeepingObjects }) => {
    const { transaction, canLeaveTransaction, oneStatementOutsideTransaction, down } = capabilities;
    const leaves = canLeaveTransaction ? (oneStatementOutsideTransaction ? "yes, one statement a file" : "yes") : "no";
    return `| \`${id}\` | ${title} | ${transaction} | ${leaves} | ${down} | ${bookkeepingObjects.map((name) => `\`${name}\``).join(", ") || "none"} |`;
  });
  const remarks = formats.map(({ title, remarks: said }) => `## ${title}\n${said.map((text) => `- ${text}`).join("\n")}`);
  const code = `Migrations in JavaScript and TypeScript are read from their text where they only hand SQL to their runner. All others are run with the
project's own runner, in a process that cannot write, has no secrets and, on Linux, no network, on an empty embedded PostgreSQL; what they
send is recorded and reviewed like SQL. One that reads rows says so: on a database with rows it may send more.`;
  return page(
    "Migration formats and ORMs",
    `\`format\` of a target. Known by name, neither read nor written: ${knownUnsupported.join(", ")}.\n\n| format | runner | transaction | can leave it | down | its own tables |\n| --- | --- | --- | --- | --- | --- |\n${rows.join("\n")}\n\n${code}\n\n${remarks.join("\n\n")}\n\n## ORMs\n\`model\` of a target is a file or a folder of one of these, read without running it: ${orms.join(", ")}. Fields with their types, keys, references and indexes; what cannot be read is named.`,
  );
}

function renderConfiguration() {
  const schema = z.toJSONSchema(configurationSchema, { io: "input", unrepresentable: "any" });
  const rows = flatten(schema, "").map(({ key, type, note }) => `| \`${key}\` | ${type} | ${cell(note)} |`);
  return page(
    "Configuration",
    `\`dblead.toml\` stands at the root of the repository; \`dblead init\` writes one. Unknown keys are errors.\nAn address is a reference (\`$NAME\` of an environment variable, or \`file:path\`), never a value.\n\n| key | takes | if absent |\n| --- | --- | --- |\n${rows.join("\n")}`,
  );
}

function flatten(schema, prefix) {
  const members = Object.entries(schema.properties ?? {}).map(([name, value]) => [
    prefix === "" ? name : `${prefix}.${name}`,
    value,
    (schema.required ?? []).includes(name),
  ]);
  const wild =
    typeof schema.additionalProperties === "object" && Object.keys(schema.additionalProperties).length > 0
      ? [[`${prefix}.<name>`, schema.additionalProperties, false]]
      : [];
  return [...members, ...wild].flatMap(([key, value, isRequired]) => {
    const inner = value.type === "object" ? flatten(value, key) : [];
    if (inner.length > 0) return inner;
    const absent = value.default === undefined ? (isRequired ? "an error" : "") : `\`${JSON.stringify(value.default)}\``;
    return [{ key, type: typeOf(value), note: absent }];
  });
}

function typeOf(value) {
  if (value.enum) return value.enum.map((one) => `\`${one}\``).join(", ");
  if (value.type === "array") return `a list of ${typeOf(value.items ?? {})}`;
  return (
    { string: "text", integer: "a whole number", number: "a number", boolean: "true or false", object: "a table" }[value.type] ?? "text"
  );
}

function renderRules({ title, rules }) {
  const list = rules.map((rule) => `| [\`${rule.id}\`](#${rule.id}) | ${rule.level} | ${cell(rule.what)} |`);
  const sections = rules.map((rule) => {
    const covers = rule.covers.length === 0 ? "" : `- Answers: ${rule.covers.map((one) => `\`${one}\``).join(", ")}\n`;
    const locks = Object.entries(rule.claims).flatMap(([object, claim]) =>
      claim.mode ? [`\`${claim.mode}\` on ${object}${claim.rewrites ? ", rewritten" : ""}`] : [],
    );
    const lock = locks.length === 0 ? "" : `- Lock, proven on a server: ${locks.join("; ")}\n`;
    return `## ${rule.id}\n${rule.what}\n\n- Level: ${rule.level} · versions: \`${rule.versions}\`\n- Why: ${rule.why}\n- Instead: ${rule.instead}\n${covers}${lock}- Source: ${rule.source}\n\n${example("Found in", rule.examples.bad)}\n\n${example("Not in", rule.examples.good)}`;
  });
  return page(
    `Rules for ${title}`,
    `A rule reads the text; \`-- dblead-ignore <rule>: <reason>\` above a statement silences it there, \`policy.levels\` everywhere.\n\n| rule | level | what |\n| --- | --- | --- |\n${list.join("\n")}\n\n${sections.join("\n\n")}`,
  );
}

function example(title, texts) {
  return texts.length === 0 ? "" : `${title}:\n\n\`\`\`sql\n${texts.join("\n\n")}\n\`\`\``;
}

function page(title, body) {
  return `${generated}# ${title}\n\n${body.trim()}\n`;
}

function cell(text) {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}

function printJson(value) {
  return `${JSON.stringify(value, null, 2)}\n`;
}
