/** The page's only style sheet: light and dark, narrow and wide, screen and paper. Leg colors are safe for the color-blind. */
export const styleSheet = `
:root {
  color-scheme: light dark; --price: 340px;
  --page: #fafaf8; --panel: #ffffff; --ink: #1d2126; --soft: #5c6570; --line: #e2e4e6; --faint: #f1f2f2;
  --accent: #0b5a8a; --loss: #b3261e; --alarm: #fdecea; --synthetic: #fff1cc; --synthetic-ink: #6b4a00; --holds: #1b6b45; --shade: #0000002e;
  --candle-up: #aab2bb; --candle-down: #59636e; --drawdown: #b3261e;
  --leg-0: #0072b2; --leg-1: #d55e00; --leg-2: #007a5a; --leg-3: #b14f8c; --leg-4: #8a6d00; --leg-5: #3f6fd8;
}
@media screen and (prefers-color-scheme: dark) {
  :root:not(.paper) {
    --page: #14171a; --panel: #1b1f23; --ink: #e6e9ec; --soft: #9aa4ae; --line: #2d3339; --faint: #22272c;
    --accent: #6cb8e6; --loss: #ff8a80; --alarm: #3b1d1b; --synthetic: #3d3211; --synthetic-ink: #f5d682; --holds: #6fd3a0; --shade: #ffffff3d;
    --candle-up: #7d8894; --candle-down: #4b545e; --drawdown: #ff8a80;
    --leg-0: #56b4e9; --leg-1: #f0904a; --leg-2: #3fc79a; --leg-3: #e29bc3; --leg-4: #e6d24a; --leg-5: #9db7ff;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--page); color: var(--ink); overflow-wrap: anywhere;
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
main, footer { max-width: 1600px; margin: 0 auto; padding: 0 24px; }
header { padding: 24px 0 4px; }
h1 { margin: 10px 0 2px; font-size: 30px; line-height: 1.2; letter-spacing: -0.01em; overflow-wrap: anywhere; }
h2 { margin: 0; font-size: 19px; line-height: 1.3; }
h3 { margin: 20px 0 4px; font-size: 15px; }
section { margin: 44px 0; scroll-margin-top: 56px; }
section > h2, .title { margin-bottom: 12px; }
p { margin: 8px 0; max-width: 78ch; overflow-wrap: anywhere; }
a { color: var(--accent); }
code, pre { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
pre { margin: 8px 0 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.subtitle, .note { color: var(--soft); }
.note { font-size: 13px; }
.verdict { margin: 10px 0 0; font-size: 18px; line-height: 1.55; }
.badges { display: flex; flex-wrap: wrap; gap: 8px; }
.badge { padding: 2px 10px; border: 1px solid var(--line); border-radius: 99px; font-size: 12px; color: var(--soft); background: var(--panel); }
.badge.synthetic { border-color: transparent; background: var(--synthetic); color: var(--synthetic-ink); font-weight: 700; letter-spacing: 0.04em; }
.alarm { margin: 16px 0; padding: 14px 18px; border-left: 4px solid var(--loss); border-radius: 4px; background: var(--alarm); }
.settings, .counts, .key { display: flex; flex-wrap: wrap; gap: 4px 18px; margin: 14px 0 0; padding: 0; list-style: none; font-size: 13px; color: var(--soft); }
.settings li, .counts li { overflow-wrap: anywhere; }
.counts { margin: 10px 0 12px; }
.headlines { display: grid; grid-template-columns: repeat(6, 1fr); gap: 1px; margin: 0; overflow: hidden; border: 1px solid var(--line); border-radius: 10px; background: var(--line); }
.headlines div { padding: 14px 16px; background: var(--panel); }
.headlines dt { font-size: 12px; color: var(--soft); }
.headlines dd { margin: 2px 0 0; font-size: 22px; font-weight: 600; line-height: 1.25; font-variant-numeric: tabular-nums; }
.headlines dd.below { font-size: 12px; font-weight: 400; color: var(--soft); }
.loss, .headlines dd.loss { color: var(--loss); }
header .headlines { margin: 16px 0 0; }
.headlines.filled { display: flex; flex-wrap: wrap; }
.headlines.filled div { flex: 1 0 150px; min-width: 0; }
#figures { margin: 14px 0 10px; }
#equity { margin: 14px 0 44px; }
#equity .chart { height: 360px; }
header p { max-width: 120ch; }
#settings { margin: 10px 0 0; }
#equity .title { margin-bottom: 2px; }
nav { position: sticky; top: 0; z-index: 5; display: flex; gap: 18px; margin: 0 -24px; padding: 11px 24px; overflow-x: auto; white-space: nowrap; border-bottom: 1px solid var(--line); background: var(--page); font-size: 13px; }
nav a { color: var(--soft); text-decoration: none; }
nav a:hover { color: var(--ink); }
.scroll { max-height: 560px; overflow: auto; border: 1px solid var(--line); border-radius: 8px; background: var(--panel); }
/* A shade at the side where more of a table lies: covers that scroll with it hide the shade at its ends. */
.scroll {
  background:
    linear-gradient(to right, var(--panel) 40%, transparent) left / 44px 100% no-repeat local, linear-gradient(to left, var(--panel) 40%, transparent) right / 44px 100% no-repeat local,
    linear-gradient(to right, var(--shade), transparent) left / 16px 100% no-repeat, linear-gradient(to left, var(--shade), transparent) right / 16px 100% no-repeat, var(--panel);
}
table { width: 100%; border-collapse: separate; border-spacing: 0; font-size: 13px; font-variant-numeric: tabular-nums; }
th, td { padding: 7px 12px; text-align: left; white-space: nowrap; border-bottom: 1px solid var(--line); }
thead th { position: sticky; top: 0; z-index: 1; background: var(--faint); color: var(--soft); font-weight: 600; font-size: 12px; }
tbody tr:last-child td { border-bottom: 0; }
tfoot th, tfoot td { position: sticky; bottom: 0; border-top: 1px solid var(--line); border-bottom: 0; background: var(--faint); font-weight: 600; }
.number { text-align: right; }
td.net { font-weight: 600; }
td.prose { min-width: 260px; white-space: normal; overflow-wrap: anywhere; }
thead button { all: unset; cursor: pointer; }
thead button:focus-visible, .jump:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
th[aria-sort] { color: var(--ink); }
th[aria-sort="ascending"] button::after { content: " ↑"; }
th[aria-sort="descending"] button::after { content: " ↓"; }
#trades-table tbody tr { cursor: pointer; }
tbody tr:hover td { background: var(--faint); }
tbody tr[aria-current="true"] td { background: color-mix(in srgb, var(--accent) 14%, var(--panel)); }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 430px), 1fr)); gap: 8px 32px; }
.plots .plot { font-size: 13px; overflow: visible; }
figure { margin: 0; min-width: 0; }
figcaption h3 { margin-bottom: 0; }
figcaption .note { margin: 2px 0 6px; }
.plot text:where(:not([fill])) { fill: var(--soft); font-variant-numeric: tabular-nums; }
.plot line.grid { stroke: var(--line); }
.plot .zero { stroke: var(--soft); }
.plot .bar { fill: var(--accent); }
.plot .bar.loss { fill: var(--loss); }
.plot path.curve { fill: none; stroke: var(--accent); stroke-width: 1.5; }
.plot circle[class^="leg-"] { fill: var(--leg); stroke: var(--leg); opacity: 0.75; }
.plot circle[class^="leg-"].hollow { fill: none; }
.badge.tag { border-style: dashed; }
.under-way { margin: 0; padding: 0; list-style: none; }
.under-way li { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 14px; margin: 6px 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
.under-way progress { width: 260px; max-width: 60vw; accent-color: var(--accent); }
.spark { display: block; width: 120px; height: 28px; }
.spark .curve { fill: none; stroke: var(--accent); stroke-width: 1.5; }
#runs .scroll { max-height: none; }
#runs .shown { display: block; min-width: 150px; max-width: 200px; white-space: normal; font-size: 11px; line-height: 1.35; color: var(--soft); }
#runs td.prose { min-width: 150px; max-width: 260px; }
.heat { background: color-mix(in srgb, var(--heat) var(--strength), var(--panel)); }
.up-1, .up-2, .up-3, .up-4, .up-5 { --heat: var(--accent); }
.down-1, .down-2, .down-3, .down-4, .down-5 { --heat: var(--leg-1); }
.up-1, .down-1 { --strength: 6%; } .up-2, .down-2 { --strength: 14%; } .up-3, .down-3 { --strength: 24%; }
.up-4, .down-4 { --strength: 34%; } .up-5, .down-5 { --strength: 44%; }
.filter { display: block; margin: 0 0 8px; font-size: 13px; color: var(--soft); }
.filter input { width: 260px; max-width: 60vw; margin: 0 6px; padding: 4px 8px; border: 1px solid var(--line); border-radius: 6px; background: var(--panel); color: var(--ink); font: inherit; }
/* Price, panes of 88 px with their edges, and the axis of time. */
.beside { --tall: calc(var(--price) + var(--panes, 4) * 89px + 28px); display: flex; gap: 12px; }
.beside .chart { flex: 1 1 0; min-width: 0; }
#details { flex: 0 0 400px; height: var(--tall); overflow: auto; padding: 4px 14px 12px; border: 1px solid var(--line); border-radius: 8px; background: var(--panel); font-size: 13px; }
#details[hidden] { display: none; }
#details h3 { margin: 8px 0 4px; overflow-wrap: anywhere; }
#details h4 { margin: 14px 0 4px; font-size: 13px; }
#details p { margin: 5px 0; }
#details table { font-size: 12px; }
#details th, #details td { padding: 2px 4px; border-bottom: 0; }
#details tbody th { border-top: 1px solid var(--line); font-weight: 600; }
#details ul { margin: 4px 0; padding-left: 18px; }
.jump { all: unset; cursor: pointer; color: var(--accent); text-decoration: underline; text-underline-offset: 2px; }
.leg { display: inline-flex; align-items: center; gap: 7px; max-width: 260px; overflow: hidden; text-overflow: ellipsis; vertical-align: bottom; }
.leg::before { content: ""; flex: none; width: 9px; height: 9px; border-radius: 2px; background: var(--leg); }
.leg-0 { --leg: var(--leg-0); } .leg-1 { --leg: var(--leg-1); } .leg-2 { --leg: var(--leg-2); }
.leg-3 { --leg: var(--leg-3); } .leg-4 { --leg: var(--leg-4); } .leg-5 { --leg: var(--leg-5); }
.title { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 8px; }
.tools { display: flex; gap: 6px; }
.tools button { min-width: 32px; padding: 4px 10px; border: 1px solid var(--line); border-radius: 6px; background: var(--panel); color: var(--ink); font: inherit; font-size: 13px; cursor: pointer; }
.tools button:hover { border-color: var(--soft); }
.chart { height: 420px; border: 1px solid var(--line); border-radius: 8px; overflow: hidden; background: var(--panel); }
.chart.tall { height: var(--tall); }
.chart:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.readout { display: block; min-height: 21px; white-space: pre-line; margin-bottom: 6px; font-size: 13px; color: var(--soft); font-variant-numeric: tabular-nums; }
.key { margin: 10px 0 0; }
.panes { display: flex; flex-wrap: wrap; gap: 2px 16px; margin-top: 8px; font-size: 13px; color: var(--soft); }
.panes label { display: inline-flex; align-items: center; gap: 4px; }
.panes input { accent-color: var(--accent); }
.key li { display: inline-flex; align-items: center; gap: 6px; }
.key svg { flex: none; }
.line { width: 22px; border-top: 2px dashed var(--soft); }
.line.target { border-top-style: solid; border-top-width: 1px; }
.line.liquidation { border-top-style: dotted; }
.line.held { border-top: 5px solid var(--soft); }
.sum { margin-top: 14px; font-variant-numeric: tabular-nums; }
.holds { color: var(--holds); white-space: nowrap; }
.broken { padding: 0 6px; background: var(--loss); color: var(--page); font-weight: 700; white-space: nowrap; }
.sentences { margin: 6px 0; padding-left: 20px; max-width: 78ch; }
.sentences li { margin: 4px 0; overflow-wrap: anywhere; }
summary { cursor: pointer; margin-bottom: 12px; }
summary h2, summary h3 { display: inline; }
.count { color: var(--soft); }
.command { padding: 12px 16px; border: 1px solid var(--line); border-radius: 8px; background: var(--panel); }
.hashes div { display: grid; grid-template-columns: 72px 1fr; gap: 12px; margin: 4px 0; }
.hashes dt { color: var(--soft); }
.hashes dd { margin: 0; overflow-wrap: anywhere; }
.tornado { display: block; width: 100%; max-width: 760px; margin: 12px 0; font-size: 12px; }
.tornado text { fill: var(--ink); } .tornado line { stroke: var(--ink); }
.tornado .worse { fill: var(--loss); } .tornado .better { fill: var(--holds); }
.plot { display: block; width: 100%; height: auto; margin: 12px 0; border: 1px solid var(--line); border-radius: 8px; background: var(--panel); }
.plot:where(*) { font-size: 12px; }
.plot .grid text, .plot .axis { fill: var(--soft); } .plot .label { fill: var(--ink); font-weight: 600; } .plot .twin-sign { font-size: 17px; }
.plot .grid line { stroke: var(--line); } .plot .axis { font-weight: 600; }
.plot .way { fill: none; stroke: var(--soft); stroke-dasharray: 3 4; } .plot .curve { fill: none; stroke-width: 1.6; stroke-linejoin: round; }
.twin { width: 22px; border-top: 2px dashed; }
.twin.run { border-top: 3px solid var(--accent); }
.twin.held-pair { border-top-style: dotted; border-color: var(--soft); }
.line.overlay { border-top: 1.5px solid; }
.overlay-0 { border-color: var(--leg-5) !important; } .overlay-1 { border-color: var(--leg-4) !important; } .overlay-2 { border-color: var(--leg-3) !important; } .overlay-3 { border-color: var(--leg-2) !important; } .overlay-4 { border-color: var(--leg-1) !important; } .overlay-5 { border-color: var(--leg-0) !important; }
#overlay-key[hidden] { display: none !important; }
.wide { overflow-x: auto; }
.wide > svg { max-width: 1240px; }
.wide > .tornado { max-width: 760px; }
.waterfall text.amount { font-size: 11px; }
.waterfall rect { fill: var(--leg); } .waterfall rect.net { fill: var(--soft); }
.twin-0 { border-color: var(--leg-1); } .twin-1 { border-color: var(--leg-2); } .twin-2 { border-color: var(--leg-3); }
footer { padding-top: 20px; padding-bottom: 48px; border-top: 1px solid var(--line); font-size: 12px; color: var(--soft); }
@media screen and (max-width: 940px) {
  .headlines { grid-template-columns: repeat(3, 1fr); }
  .beside { flex-direction: column; }
  .beside .chart { flex: none; }
  /* Above the chart, and low enough that both are seen. */
  #details { flex: none; order: -1; height: auto; max-height: 46vh; }
}
@media screen and (max-width: 640px) {
  main, footer { padding: 0 14px; }
  nav { margin: 0 -14px; padding: 11px 14px; }
  header { padding: 14px 0 0; }
  header p, .subtitle { font-size: 13px; }
  /* Equity is on the first screen; how the legs were set comes after it. */
  main { display: flex; flex-direction: column; }
  main > * { min-width: 0; flex: none; }
  main > header, #figures, nav, #equity { order: -1; }
  #equity { margin: 8px 0 0; }
  #equity .chart { height: 300px; }
  .title h2 { font-size: 16px; }
  .tools button { padding: 3px 8px; }
  .readout { font-size: 12px; }
  h1 { font-size: 24px; }
  section { margin: 34px 0; }
  .verdict { font-size: 16px; }
  .headlines { grid-template-columns: 1fr 1fr; }
  .headlines div { display: flex; flex-wrap: wrap; align-items: baseline; align-content: start; gap: 0 6px; padding: 6px 10px; }
  .headlines dt { flex: 0 0 100%; }
  .headlines dd { font-size: 17px; }
  .chart { height: 340px; }
  :root { --price: 300px; }
  th, td { padding: 6px 9px; }
  /* A picture shrinks with its words: these keep their size and are scrolled. */
  .wide > svg { max-width: none; min-width: 960px; touch-action: auto; }
  .wide > .tornado { min-width: 680px; }
  .plots .plot { font-size: 16px; }
}
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
/* What the script paints for paper, between the margins of A4: its width is 277 mm ÷ the zoom below. */
.paper main { width: 1246px; max-width: none; padding: 0; }
.paper .beside { display: block; }
.paper .picture { display: block; width: 100%; height: 100%; }
.paper .picture + * { visibility: hidden; }
.paper { --tall: 500px; }
.paper #equity .chart { height: 390px; }
@media print {
  @page { size: A4 landscape; margin: 10mm; }
  :root { color-scheme: light; }
  body { zoom: 0.84; background: #ffffff; font-size: 13px; print-color-adjust: exact; }
  main, footer { max-width: none; padding: 0; }
  nav, .on-screen, .tools, .readout, .filter, .chosen, .pickers, .tip, noscript { display: none; }
  header { padding: 0; }
  #settings { margin-top: 4px; }
  .verdict { margin-top: 4px; font-size: 16px; }
  .headlines div { padding: 8px 12px; }
  #equity { margin: 10px 0 22px; }
  .wide { overflow: visible; }
  .wide > svg { max-width: 960px; }
  footer { padding: 8px 0 0; break-before: avoid; }
  p, .sentences { max-width: 120ch; }
  h2, h3, h4, summary, figcaption, h2 + .note, h3 + .note, section > h2 + *:not(.scroll) { break-after: avoid; }
  figure, .wide, .key { break-inside: avoid; }
  .plots { grid-template-columns: 1fr 1fr; }
  #details { height: auto; margin-top: 10px; overflow: visible; columns: 2; }
  .scroll { max-height: none; overflow: visible; border: 0; }
  table, thead th { font-size: 11px; }
  table:has(th:nth-child(13)), table:has(th:nth-child(13)) th { font-size: 8.4px; }
  th, td { padding: 2px 3px; }
  thead th, tfoot th, tfoot td { position: static; }
  /* A button in a heading is painted on the first page alone. */
  thead button { display: contents; }
  section { margin: 22px 0; }
  p, li, .chart, .headlines, .hashes, tr, .alarm { break-inside: avoid; }
}
`
