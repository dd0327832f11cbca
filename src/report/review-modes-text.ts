import { alignRight, count, indentBlock, printDuration, wrap } from "./layout.ts";
import { countFindings, describeSubject, findingsOf, type FixView, type HistoryView, type PrecheckView } from "./review-view.ts";

const marks = { error: "✗", warning: "!", note: "·" } as const;

/** The safe form as a diff, and what became of the findings. */
export function renderFixText(review: FixView): string {
  const head = describeSubject(review.before);
  const was = `Before: ${countFindings(review.before.findings)}`;
  const next = review.nextAction.command === "" ? "" : `Next     ${review.nextAction.command}`;
  if (review.how === "none") {
    const why =
      review.because === null ? "Nothing better was found than what is there." : `There is no better form to offer. ${review.because}`;
    return `${[head, was, wrap(why, 0), next].filter((part) => part !== "").join("\n")}\n`;
  }
  const left = findingsOf(review).filter((finding) => finding.level !== "note");
  const parts = [
    head,
    `${review.how === "plan" ? "The online plan in place of the files" : "The files with their safe forms"}:\n${review.done.map((text) => `  ${wrap(text, 4)}`).join("\n")}`,
    review.difference.trimEnd(),
    left
      .map((finding) => `${marks[finding.level]} ${wrap(`${finding.file}:${finding.line}  ${finding.what} (${finding.rule})`, 4)}`)
      .join("\n"),
    [
      `${was} · after, executed: ${countFindings(review.after.findings)}`,
      review.written ? `Written: ${count(review.files.length, "file")}. Look at them and commit them.` : "",
      next,
    ]
      .filter((part) => part !== "")
      .join("\n"),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

const answers = { "not-asked": "?", passed: "✓", failed: "✗", error: "!" } as const;

/** Read-only questions, each with its query; with what the target answered. */
export function renderPrecheckText(review: PrecheckView): string {
  const { checks, askedTarget } = review;
  if (checks.length === 0) return "✓ Nothing has to be asked of the target: what the files do does not depend on its rows.\n";
  const head =
    askedTarget === null
      ? `${count(checks.length, "question")} that only the target can answer, read-only:`
      : `${count(checks.length, "question")}, asked of ${askedTarget} read-only:`;
  const body = checks.map((check) => {
    const found =
      check.outcome === "failed"
        ? check.count === null
          ? ""
          : `  ${count(check.count, "row")}`
        : check.outcome === "error"
          ? `  ${check.error ?? ""}`
          : "";
    const expects = check.expects === "no-rows" ? "must give no rows" : "must be true";
    return `${answers[check.outcome]} ${wrap(`${check.summary}${found}`, 2)}\n${indentBlock(`-- ${expects}\n${check.query.trim()}${check.query.trim().endsWith(";") ? "" : ";"}`, 4)}`;
  });
  const next = review.nextAction.command === "" ? "" : `\nNext     ${review.nextAction.command}\n`;
  return `${head}\n\n${body.join("\n")}\n${next}`;
}

const backs = {
  exact: "✓ the way back restores exactly",
  "column-order": "✓ the way back restores all but the order of columns",
  different: "✗ the way back leaves another schema",
  fails: "✗ the way back fails",
  missing: "! no way back",
  "not-tried": "  the way back was not tried",
} as const;

/** A history from its first file to its last, then what is wrong with it. */
export function renderHistoryText(review: HistoryView): string {
  const findings = findingsOf(review).filter((finding) => finding.level !== "note");
  const lines = review.migrations.map(({ file, durationMs, down }) =>
    alignRight(wrap(`${file}  ${printDuration(durationMs)}`, 2, 60), backs[down]),
  );
  const total = review.migrations.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const parts = [
    describeSubject(review),
    lines.join("\n"),
    findings
      .map((finding) => `${marks[finding.level]} ${wrap(`${finding.file}:${finding.line}  ${finding.what} (${finding.rule})`, 4)}`)
      .join("\n"),
    `${review.outcome === "return" ? "Returned" : "Accepted"}: ${countFindings(review.findings)} · ${count(review.migrations.length, "migration")} replayed from nothing in ${printDuration(total)}`,
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}
