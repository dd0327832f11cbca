/** One style for screen (light and dark) and paper. Colours are for levels only. */
export const style = `
:root { color-scheme: light dark; --ink: #1c1e21; --quiet: #5d646d; --page: #fff; --panel: #f5f6f7; --line: #d4d8dc; --good: #1a6b3c; --warn: #8a5a00; --bad: #b3261e; --new: #0b57a4; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e6e9; --quiet: #a2a9b2; --page: #16181b; --panel: #202327; --line: #3a3f46; --good: #6fcf97; --warn: #e5b567; --bad: #f28b82; --new: #8ab4f8; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 68rem; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; } h2 { font-size: 1.15rem; margin: 2.5rem 0 .5rem; border-bottom: 1px solid var(--line); padding-bottom: .25rem; } h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
.quiet { color: var(--quiet); } .good { color: var(--good); } .warn { color: var(--warn); } .bad { color: var(--bad); }
.verdict { border-left: 4px solid var(--line); background: var(--panel); padding: .75rem 1rem; margin: 1rem 0; } .verdict.good { border-color: var(--good); } .verdict.warn { border-color: var(--warn); } .verdict.bad { border-color: var(--bad); }
.verdict p { margin: .25rem 0; color: var(--ink); } .verdict strong { font-size: 1.1rem; }
pre, code { font: .875em/1.45 ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace; } pre { overflow-x: auto; background: var(--panel); padding: .6rem .75rem; margin: .4rem 0; border-radius: 4px; white-space: pre-wrap; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; font-size: .93rem; } th, td { text-align: left; vertical-align: top; padding: .35rem .6rem .35rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; } th { font-weight: 600; } td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
details { border-bottom: 1px solid var(--line); } summary { cursor: pointer; padding: .4rem 0; } summary .evidence { float: right; } details > div { padding: 0 0 .75rem 1.1rem; }
ul, ol { padding-left: 1.25rem; } li { margin: .2rem 0; }
figure { margin: .5rem 0; } .scroll { overflow-x: auto; }
.diagram text { font: 12px ui-monospace, Menlo, Consolas, monospace; fill: var(--ink); } .diagram .name { font-weight: 700; } .diagram rect { fill: var(--panel); stroke: var(--line); } .diagram .link { fill: none; stroke: var(--quiet); stroke-width: 1.2; } .diagram .quiet { fill: var(--quiet); }
.diagram .added rect, .diagram .link.added { stroke: var(--good); } .diagram .dropped rect, .diagram .link.dropped { stroke: var(--bad); stroke-dasharray: 5 3; } .diagram .field.added text { fill: var(--good); } .diagram .field.dropped text { fill: var(--bad); } .diagram .field.changed text { fill: var(--warn); } .diagram .field.renamed text { fill: var(--new); }
.timeline { list-style: none; display: flex; flex-wrap: wrap; gap: .6rem; padding: 0; margin: .75rem 0; } .timeline > li { flex: 1 1 14rem; border: 1px solid var(--line); border-top: 4px solid var(--quiet); border-radius: 4px; padding: .6rem .75rem; margin: 0; } .timeline > li.gate { flex: 0 1 12rem; border-top-color: var(--warn); border-style: dashed; border-top-style: solid; } .timeline ul { margin: .25rem 0 0; }
@media print { body { max-width: none; padding: 0; font-size: 11pt; } details > div { display: block; } pre { border: 1px solid var(--line); } h2 { break-after: avoid; } svg { max-width: 100%; height: auto; } }
`;
