/** The style of the HTML report: readable in the light, in the dark and on paper; no font, image or file is fetched. */
export const STYLE = `
:root { color-scheme: light dark; --ink: light-dark(#1b1f24, #e6e8eb); --soft: light-dark(#59636e, #9aa4b0);
  --paper: light-dark(#fff, #16181c); --box: light-dark(#f5f6f8, #1f2227); --edge: light-dark(#d5d9de, #3a3f46);
  --bad: light-dark(#b42318, #ff8a80); --good: light-dark(#1a7f37, #6fd68a); --open: light-dark(#8250df, #c9a6ff);
  --other: light-dark(#9a6700, #e3b341); }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 60rem; color: var(--ink); background: var(--paper);
  font: 15px/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.3rem; margin: 0 0 1rem; } h2 { font-size: 1.1rem; margin: 0; overflow-wrap: anywhere; }
h3 { font-size: .8rem; margin: 1.4rem 0 .4rem; color: var(--soft); text-transform: uppercase; letter-spacing: .04em; }
p { margin: .4rem 0; } ul { margin: .4rem 0; padding-left: 1.2rem; }
code, pre { font: 13px/1.5 ui-monospace, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
pre { background: var(--box); border: 1px solid var(--edge); border-radius: 6px; padding: .75rem; white-space: pre-wrap; margin: .4rem 0; }
table { border-collapse: collapse; width: 100%; margin: .4rem 0; } th, td { text-align: left; vertical-align: top;
  border-bottom: 1px solid var(--edge); padding: .35rem .6rem .35rem 0; } th { color: var(--soft); font-weight: 600; overflow-wrap: normal; }
article { border-top: 2px solid var(--edge); padding: 1.5rem 0; }
.answer { font-size: 1.15rem; font-weight: 600; margin: .5rem 0; }
.tag { font-weight: 600; } .blocked { color: var(--bad); } .allowed { color: var(--good); }
.not-cors { color: var(--other); } .undetermined { color: var(--open); } .soft { color: var(--soft); }
details { margin: .4rem 0; } summary { cursor: pointer; }
svg { display: block; width: 100%; max-width: 44rem; height: auto; margin: .6rem 0; }
svg text { fill: var(--ink); font: 12px ui-monospace, Menlo, Consolas, monospace; } svg .name { font: 600 13px system-ui, sans-serif; }
svg line { stroke: var(--soft); } svg .fails { stroke: var(--bad); } svg text.fails { fill: var(--bad); stroke: none; }
footer { border-top: 1px solid var(--edge); padding-top: 1rem; color: var(--soft); font-size: .85rem; }
@media print { :root { color-scheme: light; } body { padding: 0; max-width: none; font-size: 11pt; }
  article { break-before: page; } article:first-of-type { break-before: auto; } pre, table, svg { break-inside: avoid; }
  details::details-content { content-visibility: visible; block-size: auto; } details > summary { list-style: none; } }
`
