/** Colours by role; each text on each ground it stands on has a contrast of 4.5 at least. */
const LIGHT = `
  --ink: #1b1f24; --muted: #5c6570; --paper: #ffffff; --page: #f5f6f8; --rule: #dfe3e8; --behind: #aab2bd; --blue: #0072b2;
  --link: #0a5a9c; --good: #0b6b4a; --warning: #9a4a00; --bad: #b3261e; --edge: rgb(27 31 36 / 22%); --band: #eaf2f8;`;
const DARK = `
  --ink: #e8eaed; --muted: #a3abb5; --paper: #1a1d21; --page: #101214; --rule: #343a41; --behind: #5d6670; --blue: #409ce0;
  --link: #7cbcf5; --good: #5cc99b; --warning: #f0a35e; --bad: #f28b82; --edge: rgb(160 200 240 / 30%); --band: #1c2a36;`;

/**
 * The report's only style sheet: light and dark by the reader's setting, one column, readable on a phone and on paper. A table that
 * is wider than its place shows a shade at the edge behind which it goes on (two grounds move with it, two stay).
 */
export const PAGE_STYLE = `
:root { color-scheme: light dark; ${LIGHT} }
@media (prefers-color-scheme: dark) { :root { ${DARK} } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 16px; }
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: 16px/1.55 Inter, system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif;
}
main { max-width: 1040px; margin: 0 auto; padding: 40px 20px 80px; }
p, ul, ol, dl, pre, details, figure, h1, h2 { max-width: 760px; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 12px; letter-spacing: -0.01em; overflow-wrap: anywhere; }
h2 { font-size: 1.4rem; line-height: 1.25; margin: 48px 0 8px; letter-spacing: -0.01em; overflow-wrap: anywhere; }
h3 { font-size: 1.1rem; margin: 32px 0 8px; }
h4 { font-size: 1rem; margin: 24px 0 8px; }
p { margin: 8px 0; overflow-wrap: break-word; }
a { color: var(--link); text-underline-offset: 2px; }
:focus-visible { outline: 2px solid var(--blue); outline-offset: 2px; }
article + article { border-top: 1px solid var(--rule); margin-top: 64px; }
.verdict { font-size: 1.3rem; line-height: 1.4; font-weight: 600; margin: 12px 0; text-wrap: pretty; }
.quiet { color: var(--muted); font-size: 0.92rem; }
.lead { font-weight: 600; }
.findings { margin: 16px 0; padding: 0 0 0 20px; }
.findings li { margin: 6px 0; }
.table, figure { margin: 20px 0 8px; } figure + p { margin-top: 16px; }
.table {
  width: fit-content; min-width: min(100%, 760px); max-width: 100%; overflow-x: auto; border: 1px solid var(--rule); border-radius: 8px; background:
    linear-gradient(to right, var(--paper) 40%, transparent) 0 0 / 48px 100% no-repeat local,
    linear-gradient(to left, var(--paper) 40%, transparent) 100% 0 / 48px 100% no-repeat local,
    linear-gradient(to right, var(--edge), transparent) 0 0 / 14px 100% no-repeat scroll,
    linear-gradient(to left, var(--edge), transparent) 100% 0 / 14px 100% no-repeat scroll,
    var(--paper);
}
table { border-collapse: separate; border-spacing: 0; width: 100%; font-size: 0.92rem; font-variant-numeric: tabular-nums lining-nums; }
caption { text-align: left; padding: 10px 14px 6px; font-weight: 600; position: sticky; left: 0; max-width: min(980px, calc(100vw - 60px)); }
caption.unseen { position: absolute; width: 1px; height: 1px; padding: 0; overflow: hidden; clip-path: inset(50%); }
th, td { padding: 7px 14px; text-align: left; white-space: nowrap; }
th { color: var(--muted); font-weight: 600; border-bottom: 1px solid var(--rule); vertical-align: bottom; }
tr + tr td { border-top: 1px solid var(--rule); }
th:first-child, td:first-child, .ranked th:nth-child(2), .ranked td:nth-child(2) { position: sticky; left: 0; background: var(--paper); }
.ranked th:first-child, .ranked td:first-child { width: 40px; min-width: 40px; max-width: 40px; padding-right: 6px; overflow: hidden; }
.ranked th:nth-child(2), .ranked td:nth-child(2) { left: 40px; }
.wide-text { white-space: normal; min-width: 300px; }
.overview td { vertical-align: top; }
.right { text-align: right; }
.good { color: var(--good); } .warning { color: var(--warning); } .bad { color: var(--bad); } .faint { color: var(--muted); }
.sideways { display: none; color: var(--muted); font-size: 0.85rem; margin: 4px 0; }
figure { border: 1px solid var(--rule); border-radius: 8px; background: var(--paper); overflow: hidden; }
.picture { padding: 14px 14px 0; position: relative; }
.picture svg { display: block; width: 100%; height: auto; margin: 0 auto; }
.picture.narrow { display: none; }
figcaption { padding: 8px 20px 14px; font-size: 0.92rem; }
figcaption .files { color: var(--muted); white-space: nowrap; margin-left: 6px; font-size: 0.9em; }
dl.facts { display: grid; grid-template-columns: minmax(100px, max-content) 1fr; margin: 8px 0; gap: 2px 20px; font-size: 0.92rem; }
dl.facts dt { color: var(--muted); }
dl.facts dd { margin: 0; overflow-wrap: anywhere; }
pre { overflow-x: auto; padding: 12px 14px; border: 1px solid var(--rule); border-radius: 8px; background: var(--paper); font-size: 0.86rem; line-height: 1.5; }
code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
details { margin: 12px 0; }
summary { cursor: pointer; color: var(--link); }
.copied { padding: 12px 14px; border: 1px solid var(--rule); border-radius: 8px; background: var(--paper); }
button { font: inherit; font-size: 0.9rem; padding: 4px 12px; color: var(--ink); background: var(--paper); border: 1px solid var(--behind); border-radius: 6px; cursor: pointer; }
.references li { margin: 6px 0; overflow-wrap: anywhere; }
.files a { overflow-wrap: anywhere; }
[data-part=label][role=button] { cursor: pointer; }
.tip {
  position: absolute; z-index: 2; pointer-events: none; max-width: 260px; padding: 4px 9px; border-radius: 6px; font-size: 0.85rem; line-height: 1.4;
  color: var(--page); background: var(--ink); font-variant-numeric: tabular-nums; white-space: pre-line;
}
@media (max-width: 640px) {
  main { padding: 20px 12px 48px; }
  h1 { font-size: 1.5rem; } h2 { font-size: 1.25rem; margin-top: 40px; }
  .verdict { font-size: 1.12rem; }
  .picture { padding: 8px 6px 0; }
  .picture.wide { display: none; } .picture.narrow { display: block; }
  .sideways { display: block; }
  .overview thead { display: none; }
  .overview tr, .overview td { display: block; text-align: left; position: static !important; }
  .overview tr { padding: 6px 0; } .overview tr + tr { border-top: 1px solid var(--rule); }
  .overview td, .overview tr + tr td { white-space: normal; padding: 2px 14px; border: 0; min-width: 0; }
  .overview td[data-title]::before { content: attr(data-title) ": "; color: var(--muted); }
  th, td { padding: 7px 10px; }
  figcaption { padding: 8px 12px 12px; }
  figcaption .files { display: block; margin-left: 0; white-space: normal; }
  dl.facts { grid-template-columns: 1fr; } dl.facts dd { margin-bottom: 6px; }
}
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
@media print {
  :root { color-scheme: light; ${LIGHT} --page: #ffffff; --link: #1b1f24; }
  html, body { font-size: 10pt; }
  main { max-width: none; padding: 0; }
  figure, .table, tr, .verdict, dl.facts { break-inside: avoid; }
  h2, h3, h4, caption { break-after: avoid; }
  article + article { break-before: page; border: 0; margin: 0; }
  .picture.wide { display: block; } .picture.narrow, .files, .sideways, button, .tip { display: none; }
  figure, .table { border: 0; }
  .table { overflow: visible; background: none; }
  th, td { padding: 3px 6px; white-space: normal; } td.right { white-space: nowrap; }
  th, td, caption { position: static !important; }
  table { font-size: 8.5pt; }
  pre { white-space: pre-wrap; }
}
`;
