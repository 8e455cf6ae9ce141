/** The one style sheet of the page: light and dark, a phone's width first, paper last. No font, image or script from anywhere. */
export const htmlStyle = `
:root {
  color-scheme: light dark;
  --paper: #fff; --card: #f6f7f9; --ink: #16181d; --faint: #5b6270; --line: #d8dce3; --link: #0b57d0;
  --good: #0a6b3d; --good-paper: #e4f5ec; --warn: #7a4d00; --warn-paper: #fff3d6; --bad: #a3161b; --bad-paper: #fde8e8;
  --bar: #4b6fae; --mark: #16181d;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14161a; --card: #1d2026; --ink: #eceef2; --faint: #a3abb9; --line: #343943; --link: #8ab4f8;
    --good: #7bd9a5; --good-paper: #12301f; --warn: #f3c35f; --warn-paper: #33270b; --bad: #ff9a95; --bad-paper: #3b1717;
    --bar: #7f9fd8; --mark: #eceef2;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; overflow-wrap: anywhere;
}
main { max-width: 62rem; margin: 0 auto; padding: 0 1rem 3rem; }
h1 { font-size: 1.15rem; line-height: 1.3; margin: .8rem 0 .5rem; }
h2 { font-size: 1.2rem; line-height: 1.3; margin: 2.4rem 0 .8rem; padding-top: .8rem; border-top: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
p, ul, ol { margin: .5rem 0; }
ul, ol { padding-left: 1.3rem; }
li { margin: .25rem 0; }
a { color: var(--link); }
code { font: .86em/1.4 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; background: var(--card); border-radius: 3px; padding: .1em .3em; }
.gone { color: var(--faint); }
.banner { margin: 0; padding: .5rem 1rem; background: var(--warn-paper); color: var(--warn); text-align: center; font-size: .9rem; }
.verdict { font-size: 1.3rem; line-height: 1.3; font-weight: 700; padding: .7rem .9rem; border-radius: 8px; border-left: 6px solid; margin: .5rem 0; }
.good { color: var(--good); background: var(--good-paper); }
.warn { color: var(--warn); background: var(--warn-paper); }
.bad { color: var(--bad); background: var(--bad-paper); }
.state { color: var(--faint); font-size: .85rem; }
.facts { margin: .8rem 0; }
.facts dt { font-weight: 700; font-size: .8rem; letter-spacing: .04em; text-transform: uppercase; color: var(--faint); margin-top: .8rem; }
.facts dd { margin: .1rem 0 0; }
.facts dd.tone { padding: .5rem .7rem; border-radius: 6px; }
.facts dd.tone strong { color: inherit; }
.facts dd p { margin: .25rem 0; }
#section-1 h2 { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.todo { border: 2px dashed var(--warn); border-radius: 6px; padding: .5rem .7rem; }
.todo b { color: var(--warn); }
.warning { border-left: 4px solid var(--warn); padding-left: .7rem; }
nav { margin: 1.5rem 0 0; font-size: .9rem; }
nav ol { columns: 2; column-gap: 1.5rem; margin: 0; }
nav li { margin: 0; padding: .2rem 0; break-inside: avoid; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; margin: .7rem 0; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid var(--line); }
th { font-size: .78rem; color: var(--faint); }
td { font-variant-numeric: tabular-nums; }
figure { margin: 1rem 0 1.5rem; }
figcaption { font-weight: 600; font-size: .9rem; margin-bottom: .3rem; }
svg { display: block; width: 100%; height: auto; }
svg text { fill: var(--ink); font: 12px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
svg .small { fill: var(--faint); font-size: 11px; }
svg .grid { stroke: var(--line); }
svg .track { stroke: var(--line); stroke-width: 2; }
svg .limit { stroke: var(--bad); stroke-width: 1.5; stroke-dasharray: 4 3; }
svg .limit-label { fill: var(--bad); font-size: 11px; }
svg .plain { fill: var(--bar); } svg .good { fill: var(--good); } svg .bad { fill: var(--bad); }
svg .stage-limit { stroke: var(--mark); stroke-width: 2; }
.legend { color: var(--faint); font-size: .8rem; margin: .4rem 0 0; }
.wide { display: none; }
.log td div { display: inline; }
footer { margin-top: 2rem; color: var(--faint); font-size: .85rem; }
@media (min-width: 46rem) {
  h1 { font-size: 1.5rem; }
  .verdict { font-size: 1.7rem; }
  .facts { display: grid; grid-template-columns: 9rem 1fr; column-gap: 1rem; }
  .facts dt { margin-top: .65rem; padding-top: .25rem; }
  .facts dd { margin-top: .65rem; }
  .facts dd p:first-child { margin-top: 0; }
  .wide { display: block; } .narrow { display: none; }
  nav ol { columns: 3; }
  th, td { overflow-wrap: break-word; }
  td code { overflow-wrap: anywhere; }
  .scroll { overflow-x: auto; }
  .log td:not(:last-child) { white-space: nowrap; }
  .log td:nth-last-child(2) { white-space: normal; min-width: 7rem; }
}
@media (max-width: 45.99rem) {
  table, tbody, tr, td { display: block; width: 100%; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { background: var(--card); border-radius: 8px; padding: .5rem .75rem; margin: .5rem 0; }
  td { border: 0; padding: .1rem 0; }
  .cards td { display: grid; grid-template-columns: 7.2rem minmax(0, 1fr); gap: .5rem; }
  .cards td::before { content: attr(data-head); color: var(--faint); font-size: .8rem; padding-top: .1em; }
  .log td { display: inline; color: var(--faint); font-size: .8rem; }
  .log td:not(:last-child)::after { content: " · "; }
  .log td:nth-last-child(2)::after { content: ""; }
  .log td:last-child, .log td:last-child div { display: block; color: var(--ink); font-size: .92rem; }
}
@media print {
  :root {
    color-scheme: light;
    --paper: #fff; --card: #fff; --ink: #000; --faint: #444; --line: #bbb; --link: #000;
    --good: #0a6b3d; --good-paper: #fff; --warn: #7a4d00; --warn-paper: #fff; --bad: #a3161b; --bad-paper: #fff;
    --bar: #4b6fae; --mark: #000;
  }
  body { font-size: 10.5pt; }
  main { max-width: none; padding: 0; }
  nav { display: none; }
  a { text-decoration: none; }
  h2, h3 { break-after: avoid; }
  tr, figure, .facts, .todo { break-inside: avoid; }
  thead { display: table-header-group; }
  .verdict { border: 2px solid; border-left-width: 6px; }
}
`;
