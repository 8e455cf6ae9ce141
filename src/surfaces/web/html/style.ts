/** The one style sheet of the pages: a phone first, light and dark, no font, image or script from anywhere. */
import { createHash } from 'node:crypto';

export const style = `
:root {
  color-scheme: light dark;
  --paper: #f4f6f8; --card: #fff; --ink: #15181e; --faint: #5a6270; --line: #d9dee6; --field: #fbfcfd;
  --act: #1f5c4d; --act-ink: #fff; --focus: #2f7d69; --calm: #e8f2ee; --calm-ink: #1a4f42;
  --warn: #fff3d6; --warn-ink: #6f4700; --bad: #fdecec; --bad-ink: #98161b;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #101317; --card: #191d23; --ink: #eceff3; --faint: #a4adba; --line: #313843; --field: #12161b;
    --act: #7fd1b9; --act-ink: #06231b; --focus: #7fd1b9; --calm: #16302a; --calm-ink: #a8e3d1;
    --warn: #33270b; --warn-ink: #f3c35f; --bad: #3b1719; --bad-ink: #ffaca8;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; min-height: 100vh; min-height: 100dvh; background: var(--paper); color: var(--ink);
  font: 17px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; overflow-wrap: anywhere;
}
main { max-width: 34rem; margin: 0 auto; padding: 1.25rem 1rem 2.5rem; }
.brand { display: flex; align-items: center; gap: .6rem; margin: 0 .25rem .9rem; font-size: .9rem; color: var(--faint); }
.brand b { color: var(--ink); letter-spacing: .01em; }
.practice { margin-left: auto; background: var(--warn); color: var(--warn-ink); border-radius: 999px; padding: .1rem .7rem; font-size: .78rem; font-weight: 700; letter-spacing: .06em; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 16px; padding: 1.25rem 1.15rem 1.35rem; }
h1 { font-size: 1.5rem; line-height: 1.2; letter-spacing: -.01em; margin: 0 0 .4rem; }
p { margin: .5rem 0; }
.lead { color: var(--faint); margin: 0 0 1rem; }
dl { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: .3rem 1rem; margin: 0 0 1.15rem; padding: .8rem 0; border: solid var(--line); border-width: 1px 0; font-size: .95rem; }
dt { color: var(--faint); }
dd { margin: 0; font-weight: 600; }
dd small { display: block; color: var(--faint); font-weight: 400; font-size: .85rem; }
label { font-weight: 650; }
.head { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: .15rem 1rem; }
.choice { display: inline-flex; align-items: center; gap: .5rem; min-height: 2.75rem; font-weight: 400; font-size: .95rem; cursor: pointer; }
input[type=checkbox] { width: 1.2rem; height: 1.2rem; margin: 0; accent-color: var(--focus); flex: none; }
textarea {
  display: block; width: 100%; min-height: 5.6rem; padding: .75rem .8rem; resize: vertical; color: var(--ink);
  background: var(--field); border: 1.5px solid var(--line); border-radius: 12px;
  font: 16px/1.45 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; -webkit-text-security: disc;
}
form:has(#show:checked) textarea { -webkit-text-security: none; }
@supports not (-webkit-text-security: disc) { .show { display: none; } }
textarea:focus, button:focus-visible, input:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
button {
  display: block; width: 100%; min-height: 3.4rem; margin-top: 1rem; border: 0; border-radius: 12px; background: var(--act); color: var(--act-ink);
  font: 650 1.1rem/1.2 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; cursor: pointer;
}
.fault { background: var(--bad); color: var(--bad-ink); border-radius: 12px; padding: .7rem .85rem; margin: 0 0 1rem; }
.fault b { display: block; }
.fault .choice { margin-top: .2rem; }
.again { font-size: .95rem; color: var(--faint); }
.next { margin: 1.1rem .25rem 0; font-size: .95rem; color: var(--faint); }
.next h2 { font-size: .95rem; margin: 0 0 .35rem; color: var(--ink); }
.next ul, .card ul { padding-left: 1.15rem; margin: .3rem 0; }
.next li, .card li { margin: .3rem 0; }
.done { background: var(--calm); color: var(--calm-ink); border-color: transparent; }
.done p { color: var(--calm-ink); }
.mark { display: block; width: 3rem; height: 3rem; margin-bottom: .8rem; }
.mark circle { fill: var(--act); } .mark path { fill: none; stroke: var(--act-ink); stroke-width: 2.6; stroke-linecap: round; stroke-linejoin: round; }
code { font: .88em/1.4 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; background: var(--paper); border: 1px solid var(--line); border-radius: 6px; padding: .1em .35em; display: inline-block; max-width: 100%; }
@media (min-width: 40rem) { main { padding-top: 9vh; } .card { padding: 1.75rem 1.75rem 1.9rem; } }
`;

/** Names the style sheet in a policy, so that no other one is let in. */
export const styleHash = `sha256-${createHash('sha256').update(style).digest('base64')}`;
