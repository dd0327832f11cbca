// Who approves what, as dblead.toml says it: by hazard, for personal data, and where only a signature counts.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { approve, confirmDeployed } from "../../src/lead/decide.ts";
import { runRequirement } from "../../src/lead/lead.ts";
import { readReport } from "../../src/lead/overview.ts";
import { LeadError } from "../../src/model/error.ts";
import { answers, intents, requirement, shop } from "./fixture.ts";
import { makeProject, openContext } from "./project.ts";

function project(approvals: string, wish: string): ReturnType<typeof makeProject> {
  return makeProject({ ...shop, "dblead.toml": `${shop["dblead.toml"]}\n${approvals}`, "wish.md": wish });
}
async function fault(work: () => Promise<unknown>): Promise<LeadError> {
  const cause: unknown = await work().then(
    () => null,
    (error: unknown) => error,
  );
  if (cause instanceof LeadError) return cause;
  throw new Error("nothing was refused", { cause });
}
const drop = requirement({ intents: [intents.fax], answers: [answers.fax] });
const byHazard = '[approvals.by-hazard]\ndeletes-data = ["technical-architect", "project-manager"]\n';

describe("roles", () => {
  test("a hazard of the plan asks for more people; a change without it does not", async () => {
    using here = project(byHazard, drop);
    await using context = await openContext(here.root);
    const ready = await runRequirement(context, "wish.md");
    expect(ready.nextAction).toMatchObject({ kind: "await-approval", roles: ["technical-architect", "project-manager"] });
    expect(ready.reason).toContain("project-manager (deletes-data)");
    const half = await approve(context, { requirement: "REQ-0001", by: "ann" });
    expect(half.nextAction).toMatchObject({ roles: ["project-manager"], command: "dblead approve REQ-0001 --role project-manager" });
    const early = await fault(() => confirmDeployed(context, { requirement: "REQ-0001", application: "application", by: "ann" }));
    expect(early.message).toContain("not approved by project-manager");
    const stranger = await fault(() => approve(context, { requirement: "REQ-0001", role: "qa-lead", by: "ann" }));
    expect(stranger.message).toContain("technical-architect and project-manager are");
    const whole = await approve(context, { requirement: "REQ-0001", by: "bo" });
    expect(whole.standing).toBe("approved");
    expect((await readReport(context, "REQ-0001")).approvalsNeeded).toEqual([
      { role: "technical-architect", because: [], force: "advisory", given: "advisory" },
      { role: "project-manager", because: ["deletes-data"], force: "advisory", given: "advisory" },
    ]);

    using plain = project(byHazard, requirement({ intents: [intents.index] }));
    await using other = await openContext(plain.root);
    expect((await runRequirement(other, "wish.md")).nextAction).toMatchObject({ roles: ["technical-architect"] });
  });

  test("personal data is the security lead's matter too", async () => {
    const wish = requirement({ intents: [intents.index] }).replace(
      "intents:",
      "non-functional: { personal-data: [customers.mail] }\nintents:",
    );
    using here = project('[approvals.by-hazard]\npersonal-data = ["security-lead"]\n', wish);
    await using context = await openContext(here.root);
    expect((await runRequirement(context, "wish.md")).nextAction).toMatchObject({ roles: ["technical-architect", "security-lead"] });
  });
});

describe("signatures", () => {
  test("where one is demanded, a typed approval is refused with the way to sign; a signature counts", async () => {
    using here = project('[approvals]\nallowed-signers = "team/keys"\nsigned = ["deletes-data"]\n', drop);
    mkdirSync(join(here.root, "team"));
    const key = join(here.root, "team", "architect");
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key]);
    const signers = join(here.root, "team", "keys");
    writeFileSync(signers, `technical-architect ${readFileSync(`${key}.pub`, "utf8")}`);
    await using context = await openContext(here.root, { allowedSigners: signers });
    const ready = await runRequirement(context, "wish.md");
    expect(ready.nextAction.command).toBe("dblead approve REQ-0001 --role technical-architect --signature <file>");
    const refused = await fault(() => approve(context, { requirement: "REQ-0001", by: "ann" }));
    expect(refused.code).toBe("state-refused");
    const hash = ready.nextAction.kind === "await-approval" ? ready.nextAction.hash : "";
    expect(refused.hint).toContain(`printf %s ${hash} | ssh-keygen -Y sign -n dblead`);
    const signature = execFileSync("ssh-keygen", ["-Y", "sign", "-n", "dblead", "-f", key], {
      input: hash,
      stdio: ["pipe", "pipe", "ignore"],
    });
    writeFileSync(join(here.root, "approval.sig"), signature);
    const approved = await approve(context, { requirement: "REQ-0001", by: "ann", signatureFile: "approval.sig" });
    expect(approved.standing).toBe("approved");
    expect(approved.report?.approvals).toMatchObject([{ role: "technical-architect", force: "binding" }]);
  });
});

test.each([
  ['[approvals]\nroles = ["techncal-architect"]\n', "technical-architect"],
  ['[approvals.by-hazard]\ndeletes-dat = ["project-manager"]\n', "deletes-data"],
  ['[approvals]\nallowed-signers = "keys"\nsigned = ["personal-dta"]\n', "personal-data"],
  ['[approvals]\nsinged = ["every-change"]\n', "signed"],
  ['[approvals]\nsigned = ["every-change"]\n', "allowed-signers"],
])("%j is refused with the name that was meant", async (toml, meant) => {
  using here = project(toml, drop);
  const refused = await fault(() => openContext(here.root));
  expect(refused.code).toBe("configuration-invalid");
  expect(refused.message).toMatch(/dblead\.toml:\d+: /);
  expect(refused.message).toContain(meant);
});
