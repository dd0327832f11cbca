import type { TargetReport } from "../../model/report.ts";
import { type Aspect, aspects, type DownVerdict } from "../../model/review.ts";
import { count, printNumber } from "../layout.ts";
import { describeDown, describeRows } from "../review-text.ts";
import { html, joinMarkup, type Markup, nothing } from "./markup.ts";
import { describeEvidence } from "./steps.ts";

/** What became of the rows: compared, changed by which rule. */
export function renderRows(target: TargetReport): Markup {
  const verdict = target.rows;
  if (verdict === null) return html`<p class="quiet">Nothing was executed yet.</p>`;
  const rows = verdict.objects.map(
    (object) =>
      html`<tr><td><code>${object.object}</code></td><td class="number">${printNumber(object.rowsBefore)}</td><td class="number">${printNumber(object.rowsAfter)}</td><td>${count(object.equal.length, "field")}</td><td>${object.byRule.map(({ field, rule }) => html`<div><code>${field}</code>: ${rule}</div>`)}</td><td class="${object.different.length === 0 ? "quiet" : "bad"}">${object.different.length === 0 ? "none" : object.different.join(", ")}</td></tr>`,
  );
  const head = html`<thead><tr><th scope="col">Object</th><th scope="col" class="number">Rows before</th><th scope="col" class="number">after</th><th scope="col">Equal</th><th scope="col">Equal by rule</th><th scope="col">Different</th></tr></thead>`;
  const table = rows.length === 0 ? nothing : html`<div class="scroll"><table>${head}<tbody>${rows}</tbody></table></div>`;
  const back = target.down === null ? "" : `; the way back ${describeDown(target.down)}`;
  return html`<p>${describeRows(verdict)}${back}.</p>${table}${target.down === null ? nothing : renderLosses(target.down)}<p class="quiet">${describeEvidence(verdict.evidence)}</p>`;
}

function renderLosses(down: DownVerdict): Markup {
  const losses = down.losesAfterWrites ?? [];
  return losses.length === 0
    ? nothing
    : html`<p>Going back after the new version wrote loses:</p><ul>${losses.map((loss) => html`<li>${loss}</li>`)}</ul>`;
}

/** The five verdicts and the reasons behind them. */
export function renderVerdicts(target: TargetReport): Markup {
  const { verdict } = target;
  if (verdict === null) return html`<p class="quiet">Nothing was executed yet.</p>`;
  const rows = aspects.map((aspect: Aspect) => {
    const isAccepted = verdict[aspect].outcome === "accept";
    return html`<tr><th scope="row">${aspect}</th><td class="${isAccepted ? "good" : "bad"}">${isAccepted ? "✓ accepted" : "✗ returned"}</td><td>${verdict[aspect].reasons.join("; ")}</td></tr>`;
  });
  const evidence = target.evidence === null ? nothing : html`<p class="quiet">${describeEvidence(target.evidence)}</p>`;
  return html`<table><tbody>${rows}</tbody></table>${renderFindings(target)}${evidence}`;
}

function renderFindings({ findings }: TargetReport): Markup {
  if (findings.length === 0) return nothing;
  const rows = findings.map(
    ({ rule, level, file, line, what, instead }) =>
      html`<tr><td class="short ${level === "error" ? "bad" : level === "warning" ? "warn" : "quiet"}">${level}</td><td><code>${file}:${line}</code><div>${what}</div><div class="quiet">Instead: ${instead}</div></td><td class="short"><code>${rule}</code></td></tr>`,
  );
  return html`<details><summary>${count(findings.length, "finding")} of the review</summary><div><table><tbody>${rows}</tbody></table></div></details>`;
}

/** Code that must change before the removing stage, by file and line; queries that stop working. */
export function renderCode(target: TargetReport): Markup {
  const places = [
    ...target.mustChange.map(({ file, line, name, excerpt }) => ({ file, line, what: `uses ${name}`, text: excerpt, after: "contract" })),
    ...target.brokenQueries.map(({ file, line, query, after, error }) => ({ file, line, what: error, text: query, after })),
  ].toSorted((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
  const { queriesRun } = target;
  const ran =
    queriesRun === 0
      ? "No query of the application was found."
      : `${count(queriesRun, "query", "queries")} of the application ${queriesRun === 1 ? "was" : "were"} tried after each phase.`;
  if (places.length === 0) return html`<p>No code has to change. ${ran}</p>`;
  const rows = places.map(
    ({ file, line, what, text, after }) =>
      html`<tr><td class="place"><code>${file}:${line}</code></td><td>${what}<pre>${text}</pre></td><td class="short ${after === "contract" ? "warn" : "bad"}">${after === "contract" ? "before the gate" : `breaks in ${after}`}</td></tr>`,
  );
  return html`<p class="quiet">${ran}</p><div class="scroll"><table><thead><tr><th scope="col">Place</th><th scope="col">Uses</th><th scope="col" class="short">Must change</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

/** How the planner answers what the application asks, before and after. */
export function renderQueryPlans(target: TargetReport): Markup {
  if (target.queryPlans.length === 0) return html`<p>No access pattern names a query, so no plan was compared.</p>`;
  const plans = target.queryPlans.map(
    ({ text, query, before, after }) =>
      html`<details open><summary>${text}</summary><div><pre>${query}</pre><div class="two">${before === "" ? nothing : html`<div><strong>Before</strong><pre>${before}</pre></div>`}<div><strong>After</strong><pre>${after}</pre></div></div></div></details>`,
  );
  return html`<p class="quiet">By the planner of the shadow, on its rows; what it would choose on the target depends on the rows there.</p>${plans}`;
}

/** What nobody could prove here, and what to look at on the target first. */
export function renderOpenEnds(target: TargetReport): Markup {
  const lists = [
    ["Not proven", target.unproven],
    ["Drift", target.drift.map(({ file, line, message }) => `${file}:${line} ${message}`)],
  ] as const;
  const unique = [...new Map(target.prechecks.map((check) => [check.id, check])).values()];
  const checks = unique.map(
    (check) =>
      html`<details><summary>${check.summary}</summary><div><pre>${check.query}</pre><p class="quiet">must answer: ${check.expects === "no-rows" ? "no rows" : "true"}</p></div></details>`,
  );
  const parts = [
    ...lists
      .filter(([, items]) => items.length > 0)
      .map(([title, items]) => html`<h3>${title}</h3><ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`),
    checks.length === 0 ? nothing : html`<h3>Look first, on the target (read-only)</h3>${checks}`,
  ];
  const text = joinMarkup(parts);
  return text.markup === "" ? html`<p>Nothing is open.</p>` : text;
}
