/** The report's only style sheet: light and dark by the reader's setting, one column, readable on a phone and on paper. */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --ink: #1b1f24; --muted: #5c6570; --paper: #ffffff; --page: #f5f6f8; --rule: #dfe3e8; --behind: #aab2bd; --blue: #0072b2;
  --link: #0a5a9c; --good: #0b6b4a; --warning: #9a4a00; --bad: #b3261e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e8eaed; --muted: #a3abb5; --paper: #1a1d21; --page: #101214; --rule: #343a41; --behind: #5d6670; --blue: #409ce0;
    --link: #7cbcf5; --good: #5cc99b; --warning: #f0a35e; --bad: #f28b82;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: 16px/1.55 Inter, system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif;
}
main { max-width: 1002px; margin: 0 auto; padding: 32px 20px 64px; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 4px; letter-spacing: -0.01em; }
h2 { font-size: 1.45rem; line-height: 1.25; margin: 56px 0 4px; letter-spacing: -0.01em; }
h3 { font-size: 1.05rem; margin: 32px 0 8px; }
p { margin: 8px 0; }
a { color: var(--link); text-underline-offset: 2px; }
.quiet { color: var(--muted); font-size: 0.92rem; }
.findings, .list, .table, figure, dl.facts {
  background: var(--paper); border: 1px solid var(--rule); border-radius: 10px;
}
.findings, .list { margin: 16px 0; padding: 14px 20px 14px 38px; }
.findings li, .list li { margin: 6px 0; }
.findings li:first-child { font-weight: 600; }
.table { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.94rem; font-variant-numeric: tabular-nums; }
th, td { padding: 8px 14px; text-align: left; white-space: nowrap; }
th { color: var(--muted); font-weight: 600; border-bottom: 1px solid var(--rule); }
tr + tr td { border-top: 1px solid var(--rule); }
.right { text-align: right; }
.good { color: var(--good); } .warning { color: var(--warning); } .bad { color: var(--bad); } .faint { color: var(--muted); }
figure { margin: 20px 0; overflow: hidden; }
figure svg { display: block; max-width: 100%; height: auto; }
figure .narrow { display: none; }
figcaption { padding: 10px 20px 14px; color: var(--muted); font-size: 0.92rem; border-top: 1px solid var(--rule); }
figcaption a { margin-left: 8px; }
dl.facts { display: grid; grid-template-columns: minmax(120px, max-content) 1fr; margin: 8px 0; padding: 10px 20px; gap: 4px 20px; font-size: 0.94rem; }
dl.facts dt { color: var(--muted); }
dl.facts dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 640px) {
  main { padding: 20px 12px 40px; }
  h1 { font-size: 1.5rem; } h2 { font-size: 1.25rem; margin-top: 40px; }
  figure .wide { display: none; } figure .narrow { display: block; }
  th, td { padding: 8px 10px; }
  .findings, .list { padding-left: 32px; padding-right: 14px; }
  figcaption { padding: 10px 14px 12px; }
}
@media print {
  :root {
    color-scheme: light;
    --ink: #1b1f24; --muted: #5c6570; --paper: #ffffff; --page: #ffffff; --rule: #dfe3e8; --behind: #aab2bd; --blue: #0072b2;
    --link: #1b1f24; --good: #0b6b4a; --warning: #9a4a00; --bad: #b3261e;
  }
  body { font-size: 11pt; }
  main { max-width: none; padding: 0; }
  figure, .table, .findings, .list, dl.facts { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  section + section { break-before: page; }
  figure .wide { display: block; } figure .narrow, figcaption a, .files { display: none; }
  .table { overflow: visible; }
  th, td { padding: 5px 8px; white-space: normal; }
}
`;
