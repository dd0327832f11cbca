import type { ReportDecision, ReportModel } from "../../model/report.ts";
import { taskStatuses } from "../../model/task.ts";
import { html, type Markup, nothing } from "./markup.ts";

/** Questions with their answers and the roles of both; escalations; approvals. */
export function renderQuestions(model: ReportModel): Markup {
  const questions = model.questions.map(
    ({ question, answer }) =>
      html`<tr><td>${question.text}<div class="quiet"><code>${question.id}</code></div></td><td>${question.to}</td><td>${answer === null ? html`<span class="warn">open</span>` : html`${answer.choose} <span class="quiet">by ${answer.by}</span>`}</td></tr>`,
  );
  const escalations = model.escalations.map(
    (one) =>
      html`<tr><td>${one.text}<div class="quiet">${one.reason} · ${one.proposal}</div></td><td>${one.to.join(", ")}</td><td>${one.resolution === null ? html`<span class="bad">open</span>` : html`${one.resolution.choose} <span class="quiet">by ${one.resolution.by}</span>`}</td></tr>`,
  );
  const approvals = model.approvals.map(
    (one) =>
      html`<tr><td>Approval of <code>${one.hash.slice(0, 12)}</code></td><td>${one.role}</td><td>${one.force} <span class="quiet">by ${one.by}</span></td></tr>`,
  );
  const rows = [...escalations, ...questions, ...approvals];
  if (rows.length === 0) return html`<p>Nothing had to be asked.</p>`;
  return html`<div class="scroll"><table><thead><tr><th scope="col">Question</th><th scope="col">For</th><th scope="col">Answer</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

export function renderTasks(model: ReportModel): Markup {
  const rows = model.tasks.map((task) => {
    const notes = task.reviews.map(
      ({ round, outcome, notes: lines }) =>
        html`<div class="quiet">round ${round}: ${outcome === "accept" ? "accepted" : "returned"}${lines.length === 0 ? "" : `, ${lines.join("; ")}`}</div>`,
    );
    return html`<tr><td><code>${task.id}</code></td><td>${task.title}${notes}</td><td>${task.specialist}${task.worker === null ? "" : ` (${task.worker})`}</td><td>${taskStatuses[task.status]}</td></tr>`;
  });
  return rows.length === 0
    ? html`<p>There are no tasks yet.</p>`
    : html`<div class="scroll"><table><thead><tr><th scope="col">Task</th><th scope="col">What</th><th scope="col">Who</th><th scope="col">Status</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

export function renderDecisions(model: ReportModel): Markup {
  const decisions = model.targets.flatMap((target) => target.decisions);
  const remarks = [...model.targets.flatMap((target) => target.remarks), ...model.gaps.map((gap) => `gap in the requirement: ${gap}`)];
  const reliance = model.targets.map((target) => html`<p><strong>Backup and restore</strong> ${target.reliesOn}</p>`);
  return html`${decisions.map(renderDecision)}${remarks.length === 0 ? nothing : html`<h3>Remarks</h3><ul>${remarks.map((remark) => html`<li>${remark}</li>`)}</ul>`}${reliance}`;
}

function renderDecision(decision: ReportDecision): Markup {
  const rejected = decision.rejected.map(({ alternative, reason }) => html`<li>${alternative}: ${reason}</li>`);
  return html`<details><summary>${decision.title}: ${decision.choice}</summary><div><p>${decision.context}</p><ul>${decision.because.map((reason) => html`<li>${reason}</li>`)}</ul>${rejected.length === 0 ? nothing : html`<p>Not chosen:</p><ul>${rejected}</ul>`}<p class="quiet">for ${decision.intent}</p></div></details>`;
}
