import type { Finding } from "../../model/finding.ts";
import type { TargetReport } from "../../model/report.ts";
import { type Aspect, aspects, type Review } from "../../model/review.ts";
import { printNumber } from "../layout.ts";
import { describeDown, describeRows } from "../review-text.ts";
import { html, joinMarkup, type Markup, nothing } from "./markup.ts";
import { describeEvidence } from "./steps.ts";

/** What became of the rows: compared, changed by which rule. */
export function renderRows(target: TargetReport): Markup {
  const { review } = target;
  if (review === null) return html`<p class="quiet">Nothing was executed yet.</p>`;
  const rows = review.rows.objects.map(
    (object) =>
      html`<tr><td><code>${object.object}</code></td><td class="number">${printNumber(object.rowsBefore)}</td><td class="number">${printNumber(object.rowsAfter)}</td><td>${object.equal.length} fields</td><td>${object.byRule.map(({ field, rule }) => html`<div><code>${field}</code>: ${rule}</div>`)}</td><td class="${object.different.length === 0 ? "quiet" : "bad"}">${object.different.length === 0 ? "none" : object.different.join(", ")}</td></tr>`,
  );
  const table =
    rows.length === 0
      ? nothing
      : html`<div class="scroll"><table><thead><tr><th scope="col">Object</th><th scope="col" class="number">Rows before</th><th scope="col" class="number">after</th><th scope="col">Equal</th><th scope="col">Equal by rule</th><th scope="col">Different</th></tr></thead><tbody>${rows}</tbody></table></div>`;
  const unproven = review.rows.unproven.map(({ object, reason }) => html`<li class="warn"><code>${object}</code>: ${reason}</li>`);
  return html`<p>${describeRows(review.rows)}; the way back ${describeDown(review.down)}.</p>${table}${unproven.length === 0 ? nothing : html`<ul>${unproven}</ul>`}${renderLosses(review)}<p class="quiet">${describeEvidence(review.rows.evidence)}</p>`;
}

function renderLosses(review: Review): Markup {
  const losses = review.down.losesAfterWrites ?? [];
  return losses.length === 0
    ? nothing
    : html`<p>Going back after the new version wrote loses:</p><ul>${losses.map((loss) => html`<li>${loss}</li>`)}</ul>`;
}

/** The five verdicts and the findings behind them. */
export function renderVerdicts(review: Review): Markup {
  const cells = aspects.map(
    (aspect: Aspect) =>
      html`<tr><th scope="row">${aspect}</th><td class="${review.verdict[aspect].outcome === "accept" ? "good" : "bad"}">${review.verdict[aspect].outcome === "accept" ? "✓ accepted" : "✗ returned"}</td><td>${review.verdict[aspect].reasons.join("; ")}</td></tr>`,
  );
  return html`<table><tbody>${cells}</tbody></table>${review.findings.map(renderFinding)}`;
}

function renderFinding(finding: Finding): Markup {
  const level = { error: "bad", warning: "warn", note: "quiet" }[finding.level];
  const mark = { error: "✗", warning: "!", note: "·" }[finding.level];
  return html`<details><summary><span class="evidence quiet">${finding.evidence.level}</span><span class="${level}">${mark}</span> <code>${finding.file}:${finding.line}</code> ${finding.what}</summary><div><p>${finding.why}</p><p><strong>Instead</strong> ${finding.instead}</p><p class="quiet">${finding.rule}${finding.object === null ? "" : ` · ${finding.object}`}</p></div></details>`;
}

/** Code that must change before the removing stage, by file and line. */
export function renderCode(target: TargetReport): Markup {
  const places = [
    ...target.code.map(({ file, line, uses, text, breaksAfter }) => ({ file, line, what: uses, text, after: breaksAfter })),
    ...target.broken.map(({ file, line, query, after, error }) => ({ file, line, what: error, text: query, after })),
  ].toSorted(
    (a, b) => (a.after === null ? 1 : 0) - (b.after === null ? 1 : 0) || (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line),
  );
  if (places.length === 0) return html`<p>No code uses what changes here.</p>`;
  const rows = places.map(
    ({ file, line, what, text, after }) =>
      html`<tr><td><code>${file}:${line}</code></td><td>${what}<pre>${text}</pre></td><td class="${after === null ? "quiet" : "bad"}">${after === null ? "goes on working" : `breaks after ${after}`}</td></tr>`,
  );
  return html`<div class="scroll"><table><thead><tr><th scope="col">Place</th><th scope="col">Uses</th><th scope="col">Then</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

/** What nobody could prove here, and what to look at on the target first. */
export function renderOpenEnds(target: TargetReport): Markup {
  const checks = [...(target.plan?.prechecks ?? []), ...(target.review?.prechecks ?? [])];
  const unique = [...new Map(checks.map((check) => [check.id, check])).values()];
  const lists = [
    ["Not proven", target.unproven],
    ["Drift", target.drift],
    ["Not modelled, left alone", target.unmodelled],
  ] as const;
  const parts = [
    ...lists
      .filter(([, items]) => items.length > 0)
      .map(([title, items]) => html`<h3>${title}</h3><ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`),
    unique.length === 0
      ? nothing
      : html`<h3>Look first, on the target (read-only)</h3>${unique.map((check) => html`<details><summary>${check.summary}</summary><div><pre>${check.query}</pre><p class="quiet">must answer: ${check.expects === "no-rows" ? "no rows" : "true"}</p></div></details>`)}`,
  ];
  const text = joinMarkup(parts);
  return text.markup === "" ? html`<p>Nothing is open.</p>` : text;
}
