// swift-format-ignore-file
// Written by Tests/Web/assemble from the files in Web; change those.

/// The page at `/`: all of it in one answer, which loads nothing else.
package enum WebPage {
  package static let html = ##"""
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'">
<title>Tidemark</title>
<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='7' fill='%230d5c63'/%3E%3Cpath d='M4 20c4-5 8-5 12 0s8 5 12 0' fill='none' stroke='%235ef0dc' stroke-width='3' stroke-linecap='round'/%3E%3Cpath d='M4 11h24' stroke='%23ffb454' stroke-width='2.5' stroke-linecap='round' stroke-dasharray='3 4'/%3E%3C/svg%3E">
<style>
:root {
  color-scheme: light;
  --font: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
  --bg: #f3f6f7;
  --panel: #ffffff;
  --inset: #eef3f4;
  --line: #d6dfe2;
  --text: #14222a;
  --muted: #526670;
  --accent: #08736f;
  --on-accent: #ffffff;
  --warn: #8f5300;
  --warn-bg: #fff3dc;
  --bad: #b3263c;
  --bad-bg: #ffe9ec;
  --s1: #0a6fc2;
  --s2: #b65c00;
  --s3: #0c8a5c;
  --s4: #8a3fc7;
  --s5: #c7294a;
  --none: #8da0a9;
  --c0: #0a78c9; --c1: #d9730d; --c2: #0e9669; --c3: #9747d6; --c4: #d6385f; --c5: #0c97a8;
  --c6: #8a7a00; --c7: #5b62d9; --c8: #b5502f; --c9: #5d8a1c; --c10: #c23fa8; --c11: #4d7389;
  --shadow: 0 1px 2px rgb(16 40 48 / 6%), 0 4px 16px rgb(16 40 48 / 5%);
}

@media (prefers-color-scheme: dark) {
  :root:not([data-theme="light"]) {
    color-scheme: dark;
    --bg: #0b1215;
    --panel: #121c20;
    --inset: #0d161a;
    --line: #24343b;
    --text: #e4eef0;
    --muted: #8ea4ad;
    --accent: #41d9c7;
    --on-accent: #04211e;
    --warn: #ffc46b;
    --warn-bg: #33260f;
    --bad: #ff8496;
    --bad-bg: #3a161d;
    --s1: #52b6ff;
    --s2: #ffab4a;
    --s3: #45d99a;
    --s4: #cc93ff;
    --s5: #ff6f8b;
    --none: #647a84;
    --c0: #4fb3ff; --c1: #ff9f45; --c2: #3fd596; --c3: #c68bff; --c4: #ff6c8c; --c5: #38d3e0;
    --c6: #d9c64a; --c7: #929aff; --c8: #f08a66; --c9: #a6d355; --c10: #f283d8; --c11: #8fb4c7;
    --shadow: 0 1px 2px rgb(0 0 0 / 40%);
  }
}

:root[data-theme="dark"] {
  color-scheme: dark;
  --bg: #0b1215;
  --panel: #121c20;
  --inset: #0d161a;
  --line: #24343b;
  --text: #e4eef0;
  --muted: #8ea4ad;
  --accent: #41d9c7;
  --on-accent: #04211e;
  --warn: #ffc46b;
  --warn-bg: #33260f;
  --bad: #ff8496;
  --bad-bg: #3a161d;
  --s1: #52b6ff;
  --s2: #ffab4a;
  --s3: #45d99a;
  --s4: #cc93ff;
  --s5: #ff6f8b;
  --none: #647a84;
  --c0: #4fb3ff; --c1: #ff9f45; --c2: #3fd596; --c3: #c68bff; --c4: #ff6c8c; --c5: #38d3e0;
  --c6: #d9c64a; --c7: #929aff; --c8: #f08a66; --c9: #a6d355; --c10: #f283d8; --c11: #8fb4c7;
  --shadow: 0 1px 2px rgb(0 0 0 / 40%);
}

* { box-sizing: border-box; }
[hidden] { display: none !important; }

html { scrollbar-gutter: stable; }

body {
  margin: 0;
  background: var(--bg);
  color: var(--text);
  font: 14px/1.45 var(--font);
  font-variant-numeric: tabular-nums;
  -webkit-text-size-adjust: 100%;
}

h1, h2, h3, p { margin: 0; }
h1 { font-size: 17px; line-height: 1.25; font-weight: 650; letter-spacing: -0.01em; }
h2 { font-size: 15px; font-weight: 650; }

button, select, input { font: inherit; font-size: 13px; color: inherit; }

button, select, input[type="search"] {
  min-height: 32px;
  padding: 4px 12px;
  border: 1px solid var(--line);
  border-radius: 8px;
  background: var(--panel);
}
button { cursor: pointer; white-space: nowrap; }
button:hover { border-color: var(--muted); }
button[aria-pressed="true"], button[aria-current="page"] {
  background: var(--accent);
  border-color: var(--accent);
  color: var(--on-accent);
}
button:disabled { opacity: 0.4; cursor: default; }
button.icon { width: 34px; min-height: 34px; padding: 0; display: inline-grid; place-items: center; }
button.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }

:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
main:focus { outline: none; }

.sr, .skip:not(:focus) {
  position: absolute;
  width: 1px; height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}
.skip:focus { position: fixed; left: 8px; top: 8px; padding: 8px 12px; background: var(--panel); z-index: 30; }

/* The head */

.top {
  display: flex;
  align-items: center;
  gap: 12px;
  padding: 12px 20px 8px;
  max-width: 1720px;
  margin: 0 auto;
}
.brand { flex: none; line-height: 0; }
.identity { flex: 1; min-width: 0; }
.identity h1, .identity p { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.identity p { color: var(--muted); font-size: 12.5px; }
.status, .tools { display: flex; gap: 8px; align-items: center; }

.pill {
  display: inline-flex;
  align-items: center;
  gap: 7px;
  min-height: 28px;
  padding: 2px 11px;
  border: 1px solid var(--line);
  border-radius: 99px;
  background: var(--panel);
  font-size: 12.5px;
  white-space: nowrap;
}
.pill i { width: 8px; height: 8px; border-radius: 50%; background: var(--none); }
.pill[data-state="live"] i { background: var(--s3); box-shadow: 0 0 0 3px color-mix(in srgb, var(--s3) 25%, transparent); }
.pill[data-state="waiting"], .pill.warn { color: var(--warn); border-color: color-mix(in srgb, var(--warn) 45%, transparent); background: var(--warn-bg); }
.pill[data-state="waiting"] i { background: var(--warn); }
.pill[data-state="ended"] { color: var(--bad); border-color: color-mix(in srgb, var(--bad) 45%, transparent); background: var(--bad-bg); }
.pill[data-state="ended"] i { background: var(--bad); }

.notice {
  max-width: 1680px;
  margin: 0 auto 4px;
  padding: 8px 14px;
  width: calc(100% - 40px);
  border-radius: 10px;
  border: 1px solid color-mix(in srgb, var(--warn) 40%, transparent);
  background: var(--warn-bg);
  color: var(--warn);
  overflow-wrap: anywhere;
}
.notice[data-kind="ended"] { background: var(--bad-bg); color: var(--bad); border-color: color-mix(in srgb, var(--bad) 40%, transparent); }

.bar {
  position: sticky;
  top: 0;
  z-index: 10;
  background: color-mix(in srgb, var(--bg) 92%, transparent);
  backdrop-filter: blur(8px);
  display: flex;
  flex-wrap: wrap;
  gap: 8px 16px;
  align-items: center;
  justify-content: space-between;
  padding: 6px max(20px, calc((100% - 1680px) / 2)) 8px;
}
.tabs, .group { display: inline-flex; gap: 0; }
.tabs button, .group button { border-radius: 0; margin-left: -1px; }
.tabs button:first-child, .group button:first-child { border-radius: 8px 0 0 8px; margin-left: 0; }
.tabs button:last-child, .group button:last-child { border-radius: 0 8px 8px 0; }
.tabs button { font-weight: 600; padding: 4px 16px; }
.tabs button:focus-visible, .group button:focus-visible { z-index: 1; position: relative; }
.controls { display: flex; gap: 8px; align-items: center; flex-wrap: wrap; min-height: 34px; }
.field { display: inline-flex; gap: 7px; align-items: center; color: var(--muted); font-size: 12.5px; }
.field select, .field input { color: var(--text); }
.field.grow input { width: min(320px, 40vw); }
.check { display: inline-flex; gap: 6px; align-items: center; color: var(--muted); font-size: 12.5px; white-space: nowrap; }
.check input { accent-color: var(--accent); width: 16px; height: 16px; margin: 0; }
#pause { min-width: 84px; }

main { max-width: 1720px; margin: 0 auto; padding: 4px 20px 24px; }

/* The charts */

.cards { display: grid; gap: 14px; grid-template-columns: repeat(auto-fill, minmax(min(100%, 400px), 1fr)); }
.card {
  background: var(--panel);
  border: 1px solid var(--line);
  border-radius: 12px;
  padding: 12px 14px 10px;
  box-shadow: var(--shadow);
  min-width: 0;
}
.card-head { display: flex; align-items: baseline; gap: 8px; }
.card-head h2 { font-size: 13.5px; }
.card-head .unit { color: var(--muted); font-size: 12px; flex: 1; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.card-head .at { color: var(--muted); font-size: 12px; }
.plot { position: relative; height: 148px; margin-top: 6px; }
.plot canvas { width: 100%; height: 100%; display: block; border-radius: 6px; cursor: crosshair; touch-action: pan-y; }
.absent {
  position: absolute;
  inset: 8px 8px 22px 52px;
  display: grid;
  place-items: center;
  text-align: center;
  padding: 6px 10px;
  color: var(--muted);
  background: repeating-linear-gradient(-45deg, transparent 0 7px, color-mix(in srgb, var(--line) 55%, transparent) 7px 8px);
  border-radius: 8px;
  pointer-events: none;
}
.absent span, .absent-block { background: var(--panel); padding: 5px 12px; border-radius: 8px; font-size: 12.5px; overflow-wrap: anywhere; }
.absent-block { color: var(--muted); text-align: center; padding: 40px 16px; }
.legend-table { width: 100%; border-collapse: collapse; margin-top: 4px; font-size: 12.5px; table-layout: fixed; }
.legend-table th { font-weight: 400; color: var(--muted); font-size: 11.5px; text-align: right; padding: 0 0 1px; }
.legend-table th:first-child { text-align: left; width: 40%; }
.legend-table td { text-align: right; padding: 1px 0; height: 24px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.legend-table td.value { font-weight: 650; }
.legend-table td:first-child { text-align: left; overflow: visible; }
.legend-table button {
  display: inline-flex; align-items: center; gap: 7px; max-width: 100%;
  border: 0; background: none; min-height: 24px; padding: 0 6px 0 0; border-radius: 5px;
}
.legend-table button span { overflow: hidden; text-overflow: ellipsis; }
.legend-table button i { width: 14px; height: 4px; border-radius: 2px; background: var(--swatch); flex: none; }
.legend-table button[aria-pressed] { background: none; color: inherit; }
.legend-table button[aria-pressed="false"] { opacity: 0.45; text-decoration: line-through; }
.legend-table .quiet-value { color: var(--muted); }
.foot { color: var(--muted); font-size: 12px; margin-top: 12px; min-height: 18px; }

/* The scheduler */

.stage { background: var(--panel); border: 1px solid var(--line); border-radius: 12px; box-shadow: var(--shadow); overflow: hidden; }
.stage-head { display: flex; flex-wrap: wrap; gap: 2px 18px; justify-content: space-between; padding: 10px 14px 8px; min-height: 40px; }
.summary { font-size: 13px; }
.summary b { font-weight: 650; }
.honest { font-size: 12.5px; color: var(--muted); }
.canvas-wrap { position: relative; height: clamp(380px, calc(100vh - 340px), 860px); background: var(--inset); border-block: 1px solid var(--line); }
.canvas-wrap canvas { width: 100%; height: 100%; display: block; touch-action: pan-y; }
.canvas-wrap canvas:focus-visible { outline-offset: -2px; }
.canvas-wrap .absent { inset: 20% 12%; }
.tip {
  position: absolute; left: 0; top: 0; max-width: min(340px, 90%); padding: 6px 10px;
  background: var(--panel); border: 1px solid var(--line); border-radius: 8px; box-shadow: 0 6px 24px rgb(0 0 0 / 22%);
  font-size: 12.5px; pointer-events: none; overflow-wrap: anywhere; z-index: 2;
}
.tip b { display: block; font-weight: 650; }
.tip small { display: block; color: var(--muted); font-size: 12px; }

.transport { display: flex; gap: 10px 14px; align-items: center; padding: 10px 14px 4px; flex-wrap: wrap; }
.transport .buttons { display: inline-flex; gap: 6px; }
.transport .scrub { flex: 1 1 240px; position: relative; height: 34px; min-width: 0; }
.scrub canvas { position: absolute; inset: 0; width: 100%; height: 100%; border-radius: 6px; background: var(--inset); }
.scrub input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; background: transparent; appearance: none; cursor: ew-resize; border-radius: 6px; }
.scrub input::-webkit-slider-thumb { appearance: none; width: 4px; height: 34px; border-radius: 2px; background: var(--accent); box-shadow: 0 0 0 1px var(--panel); }
.scrub input::-moz-range-thumb { width: 4px; height: 34px; border: 0; border-radius: 2px; background: var(--accent); }
.scrub input::-webkit-slider-runnable-track { background: transparent; height: 34px; }
.transport-text { padding: 0 14px 10px; color: var(--muted); font-size: 12.5px; min-height: 30px; }
#play[data-running="false"] .glyph-hold, #play[data-running="true"] .glyph-play { display: none; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 16px; padding: 8px 14px 12px; border-top: 1px solid var(--line); font-size: 12.5px; min-height: 38px; }
.legend span { display: inline-flex; gap: 7px; align-items: center; max-width: 100%; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.legend i { width: 10px; height: 10px; border-radius: 50%; background: var(--swatch); flex: none; }

/* The tasks */

.table-wrap { background: var(--panel); border: 1px solid var(--line); border-radius: 12px; box-shadow: var(--shadow); overflow: hidden; margin-top: 8px; }
#tasks-table { width: 100%; border-collapse: collapse; font-size: 13px; table-layout: fixed; }
#tasks-table th { padding: 0; border-bottom: 1px solid var(--line); background: var(--inset); }
#tasks-table th button { width: 100%; border: 0; background: none; border-radius: 0; text-align: left; font-weight: 600; font-size: 12px; padding: 4px 10px; color: var(--muted); overflow: hidden; text-overflow: ellipsis; }
#tasks-table th.number button { text-align: right; }
#tasks-table th[aria-sort] button { color: var(--text); }
#tasks-table th[aria-sort="ascending"] button::after { content: " ↑"; }
#tasks-table th[aria-sort="descending"] button::after { content: " ↓"; }
#tasks-table td { padding: 5px 10px; border-bottom: 1px solid color-mix(in srgb, var(--line) 60%, transparent); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
#tasks-table tbody tr { cursor: pointer; }
#tasks-table tbody tr:hover, #tasks-table tbody tr:focus-visible { background: var(--inset); }
#tasks-table tbody tr:focus-visible { outline-offset: -2px; }
#tasks-table tr[aria-current="true"] { background: color-mix(in srgb, var(--accent) 14%, transparent); }
#tasks-table td.number { text-align: right; }
#tasks-table td.place { color: var(--muted); }
.state { display: inline-flex; gap: 7px; align-items: center; }
.state i { width: 8px; height: 8px; border-radius: 50%; background: var(--none); flex: none; }
.state[data-state="running"] i { background: var(--s3); }
.state[data-state="enqueued"] i { background: var(--s2); }
.state[data-state="suspended"] i { background: transparent; border: 2px solid var(--s1); }
.state[data-state="completed"] i { background: var(--none); }

/* The story of a task */

.story {
  position: fixed; right: 0; top: 0; bottom: 0; z-index: 20; width: min(440px, 100%);
  background: var(--panel); border-left: 1px solid var(--line); box-shadow: -12px 0 40px rgb(0 0 0 / 18%);
  overflow-y: auto; overscroll-behavior: contain; padding: 0 18px 24px;
}
.story-head { display: flex; justify-content: space-between; align-items: flex-start; gap: 12px; position: sticky; top: 0; background: var(--panel); padding: 14px 0 10px; z-index: 1; }
.story-head h2 { overflow-wrap: anywhere; }
.story-head p { color: var(--muted); font-size: 12.5px; }
.story h3 { font-size: 12.5px; font-weight: 650; margin: 18px 0 6px; }
.story dl { display: grid; grid-template-columns: 92px 1fr; gap: 4px 12px; margin: 4px 0 0; font-size: 13px; }
.story dt { color: var(--muted); }
.story dd { margin: 0; overflow-wrap: anywhere; min-width: 0; }
.story .link { border: 0; background: none; padding: 0; min-height: 0; color: var(--accent); text-decoration: underline; text-underline-offset: 2px; white-space: normal; text-align: left; }
.split { display: flex; height: 12px; border-radius: 6px; overflow: hidden; background: var(--inset); margin: 4px 0 6px; }
.split i { display: block; background: var(--swatch); }
.split-key { display: flex; flex-wrap: wrap; gap: 2px 16px; font-size: 12.5px; }
.split-key span { display: inline-flex; gap: 6px; align-items: center; }
.split-key i { width: 9px; height: 9px; border-radius: 3px; background: var(--swatch); }
.moves { list-style: none; margin: 0; padding: 0; font-size: 12.5px; }
.moves button {
  display: grid; grid-template-columns: 82px 12px 1fr auto; gap: 8px; align-items: baseline; width: 100%;
  border: 0; background: none; border-radius: 6px; padding: 3px 6px; min-height: 26px; text-align: left; white-space: normal; font-size: 12.5px;
}
.moves button:hover { background: var(--inset); }
.moves i { width: 9px; height: 9px; border-radius: 50%; background: var(--swatch); align-self: center; }
.moves .when, .moves .took { color: var(--muted); text-align: right; white-space: nowrap; }
.moves li.now button { background: color-mix(in srgb, var(--accent) 16%, transparent); }
.moves li.later { opacity: 0.5; }
.frames { margin: 0; padding: 0 0 0 22px; font: 12px/1.5 var(--mono); }
.frames li { overflow-wrap: anywhere; padding: 1px 0; }
.frames small { display: block; color: var(--muted); font-size: 11.5px; }
.note { color: var(--muted); font-size: 12.5px; }

/* What is opened */

dialog { border: 1px solid var(--line); border-radius: 14px; background: var(--panel); color: var(--text); max-width: min(640px, calc(100vw - 24px)); max-height: calc(100vh - 40px); padding: 0 20px 20px; box-shadow: 0 24px 80px rgb(0 0 0 / 35%); }
dialog::backdrop { background: rgb(6 16 20 / 45%); }
.help { color: var(--muted); font-size: 13px; }
.help p { margin-top: 10px; }
.help table { border-collapse: collapse; width: 100%; color: var(--text); }
.help th { text-align: left; padding: 4px 14px 4px 0; white-space: nowrap; font-weight: 400; vertical-align: top; }
.help td { padding: 4px 0; }
kbd { font: 12px var(--mono); border: 1px solid var(--line); border-bottom-width: 2px; border-radius: 5px; padding: 1px 6px; background: var(--inset); }

/* Narrow */

@media (max-width: 1100px) {
  .stage-head { min-height: 62px; align-content: flex-start; }
}

@media (max-width: 900px) {
  #tasks-table .wide { display: none; }
}

@media (max-width: 640px) {
  .top { flex-wrap: wrap; padding: 10px 12px 6px; gap: 8px 10px; }
  .identity { flex: 1 1 calc(100% - 130px); }
  .status { order: 5; flex: 1 0 100%; }
  .tools { margin-left: auto; }
  .bar { padding: 6px 12px 8px; }
  .tabs { display: flex; width: 100%; }
  .tabs button { flex: 1; padding: 4px 6px; }
  .controls { width: 100%; }
  .group { flex: 1; }
  .group button { flex: 1; padding: 4px 6px; }
  .notice { width: calc(100% - 24px); }
  main { padding: 4px 12px 20px; }
  .card { padding: 10px 12px 8px; }
  .field.grow { flex: 1; }
  .field.grow .quiet { display: none; }
  .field.grow input { width: 100%; }
  .canvas-wrap { height: 620px; }
  .stage-head { min-height: 106px; }
  .transport-text { min-height: 48px; }
  .transport .scrub { flex-basis: 100%; order: -1; }
  .story { top: auto; left: 0; width: 100%; max-height: 78vh; border-left: 0; border-top: 1px solid var(--line); border-radius: 16px 16px 0 0; }
  #tasks-table .medium { display: none; }
  #tasks-table th, #tasks-table td { width: auto !important; }
  #tasks-table tr > :nth-child(1) { width: 54px !important; }
  #tasks-table tr > :nth-child(3) { width: 106px !important; }
  #tasks-table tr > :nth-child(5) { width: 92px !important; }
  #tasks-table td, #tasks-table th button { padding-left: 6px; padding-right: 6px; }
  .help th { white-space: normal; }
}

@media (prefers-reduced-motion: reduce) {
  * { transition: none !important; animation: none !important; scroll-behavior: auto !important; }
}
</style>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="top">
  <div class="brand" aria-hidden="true">
    <svg viewBox="0 0 32 32" width="28" height="28"><rect width="32" height="32" rx="7" fill="#0d5c63"/><path d="M4 20c4-5 8-5 12 0s8 5 12 0" fill="none" stroke="#5ef0dc" stroke-width="3" stroke-linecap="round"/><path d="M4 11h24" stroke="#ffb454" stroke-width="2.5" stroke-linecap="round" stroke-dasharray="3 4"/></svg>
  </div>
  <div class="identity">
    <h1 id="process-name">Tidemark</h1>
    <p id="process-facts">waiting for the first figures</p>
  </div>
  <div class="status">
    <span class="pill" id="connection" role="status" data-state="connecting"><i></i><span id="connection-text">connecting</span></span>
    <button type="button" class="pill warn" id="losses" aria-haspopup="dialog" hidden></button>
  </div>
  <div class="tools">
    <button type="button" id="theme" class="icon" aria-label="Theme: as the system" title="Theme (t)"><svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true"><circle cx="10" cy="10" r="7" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M10 3a7 7 0 0 1 0 14z" fill="currentColor"/></svg></button>
    <button type="button" id="help" class="icon" aria-label="Keyboard shortcuts and what is shown" title="Help (?)">?</button>
  </div>
</header>
<div class="notice" id="notice" role="alert" hidden></div>
<nav class="bar" aria-label="Views">
  <div class="tabs">
    <button type="button" data-view="charts" aria-current="page">Charts</button>
    <button type="button" data-view="scheduler">Scheduler</button>
    <button type="button" data-view="tasks">Tasks</button>
  </div>
  <div class="controls" data-for="charts">
    <div class="group" role="group" aria-label="Time range" id="ranges">
      <button type="button" data-range="60">1 min</button>
      <button type="button" data-range="300" aria-pressed="true">5 min</button>
      <button type="button" data-range="900">15 min</button>
      <button type="button" data-range="3600">1 h</button>
    </div>
    <button type="button" id="pause" aria-pressed="false" title="Space">Pause</button>
  </div>
  <div class="controls" data-for="scheduler" hidden>
    <label class="field">Colour by
      <select id="colour">
        <option value="site">creation site</option>
        <option value="executor">executor</option>
        <option value="name">task name</option>
      </select>
    </label>
    <button type="button" id="live" aria-pressed="true" title="Back to what happens now (l)">Live</button>
  </div>
  <div class="controls" data-for="tasks" hidden>
    <label class="field grow"><span class="quiet">Filter</span>
      <input id="filter" type="search" placeholder="name, id, place, state…" autocomplete="off" spellcheck="false" aria-label="Filter the tasks">
    </label>
    <label class="field">State
      <select id="state-filter"><option value="">all</option><option>running</option><option>enqueued</option><option>suspended</option><option>created</option></select>
    </label>
  </div>
</nav>
<main id="main" tabindex="-1">
  <section id="view-charts" aria-label="Charts">
    <div class="cards" id="cards"></div>
    <p class="foot" id="charts-note"></p>
  </section>
  <section id="view-scheduler" aria-label="Scheduler" hidden>
    <div class="stage">
      <div class="stage-head">
        <p id="stage-summary" class="summary"></p>
        <p id="stage-honest" class="honest"></p>
      </div>
      <div class="canvas-wrap">
        <canvas id="stage" tabindex="0" role="img" aria-label="The scheduler"></canvas>
        <p id="stage-absent" class="absent" hidden></p>
        <div id="stage-tip" class="tip" hidden></div>
      </div>
      <div class="transport" role="group" aria-label="Slow motion">
        <div class="buttons">
          <button type="button" id="back" class="icon" aria-label="One transition back" title="One transition back (←)"><svg viewBox="0 0 20 20" width="16" height="16" aria-hidden="true"><path d="M12 4v12L4 10zM14 4h2v12h-2z" fill="currentColor"/></svg></button>
          <button type="button" id="reverse" class="icon" aria-label="Play backwards" title="Play backwards (b)"><svg viewBox="0 0 20 20" width="16" height="16" aria-hidden="true"><path d="M15 3v14L4 10z" fill="currentColor"/></svg></button>
          <button type="button" id="play" class="icon primary" aria-label="Hold" title="Play, hold (space)"><svg viewBox="0 0 20 20" width="16" height="16" aria-hidden="true"><path class="glyph-play" d="M5 3v14l11-7z" fill="currentColor"/><path class="glyph-hold" d="M5 3h4v14H5zM11 3h4v14h-4z" fill="currentColor"/></svg></button>
          <button type="button" id="forward" class="icon" aria-label="One transition on" title="One transition on (→)"><svg viewBox="0 0 20 20" width="16" height="16" aria-hidden="true"><path d="M8 4v12l8-6zM4 4h2v12H4z" fill="currentColor"/></svg></button>
        </div>
        <div class="scrub">
          <canvas id="density" aria-hidden="true"></canvas>
          <input type="range" id="scrubber" min="0" max="1" step="any" value="1" aria-label="Position in the recording">
        </div>
        <label class="field">Speed
          <select id="speed">
            <option value="1">1 : 1</option>
            <option value="0.5">1 : 2</option>
            <option value="0.1">1 : 10</option>
            <option value="0.05">1 : 20</option>
            <option value="0.01">1 : 100</option>
            <option value="0.005">1 : 200</option>
            <option value="0.001">1 : 1 000</option>
            <option value="0.0005">1 : 2 000</option>
            <option value="0.0001">1 : 10 000</option>
          </select>
        </label>
        <label class="check" title="Pass over times in which nothing changes"><input type="checkbox" id="skip" checked> skip idle time</label>
      </div>
      <p id="transport-text" class="transport-text"></p>
      <div class="legend" id="stage-legend" aria-label="Colours"></div>
    </div>
  </section>
  <section id="view-tasks" aria-label="Tasks" hidden>
    <p class="summary" id="tasks-summary"></p>
    <div class="table-wrap">
      <table id="tasks-table">
        <thead><tr></tr></thead>
        <tbody></tbody>
      </table>
      <p id="tasks-empty" class="absent-block" hidden></p>
    </div>
  </section>
</main>
<aside class="story" id="story" aria-label="The story of a task" tabindex="-1" hidden>
  <div class="story-head">
    <div><h2 id="story-title"></h2><p id="story-sub"></p></div>
    <button type="button" class="icon" id="story-close" aria-label="Close" title="Close (Esc)">✕</button>
  </div>
  <div id="story-body"></div>
</aside>
<dialog id="help-dialog" aria-labelledby="help-title">
  <div class="story-head"><h2 id="help-title">Keys, and what is shown</h2><button type="button" class="icon" data-close aria-label="Close">✕</button></div>
  <div class="help">
    <table>
      <tr><th><kbd>1</kbd> <kbd>2</kbd> <kbd>3</kbd></th><td>charts, scheduler, tasks</td></tr>
      <tr><th><kbd>space</kbd></th><td>hold, go on</td></tr>
      <tr><th><kbd>←</kbd> <kbd>→</kbd></th><td>scheduler: one transition back or on; with <kbd>shift</kbd> one hundred; charts: move along the focused chart</td></tr>
      <tr><th><kbd>b</kbd></th><td>scheduler: play backwards</td></tr>
      <tr><th><kbd>−</kbd> <kbd>+</kbd></th><td>scheduler: slower, faster; charts: longer, shorter time range</td></tr>
      <tr><th><kbd>l</kbd></th><td>scheduler: live</td></tr>
      <tr><th><kbd>[</kbd> <kbd>]</kbd></th><td>scheduler: choose a task; <kbd>enter</kbd> tells its story</td></tr>
      <tr><th><kbd>/</kbd></th><td>filter the tasks</td></tr>
      <tr><th><kbd>t</kbd></th><td>theme: as the system, light, dark</td></tr>
      <tr><th><kbd>esc</kbd></th><td>close what is open</td></tr>
    </table>
    <p>Rates and the processor's figures are those of the last interval between two looks. Latencies are counted in classes, each twice as wide as the one before: a quantile is known to lie below the figure given, and not below half of it.</p>
    <p>Times of jobs are taken while a page is open, and transitions are kept while the scheduler is shown and this tab is in front; it costs the process nothing else, and nothing afterwards.</p>
    <p>A gap in a line is time in which nothing was received. A figure that is absent says why.</p>
  </div>
</dialog>
<dialog id="losses-dialog" aria-labelledby="losses-title">
  <div class="story-head"><h2 id="losses-title">What is missing</h2><button type="button" class="icon" data-close aria-label="Close">✕</button></div>
  <div class="help" id="losses-body"></div>
</dialog>
<div class="sr" aria-live="polite" id="announce"></div>
<noscript><p class="notice">This page draws with JavaScript, all of which is in the page itself. The figures are at <code>/v1/snapshot</code>, too.</p></noscript>
<script>
"use strict";

// Figures as people read them. Nanoseconds in, text out; no figure gets more digits than it has.

const Format = {
  /// 12345678 as 12 345 678.
  count(n) {
    if (!Number.isFinite(n)) return "–";
    return Math.round(n).toString().replace(/\B(?=(\d{3})+(?!\d))/g, "\u202f");
  },

  /// Three digits and a unit of thousands: 12.3 k.
  compact(n) {
    if (!Number.isFinite(n)) return "–";
    const size = Math.abs(n);
    if (size < 1000) return size >= 100 || Number.isInteger(n) ? String(Math.round(n)) : Format.digits(n);
    const step = size < 999.5e3 ? [1e3, "k"] : size < 999.5e6 ? [1e6, "M"] : [1e9, "G"];
    return Format.digits(n / step[0]) + "\u202f" + step[1];
  },

  /// At most three digits, and no zeros after the point that say nothing.
  digits(n) {
    const size = Math.abs(n);
    return Number(n.toFixed(size < 10 ? 2 : size < 100 ? 1 : 0)).toString();
  },

  rate(n) {
    return Number.isFinite(n) ? Format.compact(n) + "/s" : "–";
  },

  bytes(n) {
    if (!Number.isFinite(n)) return "–";
    const units = ["B", "KiB", "MiB", "GiB", "TiB"];
    let unit = 0;
    while (Math.abs(n) >= 1023.5 && unit < units.length - 1) {
      n /= 1024;
      unit += 1;
    }
    return (unit === 0 ? String(Math.round(n)) : Format.digits(n)) + "\u202f" + units[unit];
  },

  byteRate(n) {
    return Number.isFinite(n) ? Format.bytes(n) + "/s" : "–";
  },

  percent(n) {
    return Number.isFinite(n) ? Format.digits(n) + "\u202f%" : "–";
  },

  /// 1500 as 1.5 µs.
  duration(ns) {
    if (ns === Infinity) return "∞";
    if (!Number.isFinite(ns)) return "–";
    const size = Math.abs(ns);
    if (size < 999.5) return Math.round(ns) + "\u202fns";
    if (size < 999.5e3) return Format.digits(ns / 1e3) + "\u202fµs";
    if (size < 999.5e6) return Format.digits(ns / 1e6) + "\u202fms";
    if (size < 60e9) return Format.digits(ns / 1e9) + "\u202fs";
    return Format.age(ns);
  },

  /// Long times in two units: 3 h 12 min.
  age(ns) {
    const seconds = Math.floor(ns / 1e9);
    const units = [[86400, "d"], [3600, "h"], [60, "min"], [1, "s"]];
    const first = units.findIndex(([size]) => seconds >= size);
    if (first < 0) return "0\u202fs";
    const [size, name] = units[first];
    const rest = units[first + 1];
    const head = Math.floor(seconds / size) + "\u202f" + name;
    if (!rest) return head;
    const tail = Math.floor((seconds % size) / rest[0]);
    return tail ? head + " " + tail + "\u202f" + rest[1] : head;
  },

  /// The time of day of a moment in nanoseconds since 1970.
  clock(wall, withSeconds = true) {
    const date = new Date(wall / 1e6);
    const pad = (n) => String(n).padStart(2, "0");
    const minutes = pad(date.getHours()) + ":" + pad(date.getMinutes());
    return withSeconds ? minutes + ":" + pad(date.getSeconds()) : minutes;
  },

  address(n) {
    return "0x" + n.toString(16);
  },

  /// A place in code in one line: function, file:line.
  frame(frame) {
    if (!frame) return "";
    const file = frame.file ? frame.file.split("/").pop() + (frame.line ? ":" + frame.line : "") : "";
    return file ? frame.function + " · " + file : frame.function;
  },

  plural(n, one, many = one + "s") {
    return Format.count(n) + " " + (n === 1 ? one : many);
  },
};
</script>
<script>
"use strict";

// Durations counted in classes, as `DurationHistogram` has them: class 0 is below 256 ns, class n
// below 256 << n ns, the last one has no upper bound.

const Histogram = {
  count: 28,

  lower(bucket) {
    return bucket === 0 ? 0 : 256 * 2 ** (bucket - 1);
  },

  upper(bucket) {
    return bucket < Histogram.count - 1 ? 256 * 2 ** bucket : Infinity;
  },

  /// The sum of a snapshot's histograms of one subject, or null where there is none.
  merge(histograms, subject) {
    let sum = null;
    for (const histogram of histograms ?? []) {
      if (histogram.subject !== subject) continue;
      sum ??= new Array(Histogram.count).fill(0);
      histogram.buckets.forEach((n, bucket) => {
        if (bucket < Histogram.count) sum[bucket] += n;
      });
    }
    return sum;
  },

  /// What was counted between two looks; null when a count went back.
  difference(earlier, later) {
    if (!earlier || !later) return null;
    const difference = later.map((n, bucket) => n - earlier[bucket]);
    return difference.every((n) => n >= 0) ? difference : null;
  },

  /// Between which bounds a quantile lies; null when nothing was counted.
  quantile(buckets, q) {
    const count = buckets.reduce((sum, n) => sum + n, 0);
    if (count === 0) return null;
    const rank = Math.max(1, Math.ceil(q * count));
    let seen = 0;
    for (let bucket = 0; bucket < buckets.length; bucket += 1) {
      seen += buckets[bucket];
      if (seen >= rank) {
        return { low: Histogram.lower(bucket), high: Histogram.upper(bucket), count };
      }
    }
    return null;
  },
};
</script>
<script>
"use strict";

// From two snapshots to the figures of the time between them, and the last of these in fixed memory.

/// The columns of the samples, and what each is made of.
///
/// `figure`: as it is; `rate`: per second since the look before; `scale` turns it into the unit shown.
const COLUMNS = {
  cpuUser: { rate: "cpuUser", scale: 1e-7 },
  cpuSystem: { rate: "cpuSystem", scale: 1e-7 },
  cpu: { rate: ["cpuUser", "cpuSystem"], scale: 1e-7 },
  tasksLive: { figure: "tasksLive" },
  tasksRunning: { figure: "tasksRunning" },
  tasksEnqueued: { figure: "tasksEnqueued" },
  tasksSuspended: { figure: "tasksSuspended" },
  timersPending: { figure: "timersPending" },
  jobsRun: { rate: "jobsRun" },
  hops: { rate: "hops" },
  created: { rate: "tasksCreated" },
  queueGlobal: { queue: "global" },
  queueMain: { queue: "main" },
  queueActors: { queue: "actor" },
  queueCustom: { queue: "custom" },
  latency50: { quantile: 0.5, subject: "queueLatency" },
  latency99: { quantile: 0.99, subject: "queueLatency" },
  run50: { quantile: 0.5, subject: "runTime" },
  run99: { quantile: 0.99, subject: "runTime" },
  threads: { figure: "threads" },
  poolThreads: { figure: "poolThreads" },
  heapInUse: { figure: "heapInUse" },
  resident: { figure: "resident" },
  bytesAllocated: { rate: "bytesAllocated" },
  allocations: { rate: "allocations" },
};

const COLUMN_NAMES = Object.keys(COLUMNS);

/// Returns the figures of the time between two snapshots of a process, and why others are absent.
///
/// Without an earlier one, or after a gap, there is no rate.
function measure(earlier, later) {
  const values = {};
  const absent = {};
  const seconds = earlier ? (later.time - earlier.time) / 1e9 : 0;
  const why = (name, otherwise) => later.unavailable?.[name] ?? otherwise;

  for (const [column, source] of Object.entries(COLUMNS)) {
    values[column] = NaN;
    if (source.figure) {
      const figure = later.figures[source.figure];
      if (figure === undefined || figure === null) {
        absent[column] = why(source.figure, "the process does not say it");
      } else {
        values[column] = figure;
      }
    } else if (source.rate) {
      const names = [source.rate].flat();
      const missing = names.find((name) => later.figures[name] === undefined || later.figures[name] === null);
      if (missing) {
        absent[column] = why(missing, "the process does not say it");
      } else if (seconds > 0) {
        const sum = (snapshot) => names.reduce((sum, name) => sum + snapshot.figures[name], 0);
        const change = sum(later) - sum(earlier);
        if (change >= 0) values[column] = (change / seconds) * (source.scale ?? 1);
      }
    } else if (source.queue) {
      const reason = why("executors", why("queued"));
      const executors = later.executors ?? [];
      if (reason && executors.length === 0) {
        absent[column] = reason;
      } else {
        values[column] = executors.reduce(
          (sum, executor) => (executor.kind === source.queue ? sum + executor.queued : sum), 0);
      }
    } else {
      const counted = Histogram.merge(later.histograms, source.subject);
      if (!counted) {
        absent[column] = why(source.subject, why("histograms", why("times", "no times have been taken yet")));
      } else {
        const before = earlier && (Histogram.merge(earlier.histograms, source.subject) ?? counted.map(() => 0));
        const difference = Histogram.difference(before, counted);
        const quantile = difference && Histogram.quantile(difference, source.quantile);
        if (quantile) values[column] = quantile.high;
      }
    }
  }
  return { values, absent };
}

/// The last samples, in memory that is taken once.
class Samples {
  constructor(capacity = 14400) {
    this.capacity = capacity;
    this.end = 0;
    this.time = new Float64Array(capacity);
    this.wall = new Float64Array(capacity);
    /// 1 where nothing is known of the time before the sample.
    this.gap = new Uint8Array(capacity);
    this.columns = Object.fromEntries(COLUMN_NAMES.map((name) => [name, new Float64Array(capacity)]));
    this.absent = {};
    this.snapshot = null;
    this.intervals = [];
  }

  get first() {
    return Math.max(0, this.end - this.capacity);
  }

  /// The usual time between two samples in nanoseconds, from the last ones.
  get interval() {
    const sorted = [...this.intervals].sort((a, b) => a - b);
    return sorted.length ? sorted[sorted.length >> 1] : 1e9;
  }

  /// Keeps what a snapshot says; returns false for one that was seen before.
  push(snapshot) {
    const last = this.snapshot;
    const same = last && last.process.pid === snapshot.process.pid
      && Math.abs(last.process.started - snapshot.process.started) < 2e9;
    if (same && snapshot.time <= last.time) return false;
    const elapsed = last ? snapshot.time - last.time : 0;
    const gap = !same || (this.intervals.length >= 3 && elapsed > Math.max(3.5 * this.interval, 2.5e9));
    const { values, absent } = measure(gap ? null : last, snapshot);
    if (!gap) {
      this.intervals.push(elapsed);
      if (this.intervals.length > 15) this.intervals.shift();
    }
    const at = this.end % this.capacity;
    this.time[at] = snapshot.time;
    this.wall[at] = snapshot.wallTime;
    this.gap[at] = gap ? 1 : 0;
    for (const name of COLUMN_NAMES) this.columns[name][at] = values[name];
    this.absent = absent;
    this.snapshot = snapshot;
    this.end += 1;
    return true;
  }

  value(column, index) {
    return this.columns[column][index % this.capacity];
  }

  timeAt(index) {
    return this.time[index % this.capacity];
  }

  wallAt(index) {
    return this.wall[index % this.capacity];
  }

  isAfterGap(index) {
    return this.gap[index % this.capacity] === 1;
  }

  /// The first sample, from `first` on, that is not before a moment on the wall.
  indexAt(wall) {
    let low = this.first;
    let high = this.end;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.wallAt(middle) < wall) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
</script>
<script>
"use strict";

// The events of the server, with a connection that comes back.

/// Takes server-sent events apart, in whatever pieces they arrive.
class EventParser {
  constructor(receive) {
    this.receive = receive;
    this.rest = "";
    this.reset();
  }

  reset() {
    this.type = "";
    this.data = [];
  }

  feed(text) {
    this.rest += text;
    let start = 0;
    for (;;) {
      const end = this.rest.indexOf("\n", start);
      if (end < 0) break;
      const isCRLF = end > start && this.rest[end - 1] === "\r";
      this.line(this.rest.slice(start, isCRLF ? end - 1 : end));
      start = end + 1;
    }
    this.rest = this.rest.slice(start);
    if (this.rest.length > EventParser.limit) throw new Error("the server sent a line without an end");
  }

  line(line) {
    if (line === "") {
      if (this.data.length) this.receive(this.type || "message", this.data.join("\n"));
      this.reset();
      return;
    }
    const colon = line.indexOf(":");
    if (colon === 0) return;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(line[colon + 1] === " " ? colon + 2 : colon + 1);
    if (field === "event") this.type = value;
    else if (field === "data") this.data.push(value);
  }
}
EventParser.limit = 64 << 20;

/// How long to wait before the next try: twice as long each time, and never the same for two pages.
function backOff(attempt, random = Math.random()) {
  return Math.min(500 * 2 ** attempt, 10000) * (0.75 + random / 2);
}

/// What the page asks of the server it came from.
class Server {
  constructor(location) {
    this.base = new URL(".", location.href);
    this.token = new URLSearchParams(location.search).get("token");
  }

  url(path, query = {}) {
    const url = new URL(path, this.base);
    url.search = new URLSearchParams(query).toString();
    return url;
  }

  get headers() {
    return this.token ? { authorization: "Bearer " + this.token } : {};
  }

  /// Asks once; an error says what the server said, and whether the process has ended.
  async get(path, query, signal) {
    const response = await fetch(this.url(path, query), { headers: this.headers, signal, cache: "no-store" });
    if (!response.ok) throw await Server.refusal(response);
    return response.json();
  }

  static async refusal(response) {
    const text = (await response.text().catch(() => "")).slice(0, 400).trim();
    let said = text;
    let hasEnded = false;
    try {
      const parsed = JSON.parse(text);
      said = parsed.error ?? text;
      hasEnded = parsed.hasEnded === true;
    } catch {
      if (text.startsWith("<")) said = "";
    }
    if (response.status === 401) said = "the server wants its token: open the page with ?token=… at the end of its address";
    return Object.assign(new Error(said || "the server answered " + response.status), { hasEnded });
  }
}

/// The stream of events. `onState(state, text)` says how it is: connecting, live, waiting, ended.
class Stream {
  constructor(server, { onMessage, onState }) {
    this.server = server;
    this.onMessage = onMessage;
    this.onState = onState;
    this.query = {};
    this.attempt = 0;
    this.run = 0;
    this.timer = 0;
    this.silence = 15000;
    this.ended = null;
  }

  /// Opens the stream, or opens it again when something else is asked for.
  open(query) {
    const same = JSON.stringify(query) === JSON.stringify(this.query);
    if (this.run && same) return;
    this.query = query;
    this.connect();
  }

  retryNow() {
    this.attempt = 0;
    this.connect();
  }

  async connect() {
    clearTimeout(this.timer);
    this.controller?.abort();
    const run = (this.run += 1);
    const controller = (this.controller = new AbortController());
    let isOpen = false;
    let watchdog = 0;
    const alive = () => {
      clearTimeout(watchdog);
      watchdog = setTimeout(() => controller.abort(new Error("the server fell silent")), this.silence);
    };
    try {
      if (this.attempt === 0 && !this.received) this.onState("connecting", "connecting");
      alive();
      const response = await fetch(this.server.url("v1/events", this.query), {
        headers: { ...this.server.headers, accept: "text/event-stream" },
        signal: controller.signal,
        cache: "no-store",
      });
      if (!response.ok) throw await Server.refusal(response);
      const parser = new EventParser((type, data) => {
        if (run !== this.run) return;
        this.received = true;
        this.onMessage(type, data);
      });
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (run !== this.run) return;
        if (done) throw new Error("the server closed the connection");
        alive();
        if (!isOpen) {
          isOpen = true;
          this.attempt = 0;
          this.ended = null;
          this.onState("live", "live");
        }
        parser.feed(value);
      }
    } catch (error) {
      if (run !== this.run) return;
      controller.abort();
      this.again(controller.signal.reason instanceof Error && controller.signal.reason.name !== "AbortError"
        ? controller.signal.reason : error);
    } finally {
      clearTimeout(watchdog);
    }
  }

  again(error) {
    if (error.hasEnded) this.ended = error.message;
    const wait = this.ended ? 10000 : backOff(this.attempt);
    this.attempt += 1;
    const why = error instanceof TypeError ? "the server can't be reached" : error.message;
    const due = performance.now() + wait;
    const tell = () => {
      const left = Math.max(0, Math.ceil((due - performance.now()) / 1000));
      if (this.ended) this.onState("ended", "ended", this.ended);
      else this.onState("waiting", left > 0 ? "again in " + left + " s" : "connecting", why);
      if (left > 0) this.timer = setTimeout(tell, Math.min(1000, due - performance.now()));
      else this.connect();
    };
    tell();
  }

  /// The process has ended; the server may get another one, so that it is asked now and then.
  end(how) {
    this.ended = how;
    this.onState("ended", "ended", how);
  }
}
</script>
<script>
"use strict";

// Light or dark, as the system has it or as chosen; and the colours for what is drawn.

const Theme = {
  order: ["system", "light", "dark"],
  colours: {},
  listeners: [],

  get choice() {
    return document.documentElement.dataset.theme ?? "system";
  },

  get reducesMotion() {
    return matchMedia("(prefers-reduced-motion: reduce)").matches;
  },

  start(button) {
    Theme.button = button;
    let kept = null;
    try {
      kept = localStorage.getItem("tidemark-theme");
    } catch { /* A page may be denied its storage. */ }
    Theme.choose(Theme.order.includes(kept) ? kept : "system");
    button.addEventListener("click", () => Theme.next());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => Theme.apply());
  },

  next() {
    Theme.choose(Theme.order[(Theme.order.indexOf(Theme.choice) + 1) % Theme.order.length]);
  },

  choose(choice) {
    if (choice === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = choice;
    try {
      localStorage.setItem("tidemark-theme", choice);
    } catch { /* See above. */ }
    const names = { system: "as the system", light: "light", dark: "dark" };
    Theme.button?.setAttribute("aria-label", "Theme: " + names[choice]);
    Theme.apply();
  },

  apply() {
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue("--" + name).trim();
    Theme.colours = Object.fromEntries(
      ["bg", "panel", "inset", "line", "text", "muted", "accent", "warn", "bad", "s1", "s2", "s3", "s4", "s5", "none"]
        .map((name) => [name, colour(name)]));
    Theme.palette = Array.from({ length: 12 }, (_, index) => colour("c" + index));
    Theme.font = style.getPropertyValue("--font").trim() || "sans-serif";
    for (const listener of Theme.listeners) listener();
  },
};

/// Fits a canvas to its box at the screen's resolution; returns its context, scaled to CSS pixels.
function fit(canvas) {
  const scale = Math.min(window.devicePixelRatio || 1, 3);
  const width = Math.round(canvas.clientWidth * scale);
  const height = Math.round(canvas.clientHeight * scale);
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  const context = canvas.getContext("2d");
  context.setTransform(scale, 0, 0, scale, 0, 0);
  return context;
}
</script>
<script>
"use strict";

// The charts: what each shows, and how one is drawn.

/// A bound of a class of durations: what was counted lies below it.
function belowText(bound) {
  if (bound === Infinity) return "≥\u202f" + Format.duration(Histogram.lower(Histogram.count - 1));
  return Number.isFinite(bound) ? "<\u202f" + Format.duration(bound) : "–";
}

const CHARTS = [
  {
    id: "cpu", title: "Processor", unit: "of one core, in the last interval", format: Format.percent,
    series: [["cpu", "total", "s1"], ["cpuUser", "user", "s3"], ["cpuSystem", "kernel", "s2"]], fill: "cpu",
  },
  {
    id: "tasks", title: "Tasks", unit: "now", format: Format.count, axis: Format.compact,
    series: [["tasksLive", "live", "s1"], ["tasksRunning", "running", "s3"], ["tasksEnqueued", "enqueued", "s2"], ["tasksSuspended", "suspended", "s4"]],
  },
  {
    id: "activity", title: "Activity", unit: "per second", format: Format.rate,
    series: [["jobsRun", "jobs run", "s1"], ["hops", "hops", "s4"], ["created", "tasks created", "s3"], ["timersPending", "pending timers (now)", "s2", Format.count]],
  },
  {
    id: "queue", title: "Queue depth", unit: "tasks that wait for a thread", format: Format.count, axis: Format.compact,
    series: [["queueGlobal", "global", "s1"], ["queueMain", "main", "s2"], ["queueActors", "actors", "s3"], ["queueCustom", "custom", "s4"]],
  },
  {
    id: "latency", title: "Queue latency", unit: "enqueued to run; log scale", format: belowText, axis: Format.duration, log: true, isQuantile: true,
    series: [["latency50", "p50", "s1"], ["latency99", "p99", "s5"]],
  },
  {
    id: "run", title: "Run time", unit: "of a job on a thread; log scale", format: belowText, axis: Format.duration, log: true, isQuantile: true,
    series: [["run50", "p50", "s1"], ["run99", "p99", "s5"]],
  },
  {
    id: "threads", title: "Threads", unit: "alive", format: Format.count, axis: Format.compact,
    series: [["threads", "process", "s1"], ["poolThreads", "cooperative pool", "s3"]],
  },
  {
    id: "memory", title: "Memory", unit: "in use", format: Format.bytes, isBytes: true,
    series: [["resident", "resident set", "s1"], ["heapInUse", "heap in use", "s3"]],
  },
  {
    id: "allocation", title: "Allocation", unit: "per second", format: Format.byteRate, isBytes: true,
    series: [["bytesAllocated", "bytes", "s1"], ["allocations", "blocks", "s2", Format.rate, "aside"]],
  },
];

/// Where the lines of an axis from 0 to at least `high` lie: 3 to 5 of them, at round figures.
function axisTicks(high, isBytes = false) {
  if (!(high > 0)) return { top: 1, ticks: [0, 1] };
  const base = isBytes ? 1024 ** Math.floor(Math.log(high) / Math.log(1024)) : 1;
  const scaled = high / base;
  const power = 10 ** Math.floor(Math.log10(scaled / 3));
  const factor = [1, 2, 5, 10].find((factor) => scaled / (factor * power) <= 4) ?? 10;
  let step = factor * power * base;
  if (!isBytes && high >= 1 && step < 1 && high <= 4) step = 1;
  const ticks = [];
  for (let n = 0; n < Math.ceil(high / step - 1e-9) + 1; n += 1) ticks.push(n * step);
  return { top: ticks[ticks.length - 1], ticks };
}

/// The powers of ten from at most `low` to at least `high`.
function logTicks(low, high) {
  const first = Math.floor(Math.log10(Math.max(low, 1)));
  const last = Math.max(Math.ceil(Math.log10(Math.max(high, 1))), first + 1);
  const every = last - first > 5 ? 2 : 1;
  const ticks = [];
  for (let power = first; power <= last; power += every) ticks.push(10 ** power);
  return { bottom: 10 ** first, top: 10 ** last, ticks };
}

/// The smallest, the largest and the last of a column between two samples; NaN where there is none.
function extent(samples, column, from, to) {
  let low = Infinity;
  let high = -Infinity;
  for (let index = from; index < to; index += 1) {
    const value = samples.value(column, index);
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return high === -Infinity ? { low: NaN, high: NaN } : { low, high };
}

class Chart {
  constructor(spec, board) {
    this.spec = spec;
    this.board = board;
    this.hidden = new Set();
    this.build();
  }

  build() {
    const { spec } = this;
    const card = (this.card = document.createElement("article"));
    card.className = "card";
    card.dataset.chart = spec.id;
    card.innerHTML = '<div class="card-head"><h2></h2><span class="unit"></span><span class="at"></span></div>'
      + '<div class="plot"><canvas tabindex="0" role="img"></canvas><p class="absent" hidden><span></span></p></div>'
      + '<table class="legend-table"><thead><tr><th scope="col"><span class="sr">Figure</span></th><th scope="col" class="current">current</th><th scope="col">min</th><th scope="col">max</th></tr></thead><tbody></tbody></table>';
    card.querySelector("h2").textContent = spec.title;
    card.querySelector(".unit").textContent = spec.unit;
    this.at = card.querySelector(".at");
    this.currentHead = card.querySelector(".current");
    this.canvas = card.querySelector("canvas");
    this.absent = card.querySelector(".absent");
    const body = card.querySelector("tbody");
    this.rows = spec.series.map(([column, label, colour]) => {
      const row = body.insertRow();
      const button = document.createElement("button");
      button.type = "button";
      button.setAttribute("aria-pressed", "true");
      button.title = "Show or hide " + label;
      button.style.setProperty("--swatch", "var(--" + colour + ")");
      button.append(document.createElement("i"), Object.assign(document.createElement("span"), { textContent: label }));
      row.insertCell().append(button);
      const cells = ["value", "quiet-value", "quiet-value"].map((name) => {
        const cell = row.insertCell();
        cell.className = name;
        return cell;
      });
      button.addEventListener("click", () => {
        if (!this.hidden.delete(column)) this.hidden.add(column);
        button.setAttribute("aria-pressed", String(!this.hidden.has(column)));
        this.board.draw();
      });
      return { column, cells };
    });
    const point = (event) => this.board.hover(this.wallAtX(event.offsetX));
    this.canvas.addEventListener("pointermove", point);
    this.canvas.addEventListener("pointerdown", point);
    this.canvas.addEventListener("pointerleave", () => this.board.hover(null));
    this.canvas.addEventListener("blur", () => this.board.hover(null));
    this.canvas.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
      event.preventDefault();
      event.stopPropagation();
      this.board.move((event.key === "ArrowLeft" ? -1 : 1) * (event.shiftKey ? 10 : 1));
    });
  }

  get area() {
    return { left: 52, right: this.canvas.clientWidth - 8, top: 8, bottom: this.canvas.clientHeight - 20 };
  }

  wallAtX(x) {
    const { left, right } = this.area;
    const { from, to } = this.board.span;
    return from + ((x - left) / (right - left)) * (to - from);
  }

  draw() {
    const { spec, board } = this;
    const { samples, span } = board;
    const context = fit(this.canvas);
    const { left, right, top, bottom } = this.area;
    const colours = Theme.colours;
    const first = Math.max(samples.first, samples.indexAt(span.from) - 1);
    const last = board.last;
    const shown = spec.series.filter(([column]) => !this.hidden.has(column));
    const extents = Object.fromEntries(spec.series.map(([column]) => [column, extent(samples, column, samples.indexAt(span.from), last)]));
    // A second unit has a scale of its own, and says so in its legend.
    const main = shown.filter((series) => series[4] !== "aside");
    const highest = Math.max(0, ...main.map(([column]) => extents[column].high).filter(Number.isFinite));
    const lowest = Math.min(...main.map(([column]) => extents[column].low).filter(Number.isFinite));
    const axis = spec.log ? logTicks(Number.isFinite(lowest) ? lowest / 2 : 1e3, highest || 1e6) : axisTicks(highest, spec.isBytes);
    const y = (value, top_ = axis.top) => spec.log
      ? bottom - (Math.log10(Math.max(value, axis.bottom) / axis.bottom) / Math.log10(axis.top / axis.bottom)) * (bottom - top)
      : bottom - (value / top_) * (bottom - top);
    const x = (wall) => left + ((wall - span.from) / (span.to - span.from)) * (right - left);

    context.clearRect(0, 0, this.canvas.clientWidth, this.canvas.clientHeight);
    context.font = "11px " + Theme.font;
    context.lineWidth = 1;
    context.textBaseline = "middle";
    context.textAlign = "right";
    for (const tick of axis.ticks) {
      const at = Math.round(y(tick)) + 0.5;
      context.strokeStyle = colours.line;
      context.beginPath();
      context.moveTo(left, at);
      context.lineTo(right, at);
      context.stroke();
      context.fillStyle = colours.muted;
      context.fillText((spec.axis ?? spec.format)(tick), left - 7, at);
    }
    this.drawTimes(context, x, bottom, left, right);
    context.save();
    context.beginPath();
    context.rect(left, top - 4, right - left, bottom - top + 8);
    context.clip();
    this.drawGaps(context, x, first, last, top, bottom);
    for (const [column, , colour, , aside] of shown) {
      const top_ = aside ? axisTicks(extents[column].high).top : undefined;
      this.drawLine(context, column, colours[colour], x, (value) => y(value, top_), first, last, spec.fill === column ? bottom : null);
    }
    context.restore();
    this.drawHover(context, shown, extents, x, y, top, bottom, left, right);
    this.write(extents);
  }

  drawTimes(context, x, bottom, left, right) {
    const { from, to } = this.board.span;
    const seconds = (to - from) / 1e9;
    const step = [5, 10, 15, 30, 60, 120, 300, 600, 900, 1800].find((step) => seconds / step <= Math.max(2, (right - left) / 80)) ?? 3600;
    const offset = new Date(to / 1e6).getTimezoneOffset() * 60;
    context.textBaseline = "top";
    context.textAlign = "center";
    context.fillStyle = Theme.colours.muted;
    const start = Math.ceil((from / 1e9 - offset) / step) * step + offset;
    for (let time = start; time * 1e9 <= to; time += step) {
      const at = x(time * 1e9);
      if (at < left + 18 || at > right - 18) continue;
      context.fillText(Format.clock(time * 1e9, step < 60), at, bottom + 6);
    }
  }

  drawGaps(context, x, first, last, top, bottom) {
    const { samples } = this.board;
    for (let index = Math.max(first, samples.first + 1); index < last; index += 1) {
      if (samples.isAfterGap(index)) Chart.hatch(context, x(samples.wallAt(index - 1)), x(samples.wallAt(index)), top, bottom);
    }
    if (this.board.silentSince !== null) Chart.hatch(context, x(this.board.silentSince), x(this.board.span.to), top, bottom);
  }

  static hatch(context, from, to, top, bottom) {
    if (to - from < 1) return;
    context.save();
    context.beginPath();
    context.rect(from, top, to - from, bottom - top);
    context.clip();
    context.strokeStyle = Theme.colours.none;
    context.globalAlpha = 0.35;
    context.beginPath();
    for (let at = from - (bottom - top); at < to; at += 7) {
      context.moveTo(at, bottom);
      context.lineTo(at + (bottom - top), top);
    }
    context.stroke();
    context.restore();
  }

  drawLine(context, column, colour, x, y, first, last, floor) {
    const { samples } = this.board;
    context.strokeStyle = colour;
    context.fillStyle = colour;
    context.lineWidth = 1.75;
    context.lineJoin = "round";
    let started = -1;
    let previous = 0;
    context.beginPath();
    const finish = (at) => {
      if (started < 0) return;
      if (started === at) context.arc(x(samples.wallAt(at)), y(samples.value(column, at)), 1.5, 0, 7);
      context.stroke();
      if (floor !== null && started !== at) {
        context.lineTo(x(samples.wallAt(at)), floor);
        context.lineTo(x(samples.wallAt(started)), floor);
        context.globalAlpha = 0.13;
        context.fill();
        context.globalAlpha = 1;
      }
      context.beginPath();
      started = -1;
    };
    for (let index = first; index < last; index += 1) {
      const value = samples.value(column, index);
      if (Number.isNaN(value) || samples.isAfterGap(index)) finish(previous);
      if (Number.isNaN(value)) continue;
      // A class without an upper bound is drawn at the top.
      const at = Math.max(y(value), 2);
      if (started < 0) {
        context.moveTo(x(samples.wallAt(index)), at);
        started = index;
      } else {
        context.lineTo(x(samples.wallAt(index)), at);
      }
      previous = index;
    }
    finish(previous);
  }

  drawHover(context, shown, extents, x, y, top, bottom, left, right) {
    const { samples, hovered } = this.board;
    if (hovered === null) return;
    const at = x(samples.wallAt(hovered));
    if (at < left || at > right) return;
    context.strokeStyle = Theme.colours.muted;
    context.lineWidth = 1;
    context.setLineDash([3, 3]);
    context.beginPath();
    context.moveTo(Math.round(at) + 0.5, top);
    context.lineTo(Math.round(at) + 0.5, bottom);
    context.stroke();
    context.setLineDash([]);
    for (const [column, , colour, , aside] of shown) {
      const value = samples.value(column, hovered);
      if (Number.isNaN(value)) continue;
      context.fillStyle = Theme.colours[colour];
      context.strokeStyle = Theme.colours.panel;
      context.lineWidth = 2;
      context.beginPath();
      context.arc(at, Math.max(y(value, aside ? axisTicks(extents[column].high).top : undefined), 2), 4, 0, 7);
      context.fill();
      context.stroke();
    }
  }

  /// Writes the figures of the legend, those of the moment pointed at or the last ones.
  write(extents) {
    const { spec, board } = this;
    const { samples, hovered } = board;
    const at = hovered ?? board.last - 1;
    this.at.textContent = at >= 0 && hovered !== null ? Format.clock(samples.wallAt(at)) : "";
    this.currentHead.textContent = hovered !== null ? "then" : "current";
    const absent = spec.series.map(([column]) => samples.absent[column]);
    this.rows.forEach(({ column, cells }, index) => {
      const format = spec.series[index][3] ?? spec.format;
      const value = at >= samples.first && at < board.last ? samples.value(column, at) : NaN;
      const { low, high } = extents[column];
      const isAbsent = Number.isNaN(value) && Number.isNaN(high) && absent[index];
      const texts = isAbsent ? ["absent", "", ""] : [format(value), format(low), format(high)].map((text) => text.includes("–") ? "–" : text);
      texts.forEach((text, n) => {
        if (cells[n].textContent !== text) cells[n].textContent = text;
      });
      cells[0].title = isAbsent ? absent[index] : spec.isBytes && Number.isFinite(value) ? Format.count(value) + " B" : "";
    });
    const reasons = [...new Set(absent.filter(Boolean))];
    const all = absent.every((reason, index) => reason && Number.isNaN(extents[this.rows[index].column].high));
    const text = board.last === 0 ? "waiting for the first figures"
      : all ? "absent: " + reasons.join("; ")
      : spec.isQuantile && this.rows.every(({ column }) => Number.isNaN(extents[column].high)) && board.last - samples.first > 2
        ? "no job was timed in this range" : "";
    this.absent.hidden = text === "";
    this.absent.firstChild.textContent = text;
    const figures = this.rows.map(({ cells }, index) => spec.series[index][1] + " " + cells[0].textContent).join(", ");
    this.canvas.setAttribute("aria-label", spec.title + ", " + spec.unit + ": " + (text || figures));
  }
}

/// All charts: they share the time, the range and the moment pointed at.
class Board {
  constructor(samples, root) {
    this.samples = samples;
    this.range = 300;
    this.hovered = null;
    this.isPaused = false;
    this.silentSince = null;
    this.frozen = 0;
    this.charts = CHARTS.map((spec) => new Chart(spec, this));
    root.append(...this.charts.map((chart) => chart.card));
    new ResizeObserver(() => this.draw()).observe(root);
    Theme.listeners.push(() => this.draw());
  }

  /// One past the last sample to show.
  get last() {
    return this.isPaused ? Math.max(this.frozen, this.samples.first) : this.samples.end;
  }

  get span() {
    const { samples } = this;
    let to = this.last > 0 ? samples.wallAt(this.last - 1) : Date.now() * 1e6;
    if (this.silentSince !== null && !this.isPaused) to = Math.max(to, this.silentTo);
    // As long as there is less than the range, the charts show what there is, and at least a minute.
    const held = this.last > samples.first ? to - samples.wallAt(samples.first) : 0;
    return { from: to - Math.min(this.range * 1e9, Math.max(held, 60e9)), to };
  }

  pause(isPaused) {
    this.isPaused = isPaused;
    this.frozen = this.samples.end;
    this.draw();
  }

  hover(wall) {
    this.hovered = wall === null || this.last === 0 ? null : this.nearest(wall);
    this.draw();
  }

  nearest(wall) {
    const { samples } = this;
    const index = Math.min(samples.indexAt(wall), this.last - 1);
    const before = Math.max(index - 1, samples.first);
    return Math.abs(samples.wallAt(before) - wall) < Math.abs(samples.wallAt(index) - wall) ? before : index;
  }

  move(steps) {
    if (this.last === 0) return;
    const first = this.samples.indexAt(this.span.from);
    this.hovered = Math.min(Math.max((this.hovered ?? this.last - 1) + steps, first), this.last - 1);
    this.draw();
  }

  draw() {
    if (this.isDue) return;
    this.isDue = true;
    requestAnimationFrame(() => {
      this.isDue = false;
      if (this.hovered !== null && this.hovered < this.samples.first) this.hovered = null;
      if (this.charts[0].canvas.clientWidth > 0) for (const chart of this.charts) chart.draw();
    });
  }
}
</script>
<script>
"use strict";

// The transitions that are held: the last ones, in memory that is taken once, each with the state
// that it left its task in and the one before it of the same task and of the same thread. So a
// reader goes through them forwards and backwards at the same cost.

const STATE = {
  none: 0, created: 1, enqueued: 2, running: 3, task: 4, continuation: 5, group: 6, sleep: 7,
  unknown: 8, lost: 9, completed: 10,
};

const STATE_TEXT = [
  "not known yet", "created", "enqueued", "running", "waits for a task", "waits for a continuation",
  "waits for a group", "sleeps", "waits", "lost sight of", "completed",
];

/// The kinds of transitions; the last two are the page's own: what a list of the tasks said, and that
/// transitions of a thread are missing until the moment in `other`.
const KIND = {
  created: 0, enqueued: 1, run: 2, suspended: 3, hopped: 4, completed: 5, threadStarted: 6, threadEnded: 7, seen: 8, gap: 9,
};
const KIND_NAMES = Object.keys(KIND);
const REASONS = ["", "task", "continuation", "group", "enqueued", "unknown"];
const NONE = -1;

class Timeline {
  constructor(capacity = 1 << 18, { maximumTasks = 30000 } = {}) {
    this.capacity = capacity;
    this.maximumTasks = maximumTasks;
    this.time = new Float64Array(capacity);
    this.thread = new Float64Array(capacity);
    this.kind = new Uint8Array(capacity);
    this.task = new Float64Array(capacity);
    this.executor = new Float64Array(capacity);
    this.other = new Float64Array(capacity);
    this.place = new Float64Array(capacity);
    this.reason = new Uint8Array(capacity);
    /// What the task does after the transition, on which thread and executor.
    this.state = new Uint8Array(capacity);
    this.stateThread = new Float64Array(capacity);
    this.stateExecutor = new Float64Array(capacity);
    this.previousOfTask = new Float64Array(capacity);
    this.previousOfThread = new Float64Array(capacity);
    this.listener = null;
    this.clear();
  }

  clear() {
    /// The numbers of the oldest transition held and of the next one.
    this.first = 0;
    this.end = 0;
    this.lastOfTask = new Map();
    this.lastOfThread = new Map();
    /// What tasks did before the oldest transition that is held.
    this.base = new Map();
    /// Where tasks were created, by whom and when, as far as it was seen.
    this.origins = new Map();
    this.runningOn = new Map();
    /// Tasks that wait for a thread: those of which nothing is sure after a gap.
    this.moving = new Set();
    /// Tasks that were lost sight of, longest ago first.
    this.doubtful = new Set();
    this.pending = [];
    /// Between which moments transitions are missing.
    this.gaps = [];
    this.lost = 0;
    this.late = 0;
    this.forgotten = 0;
    this.listener?.cleared();
  }

  get startTime() {
    return this.end > this.first ? this.time[this.first % this.capacity] : NaN;
  }

  get endTime() {
    return this.end > this.first ? this.time[(this.end - 1) % this.capacity] : NaN;
  }

  slot(number) {
    return number % this.capacity;
  }

  /// Takes what a batch holds; the newest of it waits for the next one, whose threads may be late.
  add(batch) {
    if (batch.gaps?.length) this.addGaps(batch.gaps);
    for (const event of batch.events) this.pending.push(event);
    this.flush(5e6);
  }

  /// Appends what waits, except for what lies within `margin` nanoseconds of the newest.
  flush(margin = 0) {
    if (this.pending.length === 0) return;
    this.pending.sort((a, b) => a.time - b.time);
    const limit = this.pending[this.pending.length - 1].time - margin;
    let count = this.pending.length;
    if (margin > 0) {
      count = 0;
      while (count < this.pending.length && this.pending[count].time <= limit) count += 1;
    }
    for (let index = 0; index < count; index += 1) this.append(this.pending[index]);
    this.pending = count === this.pending.length ? [] : this.pending.slice(count);
  }

  /// Notes that transitions are missing between what is held and the next ones of some threads.
  addGaps(gaps) {
    this.flush();
    for (const gap of gaps) this.lost += gap.count;
    if (this.end === this.first) return;
    const from = this.endTime;
    for (const gap of gaps) {
      this.write({ time: from, thread: gap.thread, task: 0, other: gap.before, kind: "gap" }, KIND.gap);
    }
    this.doubt(from, gaps.map((gap) => gap.thread));
    this.gaps.push({ from, to: Math.max(from, ...gaps.map((gap) => gap.before)) });
    if (this.gaps.length > 2000) this.gaps.shift();
  }

  append(event) {
    const kind = KIND[event.kind];
    if (kind === undefined) return;
    this.write(event, kind);
  }

  /// After a gap, nobody knows what became of the tasks that a thread ran or that waited for one.
  doubt(time, threads) {
    const tasks = new Set(this.moving);
    for (const thread of threads) for (const task of this.runningOn.get(thread) ?? []) tasks.add(task);
    for (const task of tasks) this.write({ time, thread: NONE, task, kind: "seen" }, KIND.seen, STATE.lost);
  }

  /// Transitions of any thread are missing after the last one that arrived.
  loseSight(count) {
    this.flush();
    if (this.end === this.first) this.lost += count;
    else this.addGaps([...this.lastOfThread.keys()].map((thread, index) => ({ thread, count: index ? 0 : count, before: this.endTime })));
  }

  /// Leaves out tasks that were lost sight of, longest ago first, when more are known than are alive.
  ///
  /// How many of them have ended is certain then; which ones, is not.
  leaveOut(surplus, before) {
    for (const task of this.doubtful) {
      const known = this.before(task, this.lastOfTask.get(task) ?? NONE);
      if (surplus <= 0 || !known || known.since > before) break;
      this.note(task, this.endTime, STATE.completed);
      surplus -= 1;
    }
  }

  /// Notes what a list of the tasks says of one: nothing for a task that is no longer there.
  note(task, time, state, executor) {
    this.write({ time, thread: NONE, task, executor, kind: "seen" }, KIND.seen, state);
  }

  write(event, kind, given) {
    if (this.end - this.first === this.capacity) this.evict();
    const number = this.end;
    const at = this.slot(number);
    let time = event.time;
    if (time < this.endTime) {
      this.late += 1;
      time = this.endTime;
    }
    const isOfThread = kind === KIND.threadStarted || kind === KIND.threadEnded || kind === KIND.gap;
    const task = isOfThread ? 0 : event.task;
    const previous = task ? this.lastOfTask.get(task) ?? NONE : NONE;
    this.time[at] = time;
    this.thread[at] = event.thread;
    this.kind[at] = kind;
    this.task[at] = task;
    this.executor[at] = event.executor ?? NONE;
    this.other[at] = event.other ?? NONE;
    this.place[at] = event.place ?? NONE;
    this.reason[at] = Math.max(0, REASONS.indexOf(event.reason ?? ""));
    this.previousOfTask[at] = previous;
    this.previousOfThread[at] = kind === KIND.seen ? NONE : this.lastOfThread.get(event.thread) ?? NONE;
    if (kind !== KIND.seen) this.lastOfThread.set(event.thread, number);
    if (kind === KIND.threadEnded) this.runningOn.delete(event.thread);
    if (task) this.settle(at, number, event, kind, previous, given);
    this.end += 1;
  }

  /// Finds out what the task does after a transition, from what it did before.
  settle(at, number, event, kind, previous, given) {
    const task = event.task;
    const before = this.before(task, previous);
    let state = STATE.unknown;
    let thread = NONE;
    let executor = event.executor ?? NONE;
    switch (kind) {
      case KIND.created:
        state = STATE.created;
        this.origins.set(task, { place: event.place ?? NONE, by: event.other ?? 0, time: this.time[at], number });
        if (this.origins.size > this.maximumTasks) this.origins.delete(this.origins.keys().next().value);
        break;
      case KIND.enqueued:
        state = STATE.enqueued;
        if (executor === NONE) executor = before?.executor ?? 0;
        break;
      case KIND.run:
        state = STATE.running;
        thread = event.thread;
        if (executor === NONE) executor = before?.executor ?? 0;
        break;
      case KIND.hopped:
        state = STATE.running;
        thread = event.thread;
        break;
      case KIND.suspended:
        if (before && (before.state === STATE.enqueued || before.state === STATE.completed
          || (before.state === STATE.running && before.thread !== event.thread))) {
          // Another thread has resumed it already; what it did is the later word.
          ({ state, thread, executor } = before);
        } else {
          state = STATE[event.reason] ?? STATE.unknown;
          executor = before?.executor ?? NONE;
        }
        break;
      case KIND.completed:
        state = STATE.completed;
        break;
      default:
        state = given;
    }
    if (before?.state === STATE.running) this.runningOn.get(before.thread)?.delete(task);
    if (state === STATE.running) this.runsOn(thread).add(task);
    if (state === STATE.enqueued || state === STATE.created) this.moving.add(task);
    else this.moving.delete(task);
    this.doubtful.delete(task);
    if (state === STATE.lost) this.doubtful.add(task);
    this.state[at] = state;
    this.stateThread[at] = thread;
    this.stateExecutor[at] = executor;
    this.lastOfTask.set(task, number);
  }

  /// What a thread runs as far as it is known.
  runsOn(thread) {
    let tasks = this.runningOn.get(thread);
    if (!tasks) this.runningOn.set(thread, (tasks = new Set()));
    return tasks;
  }

  before(task, previous) {
    if (previous >= this.first) return this.stateAt(previous);
    return this.base.get(task);
  }

  stateAt(number) {
    const at = this.slot(number);
    return { state: this.state[at], thread: this.stateThread[at], executor: this.stateExecutor[at], since: this.time[at] };
  }

  /// Lets go of the oldest transition; what its task did stays known for as long as it does it.
  evict() {
    const number = this.first;
    const at = this.slot(number);
    const task = this.task[at];
    this.listener?.willEvict(number);
    if (task) {
      if (this.state[at] === STATE.completed) {
        this.base.delete(task);
        this.origins.delete(task);
      } else {
        this.base.delete(task);
        this.base.set(task, this.stateAt(number));
        if (this.base.size > this.maximumTasks) this.forget(this.base.keys().next().value);
      }
      if (this.lastOfTask.get(task) === number) this.lastOfTask.delete(task);
    }
    const thread = this.thread[at];
    if (this.lastOfThread.get(thread) === number) this.lastOfThread.delete(thread);
    this.first += 1;
    this.listener?.didEvict(number, task);
  }

  forget(task) {
    this.base.delete(task);
    this.moving.delete(task);
    this.doubtful.delete(task);
    this.forgotten += 1;
    this.listener?.forgot(task);
  }

  /// Brings what is held in line with a list of all tasks: those that are not in it are gone, those
  /// that were not seen to move are as it says.
  reconcile(list) {
    const isComplete = list.tasks.length >= list.total;
    const listed = new Set();
    const stateOf = (task) => task.state === "suspended" ? STATE[task.waitsFor] ?? STATE.unknown : STATE[task.state] ?? STATE.unknown;
    for (const task of list.tasks) {
      if (!task.id) continue;
      listed.add(task.id);
      const number = this.lastOfTask.get(task.id);
      const known = number === undefined ? this.base.get(task.id) : this.stateAt(number);
      if (!known) {
        const state = stateOf(task);
        const thread = state === STATE.running ? task.thread ?? NONE : NONE;
        // Without its thread, it is seen as soon as it leaves it.
        if (state === STATE.running && thread === NONE) continue;
        if (this.base.size >= this.maximumTasks) continue;
        this.base.set(task.id, { state, thread, executor: task.executor ?? 0, since: NaN });
        if (state === STATE.running) this.runsOn(thread).add(task.id);
        this.listener?.based(task.id);
      } else if (known.state === STATE.lost && known.since < list.time) {
        this.note(task.id, Math.max(list.time, this.endTime || 0), stateOf(task), task.executor);
      }
    }
    if (!isComplete || Object.keys(list.losses ?? {}).length > 0) return;
    // A margin for transitions that are on their way.
    const limit = list.time - 1e9;
    for (const task of [...this.lastOfTask.keys(), ...this.base.keys()]) {
      if (listed.has(task)) continue;
      const known = this.before(task, this.lastOfTask.get(task) ?? NONE);
      if (known && known.state !== STATE.completed && !(known.since > limit)) this.note(task, this.endTime || list.time, STATE.completed);
    }
  }

  /// The number of the first transition after a moment.
  after(time) {
    let low = this.first;
    let high = this.end;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.time[this.slot(middle)] <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /// The numbers of the last transitions of a task, oldest first, and how many more there are.
  story(task, limit = 200) {
    let number = this.lastOfTask.get(task);
    const numbers = [];
    let more = 0;
    while (number !== undefined && number >= this.first) {
      if (numbers.length < limit) numbers.push(number);
      else more += 1;
      number = this.previousOfTask[this.slot(number)];
    }
    return { numbers: numbers.reverse(), more };
  }
}
</script>
<script>
"use strict";

// Where in the transitions that are held the view is, and what every task does at that moment.

class Playhead {
  constructor(timeline) {
    this.timeline = timeline;
    timeline.listener = this;
    this.cleared();
  }

  // What the timeline tells.

  cleared() {
    /// The number of the first transition that has not happened yet.
    this.position = this.timeline.first;
    this.latest = new Map();
    this.latestOfThread = new Map();
    this.queues = new Map();
    this.running = new Map();
    this.waiting = new Map();
    for (const task of this.timeline.base?.keys() ?? []) this.enter(task);
  }

  willEvict(number) {
    if (this.position <= number) this.forward();
  }

  didEvict(number, task) {
    if (this.latest.get(task) === number) this.latest.delete(task);
    const thread = this.timeline.thread[this.timeline.slot(number)];
    if (this.latestOfThread.get(thread) === number) this.latestOfThread.delete(thread);
  }

  forgot(task) {
    if (this.latest.has(task)) return;
    for (const sets of [this.queues, this.running, this.waiting]) {
      for (const [key, set] of sets) Playhead.remove(sets, key, set, task);
    }
  }

  based(task) {
    if (!this.latest.has(task)) this.enter(task);
  }

  // What tasks do.

  stateOf(task) {
    const number = this.latest.get(task);
    return number === undefined ? this.timeline.base.get(task) : this.timeline.stateAt(number);
  }

  enter(task) {
    const state = this.stateOf(task);
    const [sets, key] = this.groupOf(state);
    if (!sets) return;
    let set = sets.get(key);
    if (!set) sets.set(key, (set = new Set()));
    set.add(task);
  }

  leave(task) {
    const [sets, key] = this.groupOf(this.stateOf(task));
    if (sets) Playhead.remove(sets, key, sets.get(key), task);
  }

  groupOf(state) {
    if (!state) return [null, 0];
    switch (state.state) {
      case STATE.none:
      case STATE.completed: return [null, 0];
      case STATE.enqueued: return [this.queues, state.executor];
      case STATE.running: return state.thread === NONE ? [this.waiting, STATE.lost] : [this.running, state.thread];
      default: return [this.waiting, state.state];
    }
  }

  static remove(sets, key, set, task) {
    if (set?.delete(task) && set.size === 0) sets.delete(key);
  }

  /// How many tasks are known to be alive.
  get count() {
    let count = 0;
    for (const sets of [this.queues, this.running, this.waiting]) {
      for (const set of sets.values()) count += set.size;
    }
    return count;
  }

  // Moving.

  /// Lets the next transition happen; false when there is none.
  forward() {
    const { timeline } = this;
    if (this.position >= timeline.end) return false;
    const at = timeline.slot(this.position);
    const task = timeline.task[at];
    if (task) {
      this.leave(task);
      this.latest.set(task, this.position);
      this.enter(task);
    }
    if (timeline.kind[at] !== KIND.seen) this.latestOfThread.set(timeline.thread[at], this.position);
    this.position += 1;
    return true;
  }

  /// Takes the last transition back; false when there is none.
  backward() {
    const { timeline } = this;
    if (this.position <= timeline.first) return false;
    const at = timeline.slot(this.position - 1);
    const task = timeline.task[at];
    this.position -= 1;
    if (task) {
      this.leave(task);
      const previous = timeline.previousOfTask[at];
      if (previous >= timeline.first) this.latest.set(task, previous);
      else this.latest.delete(task);
      this.enter(task);
    }
    if (timeline.kind[at] !== KIND.seen) {
      const previous = timeline.previousOfThread[at];
      if (previous >= timeline.first) this.latestOfThread.set(timeline.thread[at], previous);
      else this.latestOfThread.delete(timeline.thread[at]);
    }
    return true;
  }

  /// Goes to a moment; returns how many transitions lie between.
  seek(time) {
    const target = this.timeline.after(time);
    const distance = Math.abs(target - this.position);
    while (this.position < target && this.forward()) { /* Each one counts. */ }
    while (this.position > target && this.backward()) { /* Each one counts. */ }
    return distance;
  }

  /// What a thread ran from a moment until another one, newest first: (task, from, to, executor).
  ///
  /// A task that is run while another one is goes before it, as on the thread's stack. Task 0 stands
  /// for a time of which nothing is known.
  runs(thread, from, to, budget, visit) {
    const { timeline } = this;
    const stack = [...(this.running.get(thread) ?? [])].map((task) => ({ task, end: to }));
    let number = this.latestOfThread.get(thread);
    let later = to;
    while (number !== undefined && number >= timeline.first && budget > 0) {
      const at = timeline.slot(number);
      const time = timeline.time[at];
      const kind = timeline.kind[at];
      const task = timeline.task[at];
      budget -= 1;
      if (kind === KIND.suspended || kind === KIND.completed) {
        const top = stack[stack.length - 1];
        if (top) {
          visit(top.task, Math.max(time, from), top.end, NONE);
          top.end = time;
        }
        stack.push({ task, end: time });
      } else if (kind === KIND.gap) {
        // What left after the gap came during it, and what ran before it is seen until it begins.
        const known = Math.max(time, timeline.other[at]);
        for (const left of stack) if (left.end > known) visit(left.task, Math.max(known, from), left.end, NONE);
        stack.length = 0;
        visit(0, Math.max(time, from), Math.min(known, to), NONE);
      } else if (kind === KIND.run) {
        const top = stack[stack.length - 1];
        if (top?.task === task) {
          visit(task, Math.max(time, from), top.end, timeline.stateExecutor[at]);
          stack.pop();
          if (stack.length) stack[stack.length - 1].end = time;
        } else {
          // Where it left is lost: until the next thing known of the thread.
          stack.length = 0;
          visit(task, Math.max(time, from), later, timeline.stateExecutor[at]);
        }
      }
      if (time < from) return budget;
      later = time;
      number = timeline.previousOfThread[at];
    }
    // What ran before the oldest transition that is held.
    const top = stack[stack.length - 1];
    if (top && budget > 0) visit(top.task, Math.max(from, timeline.startTime || from), top.end, NONE);
    return budget;
  }
}
</script>
<script>
"use strict";

// Where everything of the scheduler's picture lies; nothing here draws.

const Layout = {
  /// The three areas: what threads run, what executors have queued, what waits for something else.
  ///
  /// Side by side where there is room, from right to left in the order in which a task moves; else below each other.
  areas(width, height) {
    const gap = 10;
    if (width >= 760) {
      const lanes = Math.round(width * 0.52);
      const queues = Math.round(width * 0.25);
      return {
        isWide: true,
        lanes: { x: 0, y: 0, width: lanes, height },
        queues: { x: lanes + gap, y: 0, width: queues - gap, height },
        waiting: { x: lanes + queues + gap, y: 0, width: width - lanes - queues - gap, height },
      };
    }
    const lanes = Math.round(height * 0.36);
    const queues = Math.round(height * 0.32);
    return {
      isWide: false,
      lanes: { x: 0, y: 0, width, height: lanes },
      queues: { x: 0, y: lanes + gap, width, height: queues - gap },
      waiting: { x: 0, y: lanes + queues + gap, width, height: height - lanes - queues - gap },
    };
  },

  /// Rows in an area under its title: at most as many as fit, none higher than `most`.
  rows(area, count, least, most, title = 26) {
    const room = area.height - title - 4;
    const shown = Math.max(0, Math.min(count, Math.floor(room / least)));
    const height = shown ? Math.min(most, room / shown) : 0;
    return {
      shown,
      height,
      at: (index) => ({ x: area.x, y: area.y + title + index * height, width: area.width, height }),
    };
  },

  /// The places of dots in a box, in reading order; the last one is left to the count of the others.
  grid(box, count, cell) {
    const columns = Math.max(1, Math.floor(box.width / cell));
    const rows = Math.max(1, Math.floor(box.height / cell));
    const room = columns * rows;
    const shown = count <= room ? count : Math.max(0, room - Math.ceil(34 / cell));
    return {
      shown,
      at: (index) => ({
        x: box.x + (index % columns) * cell + cell / 2,
        y: box.y + Math.floor(index / columns) * cell + cell / 2,
      }),
    };
  },

  /// Divides a height among boxes by what each wants; each gets at least `least`.
  share(height, wants, least) {
    const sum = wants.reduce((sum, want) => sum + want, 0) || 1;
    const free = Math.max(0, height - least * wants.length);
    return wants.map((want) => least + (free * want) / sum);
  },

  /// A round length of time, at most `longest`: 1, 2 or 5 times a power of ten nanoseconds.
  roundWindow(longest) {
    if (!(longest > 1)) return 1;
    const power = 10 ** Math.floor(Math.log10(longest));
    return (longest >= 5 * power ? 5 : longest >= 2 * power ? 2 : 1) * power;
  },

  /// Text that fits a width, with an ellipsis where it does not.
  clip(text, width, measure) {
    if (measure(text) <= width) return text;
    let low = 0;
    let high = text.length;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (measure(text.slice(0, middle) + "…") <= width) low = middle;
      else high = middle - 1;
    }
    return low > 0 ? text.slice(0, low) + "…" : "";
  },
};
</script>
<script>
"use strict";

// The scheduler's picture: what each thread runs and ran, what each executor has queued, what waits;
// and every task as a dot that moves between them.

class Scheduler {
  constructor(elements, { onSelect, onHold, onLive, server }) {
    Object.assign(this, { elements, onSelect, onHold, onLive, server });
    this.timeline = new Timeline();
    this.playhead = new Playhead(this.timeline);
    this.threads = new Map();
    this.executors = new Map();
    this.details = new Map();
    this.places = new Map();
    this.wanted = new Set();
    this.placeTries = new Map();
    this.colourKeys = new Map();
    this.dots = new Map();
    this.hits = [];
    this.order = [];
    this.selected = null;
    this.pointed = null;
    this.snapshot = null;
    this.window = 2e9;
    this.batchInterval = 200e6;
    this.isVisible = false;
    this.setMode(true);
    this.speed = 1;
    this.rate = 0;
    this.bind();
  }

  // What arrives.

  /// A snapshot: names of threads and executors, and how many tasks there are.
  takeSnapshot(snapshot) {
    this.snapshot = snapshot;
    for (const worker of snapshot.workers ?? []) this.threads.set(worker.thread, worker);
    for (const executor of snapshot.executors ?? []) this.executors.set(executor.identity, executor);
    Scheduler.bound(this.threads, 2000);
    Scheduler.bound(this.executors, 5000);
    this.syncClock(snapshot.time);
    const { tasksLive } = snapshot.figures;
    if (this.isLive && tasksLive !== undefined) this.timeline.leaveOut(this.playhead.count - tasksLive, snapshot.time - 1e9);
    this.sinceSnapshot = performance.now();
  }

  takeBatch(batch) {
    const now = performance.now();
    if (!this.isLive) return;
    if (this.lastBatch) this.batchInterval = Math.max(this.batchInterval * 0.9, Math.min((now - this.lastBatch) * 1e6, 2e9));
    this.lastBatch = now;
    const before = this.timeline.end;
    this.timeline.add(batch);
    this.countRate(this.timeline.end - before, now);
    const newest = batch.events.length ? batch.events[batch.events.length - 1].time : 0;
    if (newest) this.syncClock(newest);
  }

  /// Transitions of any thread are missing from here on.
  takeLoss(count) {
    if (this.isLive) this.timeline.loseSight(count);
  }

  countRate(count, now) {
    this.rateCount = (this.rateCount ?? 0) + count;
    this.rateSince ??= now;
    if (now - this.rateSince < 1000) return;
    this.rate = this.rateCount / ((now - this.rateSince) / 1000);
    this.rateCount = 0;
    this.rateSince = now;
  }

  takeTasks(list) {
    this.details = new Map(list.tasks.slice(0, 5000).map((task) => [task.id, task]));
    for (const task of list.tasks) {
      if (task.executor && task.executorName && !this.executors.has(task.executor)) {
        this.executors.set(task.executor, { identity: task.executor, kind: task.executorName === "main" ? "main" : "actor", name: task.executorName });
      }
    }
    if (this.isLive) this.timeline.reconcile(list);
  }

  /// How far the observed clock is ahead of the page's; a late message must not set it back.
  syncClock(time) {
    const offset = time - performance.now() * 1e6;
    if (this.offset === undefined || Math.abs(offset - this.offset) > 3e9) this.offset = offset;
    else this.offset = offset > this.offset ? offset : this.offset + (offset - this.offset) * 0.02;
  }

  get now() {
    return (this.offset ?? 0) + performance.now() * 1e6;
  }

  /// How far the live picture is behind: long enough for the next batch to arrive.
  get delay() {
    return this.batchInterval * 1.3 + 100e6;
  }

  /// Nothing that was held belongs to what comes: another process, or a pause in the recording.
  reset() {
    this.timeline.clear();
    this.dots.clear();
    this.lastBatch = 0;
    this.offset = undefined;
    this.rateCount = 0;
    this.rate = 0;
  }

  static bound(map, size) {
    while (map.size > size) map.delete(map.keys().next().value);
  }

  // How it is played.

  setMode(isLive) {
    this.isLive = isLive;
    this.direction = isLive ? 1 : 0;
    this.elements.live.setAttribute("aria-pressed", String(isLive));
    document.documentElement.dataset.mode = isLive ? "live" : "held";
  }

  /// Keeps what is held, and takes no more.
  hold() {
    if (!this.isLive) return;
    const at = this.time;
    this.timeline.flush();
    this.setMode(false);
    this.time = Math.min(at ?? this.timeline.endTime, this.timeline.endTime);
    this.onHold();
  }

  goLive() {
    if (this.isLive) return;
    this.setMode(true);
    this.reset();
    this.setSpeed(1);
    this.onLive();
  }

  setSpeed(speed) {
    this.speed = speed;
    this.elements.speed.value = String(speed);
    if (speed !== 1) {
      this.hold();
      if (this.direction === 0) this.play(1);
    }
  }

  /// Slower or faster by one of the speeds that can be chosen.
  changeSpeed(steps) {
    const speeds = [...this.elements.speed.options].map((option) => Number(option.value));
    const index = speeds.indexOf(this.speed) - steps;
    if (index >= 0 && index < speeds.length) this.setSpeed(speeds[index]);
  }

  play(direction) {
    this.hold();
    const { startTime, endTime } = this.timeline;
    // At an end, from the other one.
    if (direction > 0 && this.time >= endTime) this.time = startTime;
    if (direction < 0 && this.time <= startTime) this.time = endTime;
    this.direction = direction;
  }

  toggle() {
    if (this.isLive) this.hold();
    else if (this.direction !== 0) this.direction = 0;
    else this.play(1);
  }

  /// One transition, or several, on or back.
  step(count) {
    this.hold();
    this.direction = 0;
    for (let n = 0; n < Math.abs(count); n += 1) {
      if (!(count > 0 ? this.playhead.forward() : this.playhead.backward())) break;
    }
    const number = this.playhead.position - 1;
    this.time = number >= this.timeline.first ? this.timeline.time[this.timeline.slot(number)] : this.timeline.startTime - 1;
    this.stepped = true;
    this.announceStep();
  }

  goTo(number) {
    this.hold();
    this.direction = 0;
    while (this.playhead.position <= number && this.playhead.forward()) { /* On to it. */ }
    while (this.playhead.position > number + 1 && this.playhead.backward()) { /* Back to it. */ }
    this.time = this.timeline.time[this.timeline.slot(number)];
    this.stepped = true;
  }

  goToFraction(fraction) {
    this.hold();
    this.direction = 0;
    const { startTime, endTime } = this.timeline;
    this.time = startTime + (endTime - startTime) * fraction;
    this.stepped = false;
  }

  announceStep() {
    const text = this.describe(this.playhead.position - 1);
    if (text) this.elements.announce.textContent = text;
  }

  /// A transition in words.
  describe(number) {
    const { timeline } = this;
    if (!(number >= timeline.first && number < timeline.end)) return "";
    const at = timeline.slot(number);
    const kind = timeline.kind[at];
    const task = timeline.task[at];
    const who = task ? this.taskName(task) : "";
    const by = timeline.other[at] > 0 && timeline.other[at] !== task ? " by " + this.taskName(timeline.other[at]) : "";
    const thread = this.threadName(timeline.thread[at]);
    switch (kind) {
      case KIND.created: return who + " created" + by;
      case KIND.enqueued: return who + " enqueued on " + this.executorName(timeline.stateExecutor[at]) + by;
      case KIND.run: return who + " runs on " + thread + ", " + this.executorName(timeline.stateExecutor[at]);
      case KIND.hopped: return who + " hops to " + this.executorName(timeline.executor[at]);
      case KIND.suspended: return who + (timeline.reason[at] === 4 ? " leaves " + thread + " for a queue" : " leaves " + thread + ", " + STATE_TEXT[timeline.reason[at] ? STATE[REASONS[timeline.reason[at]]] : STATE.unknown]);
      case KIND.completed: return who + " completes";
      case KIND.threadStarted: return thread + " starts";
      case KIND.threadEnded: return thread + " ends";
      case KIND.gap: return "transitions of " + thread + " are missing from here";
      default: return timeline.state[at] === STATE.completed ? who + " has ended unseen" : who + ": " + STATE_TEXT[timeline.state[at]];
    }
  }

  // Names and colours.

  taskName(task) {
    const name = this.details.get(task)?.name;
    return name ? name + " #" + task : "#" + task;
  }

  executorName(identity) {
    if (identity === 0) return "global";
    const known = this.executors.get(identity);
    if (known) return known.name || known.kind;
    return identity === NONE ? "an unknown executor" : Format.address(identity);
  }

  threadName(thread) {
    if (thread === NONE) return "an unknown thread";
    const known = this.threads.get(thread);
    if (known?.kind === "main") return "main thread";
    if (known?.kind === "pool") return "worker " + thread;
    return known?.name && known.kind !== "user" ? known.name : known?.name ? known.name + " " + thread : "thread " + thread;
  }

  /// What a task has in common with others of its colour.
  keyOf(task, executor) {
    const by = this.elements.colour.value;
    if (by === "executor") return executor === undefined || executor === NONE ? "unknown executor" : this.executorName(executor);
    const details = this.details.get(task);
    if (by === "name") return details?.name ? details.name.replace(/[#\s_-]*\d+$/, "") || details.name : "without a name";
    if (details?.creation?.length) return Format.frame(details.creation[0]);
    const place = this.timeline.origins.get(task)?.place;
    if (place === undefined || place === NONE) return "not known";
    if (!this.places.has(place)) this.wanted.add(place);
    return this.places.get(place) ?? Format.address(place);
  }

  /// The colour of a task; the way from a task to its colour is long, and a frame asks for thousands.
  colourOf(task, executor) {
    const by = this.elements.colour.value;
    const now = performance.now();
    if (by !== this.coloursBy || !(now - this.coloursSince < 400) || this.coloursTheme !== Theme.palette) {
      this.coloursBy = by;
      this.coloursSince = now;
      this.coloursTheme = Theme.palette;
      this.colours = new Map();
    }
    const key = by === "executor" ? executor ?? NONE : task;
    let colour = this.colours.get(key);
    if (colour === undefined) {
      colour = this.colour(this.keyOf(task, executor));
      this.colours.set(key, colour);
    }
    return colour;
  }

  colour(key) {
    if (key === "not known" || key === "without a name" || key === "unknown executor") return Theme.colours.none;
    let index = this.colourKeys.get(key);
    if (index === undefined) {
      index = this.colourKeys.size;
      this.colourKeys.set(key, index);
      if (this.colourKeys.size > 2000) this.colourKeys.clear();
    }
    return Theme.palette[index % Theme.palette.length];
  }

  /// Asks for the names of places that are shown and not known.
  async resolvePlaces() {
    if (this.wanted.size === 0 || this.isResolving || performance.now() < this.placesWanted) return;
    this.isResolving = true;
    const asked = [...this.wanted].slice(0, 64);
    try {
      const answer = await this.server.get("v1/frames", { at: asked.join(",") });
      asked.forEach((place, index) => {
        const frames = (answer.frames ?? answer)[index] ?? [];
        // Names may still be on their way; only what is unknown several times stays an address.
        const tries = (this.placeTries.get(place) ?? 0) + 1;
        this.placeTries.set(place, tries);
        if (frames.length === 0 && tries < 6) {
          this.placesWanted = performance.now() + 2000;
          return;
        }
        const name = frames.length ? Format.frame(frames[0]) : Format.address(place);
        // It keeps its colour when it gets its name.
        const kept = this.colourKeys.get(Format.address(place));
        if (kept !== undefined && !this.colourKeys.has(name)) this.colourKeys.set(name, kept);
        this.places.set(place, name);
      });
      Scheduler.bound(this.places, 4000);
      Scheduler.bound(this.placeTries, 4000);
    } catch {
      // The address stays; it is asked for again after a while.
      this.placesWanted = performance.now() + 10000;
    }
    for (const place of asked) this.wanted.delete(place);
    this.isResolving = false;
  }

  // The clock of the picture.

  setVisible(isVisible) {
    this.isVisible = isVisible;
    if (isVisible && !this.isDrawing) {
      this.isDrawing = true;
      this.lastFrame = performance.now();
      requestAnimationFrame(() => this.frame());
    }
  }

  frame() {
    if (!this.isVisible) {
      this.isDrawing = false;
      return;
    }
    const now = performance.now();
    const elapsed = Math.min(now - this.lastFrame, 250);
    this.lastFrame = now;
    this.advance(elapsed * 1e6);
    this.draw(elapsed);
    this.frames = (this.frames ?? 0) + 1;
    if (!(now - this.lastTold < 250)) {
      this.lastTold = now;
      this.tell();
      this.resolvePlaces();
    }
    requestAnimationFrame(() => this.frame());
  }

  advance(nanoseconds) {
    const { timeline, playhead } = this;
    this.skipped = 0;
    if (this.isLive) {
      this.time = this.offset === undefined ? NaN : this.now - this.delay;
      if (Number.isFinite(this.time)) playhead.seek(this.time);
      return;
    }
    if (this.direction === 0 || !(timeline.end > timeline.first)) {
      if (!this.stepped && Number.isFinite(this.time)) playhead.seek(this.time);
      return;
    }
    this.stepped = false;
    this.time += nanoseconds * this.speed * this.direction;
    if (this.elements.skip.checked) this.skipIdle();
    playhead.seek(this.time);
    const isOver = this.direction > 0 ? this.time >= timeline.endTime : this.time <= timeline.startTime;
    if (isOver) {
      this.time = this.direction > 0 ? timeline.endTime : timeline.startTime;
      this.direction = 0;
    }
  }

  /// Passes over a time without transitions that would last for more than a second and a half on the screen.
  skipIdle() {
    const { timeline } = this;
    const next = timeline.after(this.time) - (this.direction > 0 ? 0 : 1);
    if (next < timeline.first || next >= timeline.end) return;
    const wait = (timeline.time[timeline.slot(next)] - this.time) * this.direction;
    const rest = 0.5e9 * this.speed;
    if (wait > 1.5e9 * this.speed) {
      this.skipped = wait - rest;
      this.skippedAt = performance.now();
      const [low, high] = [this.time, this.time + this.skipped * this.direction].sort((a, b) => a - b);
      const isLost = timeline.gaps.some((gap) => gap.from < high && gap.to > low);
      this.skippedText = "passing over " + Format.duration(this.skipped) + (isLost ? ", of which transitions are missing" : " in which nothing moved");
      this.time += this.skipped * this.direction;
    }
  }

  // Drawing.

  draw(elapsed) {
    const canvas = this.elements.stage;
    const width = canvas.clientWidth;
    const height = canvas.clientHeight;
    if (width === 0) return;
    const context = fit(canvas);
    const colours = Theme.colours;
    context.clearRect(0, 0, width, height);
    this.hits = [];
    this.shown = 0;
    for (const dot of this.dots.values()) dot.isPlaced = false;
    const areas = (this.areas = Layout.areas(width, height));
    context.fillStyle = colours.line;
    for (const area of [areas.queues, areas.waiting]) {
      if (areas.isWide) context.fillRect(area.x - 6, area.y, 1, area.height);
      else context.fillRect(area.x, area.y - 6, area.width, 1);
    }
    this.drawLanes(context, areas.lanes);
    this.drawQueues(context, areas.queues);
    this.drawWaiting(context, areas.waiting);
    this.drawDots(context, elapsed);
  }

  title(context, area, text, figure) {
    context.textBaseline = "middle";
    context.textAlign = "left";
    context.font = "600 12px " + Theme.font;
    context.fillStyle = Theme.colours.text;
    context.fillText(text, area.x + 12, area.y + 14);
    const at = area.x + 12 + context.measureText(text).width + 8;
    context.font = "12px " + Theme.font;
    context.fillStyle = Theme.colours.muted;
    context.fillText(Layout.clip(figure, area.x + area.width - at - 6, (text) => context.measureText(text).width), at, area.y + 14);
  }

  /// The threads in the order of the picture: the main one, the pool, others that ran something.
  laneThreads() {
    const rank = { main: 0, pool: 1, other: 2, user: 3 };
    const known = new Set([...this.playhead.latestOfThread.keys(), ...this.playhead.running.keys()]);
    for (const [thread, worker] of this.threads) {
      if (worker.kind === "main" || worker.kind === "pool") known.add(thread);
    }
    known.delete(NONE);
    const alive = this.snapshot && new Set(this.snapshot.workers.map((worker) => worker.thread));
    return [...known]
      .filter((thread) => !alive || alive.has(thread) || this.playhead.latestOfThread.has(thread))
      .sort((a, b) => (rank[this.threads.get(a)?.kind] ?? 2) - (rank[this.threads.get(b)?.kind] ?? 2) || a - b);
  }

  drawLanes(context, area) {
    const { playhead } = this;
    const colours = Theme.colours;
    const threads = this.laneThreads();
    const rows = Layout.rows(area, threads.length, 22, 64, 44);
    const labelWidth = Math.min(118, area.width * 0.24);
    const strip = { left: area.x + labelWidth + 12, right: area.x + area.width - 46 };
    this.chooseWindow();
    const to = Number.isFinite(this.time) ? this.time : this.now;
    const from = to - this.window;
    const hidden = threads.length - rows.shown;
    this.title(context, area, "Threads", Format.count(playhead.running.size) + " of " + Format.count(threads.length) + " run a task"
      + (hidden > 0 ? ", showing " + rows.shown : ""));
    context.font = "11px " + Theme.font;
    context.fillStyle = colours.muted;
    context.textAlign = "left";
    context.fillText("−" + Format.duration(this.window), strip.left, area.y + 34);
    context.textAlign = "right";
    context.fillText(this.isLive ? "now" : "here", strip.right + 2, area.y + 34);

    let budget = 40000;
    for (let index = 0; index < rows.shown; index += 1) {
      const thread = threads[index];
      const row = rows.at(index);
      const middle = row.y + row.height / 2;
      const high = Math.min(row.height - 6, 36);
      const running = [...(playhead.running.get(thread) ?? [])];
      context.font = "12px " + Theme.font;
      context.textAlign = "left";
      context.fillStyle = running.length ? colours.text : colours.muted;
      const measure = (text) => context.measureText(text).width;
      const name = this.threadName(thread);
      // Where there is little room, a worker is told by its number.
      const short = measure(name) > labelWidth - 4 && this.threads.get(thread)?.kind === "pool" ? String(thread) : name;
      context.fillText(Layout.clip(short, labelWidth - 4, measure), area.x + 12, middle);
      context.fillStyle = colours.panel;
      context.fillRect(strip.left, middle - high / 2, strip.right - strip.left, high);
      budget = this.drawRuns(context, thread, from, to, strip, middle, high, budget);
      // The head of the tape.
      context.fillStyle = running.length ? colours.text : colours.line;
      context.fillRect(strip.right, middle - high / 2 - 2, 2, high + 4);
      running.forEach((task, n) => this.place(task, strip.right + 18 + n * 5, middle, 8, false, this.isLive));
      if (running.length === 0) {
        context.strokeStyle = colours.line;
        context.lineWidth = 1.5;
        context.beginPath();
        context.arc(strip.right + 18, middle, 7, 0, 7);
        context.stroke();
      }
    }
  }

  /// How much time the lanes show: eight seconds of the screen, less where that would be too much to draw.
  chooseWindow() {
    const { timeline } = this;
    const wanted = Math.max(8e9 * this.speed, 20e3) / (this.isLive ? 4 : 1);
    const number = Math.max(timeline.first, this.playhead.position - 20000);
    const dense = number > timeline.first ? this.time - timeline.time[timeline.slot(number)] : Infinity;
    const target = Layout.roundWindow(Math.min(wanted, dense));
    // Wider again only when there is room to spare, so that it does not flicker.
    if (target < this.window || target > this.window * 2.4 || !this.isLive) this.window = target;
  }

  drawRuns(context, thread, from, to, strip, middle, high, budget) {
    const scale = (strip.right - strip.left) / (to - from);
    const byExecutor = this.elements.colour.value === "executor";
    let lastX = Infinity;
    let covered = 0;
    let coveredColour = "";
    const flush = () => {
      if (covered > 0) {
        context.globalAlpha = Math.min(1, 0.25 + covered);
        context.fillStyle = coveredColour;
        context.fillRect(lastX, middle - high / 2, 1, high);
        context.globalAlpha = 1;
      }
      covered = 0;
    };
    const rest = this.playhead.runs(thread, from, to, budget, (task, start, end, executor) => {
      if (end <= from) return;
      if (task === 0) {
        Chart.hatch(context, strip.left + (Math.max(start, from) - from) * scale, strip.left + (end - from) * scale, middle - high / 2, middle + high / 2);
        return;
      }
      const left = strip.left + (Math.max(start, from) - from) * scale;
      const right = strip.left + (end - from) * scale;
      const colour = this.colourOf(task, byExecutor && executor === NONE ? this.playhead.stateOf(task)?.executor : executor);
      if (right - left < 1.2) {
        // Many runs in one pixel: it gets as dark as the thread was busy.
        const x = Math.floor(left);
        if (x !== lastX) {
          flush();
          lastX = x;
        }
        covered += right - left;
        coveredColour = colour;
        return;
      }
      context.fillStyle = colour;
      context.globalAlpha = this.selected !== null && this.selected !== task ? 0.4 : 0.9;
      const wide = right - left > 5;
      context.beginPath();
      context.roundRect(left, middle - high / 2, right - left - (wide ? 1 : 0), high, wide ? 3 : 0);
      context.fill();
      context.globalAlpha = 1;
      if (right - left > 4) this.hits.push({ task, left, right, top: middle - high / 2, bottom: middle + high / 2, start, end });
      if (right - left > 46 && high >= 16) {
        context.font = "11px " + Theme.font;
        const text = Layout.clip(this.details.get(task)?.name ?? "#" + task, right - left - 10, (text) => context.measureText(text).width);
        context.fillStyle = Scheduler.ink(colour);
        context.textAlign = "left";
        context.fillText(text, left + 5, middle + 0.5);
      }
    });
    flush();
    return rest;
  }

  /// Black or white, whichever is read better on a colour.
  static ink(colour) {
    const [r, g, b] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
    return 0.299 * r + 0.587 * g + 0.114 * b > 140 ? "#0b1215" : "#ffffff";
  }

  /// The executors in the order of the picture; one that was shown stays where it is.
  queueOrder() {
    const depth = (identity) => this.playhead.queues.get(identity)?.size ?? 0;
    const now = performance.now();
    this.queueSeen ??= new Map();
    for (const identity of this.playhead.queues.keys()) this.queueSeen.set(identity, now);
    for (const executor of this.executors.values()) {
      if (executor.kind === "main" && !this.queueSeen.has(executor.identity)) this.queueSeen.set(executor.identity, 0);
    }
    if (!this.queueSeen.has(0)) this.queueSeen.set(0, 0);
    const isFixed = (identity) => identity === 0 || this.executors.get(identity)?.kind === "main";
    for (const [identity, seen] of this.queueSeen) {
      if (now - seen > 15000 && !isFixed(identity)) this.queueSeen.delete(identity);
    }
    const rank = (identity) => identity === 0 ? 0 : isFixed(identity) ? 1 : 2;
    if (!this.queueRank || !(now - this.queueRanked < 2000) || this.queueRank.length < Math.min(this.queueSeen.size, 60)) {
      this.queueRanked = now;
      const kept = new Map((this.queueRank ?? []).map((identity, index) => [identity, index]));
      this.queueRank = [...this.queueSeen.keys()].sort((a, b) => rank(a) - rank(b)
        || (this.queueSeen.size > 24 ? depth(b) - depth(a) : 0)
        || (kept.get(a) ?? 1e9) - (kept.get(b) ?? 1e9) || a - b);
    }
    return this.queueRank;
  }

  drawQueues(context, area) {
    const { playhead } = this;
    const colours = Theme.colours;
    const identities = this.queueOrder();
    let total = 0;
    for (const set of playhead.queues.values()) total += set.size;
    const shown = Math.min(identities.length, Layout.rows(area, identities.length, 38, 52).shown);
    const hidden = identities.length - shown;
    this.title(context, area, "Queues", Format.count(total) + " enqueued" + (hidden > 0 ? ", showing " + shown + " of " + identities.length : ""));
    const columns = Math.max(1, Math.floor((area.width - 28) / 13));
    const counts = identities.slice(0, shown).map((identity) => ["queue " + identity, playhead.queues.get(identity)?.size ?? 0]);
    const heights = this.groupHeights(counts, area.height - 30, columns, 24, 38);
    let y = area.y + 26;
    const measure = (text) => context.measureText(text).width;
    for (let index = 0; index < shown; index += 1) {
      const identity = identities[index];
      const row = { x: area.x, y, width: area.width, height: heights[index] };
      y += row.height;
      const tasks = playhead.queues.get(identity);
      const depth = tasks?.size ?? 0;
      context.font = "12px " + Theme.font;
      context.textAlign = "right";
      context.fillStyle = depth ? colours.text : colours.muted;
      context.fillText(Format.count(depth), row.x + row.width - 12, row.y + 9);
      context.textAlign = "left";
      context.fillText(Layout.clip(this.executorName(identity), row.width - 70, measure), row.x + 12, row.y + 9);
      const box = { x: row.x + 12, y: row.y + 18, width: row.width - 24, height: Math.max(16, row.height - 22) };
      context.fillStyle = colours.panel;
      context.beginPath();
      context.roundRect(box.x, box.y, box.width, box.height, 6);
      context.fill();
      if (!depth) continue;
      const grid = Layout.grid({ x: box.x + 2, y: box.y + 2, width: box.width - 4, height: box.height - 2 }, depth, 13);
      this.firstOf(tasks, Math.min(grid.shown, 1200)).forEach((task, n) => {
        const at = grid.at(n);
        this.place(task, at.x, at.y, 5);
      });
      if (depth > grid.shown) this.more(context, depth - grid.shown, box.x + box.width - 4, box.y + box.height - 7);
    }
  }

  more(context, count, x, y) {
    context.font = "11px " + Theme.font;
    context.textAlign = "right";
    context.fillStyle = Theme.colours.muted;
    context.fillText("+" + Format.compact(count), x, y);
  }

  /// The first tasks of a group, longest there first.
  firstOf(tasks, count) {
    const first = [];
    for (const task of tasks) {
      if (first.length >= count && tasks.size > 2000) break;
      first.push(task);
    }
    if (first.length > 1 && first.length <= 2000 && !this.isLive) {
      const since = new Map(first.map((task) => [task, this.playhead.stateOf(task)?.since || 0]));
      first.sort((a, b) => since.get(a) - since.get(b) || a - b);
    }
    return first.slice(0, count);
  }

  drawWaiting(context, area) {
    const { playhead } = this;
    const shown = [STATE.continuation, STATE.task, STATE.group, STATE.sleep, STATE.unknown, STATE.created, STATE.lost]
      .filter((state) => state <= STATE.group && state >= STATE.task || playhead.waiting.has(state));
    let total = 0;
    for (const set of playhead.waiting.values()) total += set.size;
    this.title(context, area, "Waiting", Format.count(total) + " for something else");
    const names = {
      [STATE.continuation]: "for a continuation", [STATE.task]: "for a task", [STATE.group]: "for a group",
      [STATE.sleep]: "sleeping", [STATE.unknown]: "for something not known", [STATE.created]: "just created",
      [STATE.lost]: "lost sight of",
    };
    const counts = shown.map((state) => ["waiting " + state, playhead.waiting.get(state)?.size ?? 0]);
    const heights = this.groupHeights(counts, area.height - 32, Math.max(1, Math.floor((area.width - 24) / 13)), 30, 43);
    let y = area.y + 28;
    shown.forEach((state, index) => {
      const tasks = playhead.waiting.get(state);
      const count = tasks?.size ?? 0;
      context.font = "12px " + Theme.font;
      context.textAlign = "left";
      context.fillStyle = count ? Theme.colours.text : Theme.colours.muted;
      context.fillText(names[state], area.x + 12, y + 8);
      context.textAlign = "right";
      context.fillText(Format.count(count), area.x + area.width - 12, y + 8);
      const box = { x: area.x + 12, y: y + 18, width: area.width - 24, height: heights[index] - 24 };
      const grid = Layout.grid(box, count, 13);
      if (tasks) {
        this.firstOf(tasks, Math.min(grid.shown, 1200)).forEach((task, n) => {
          const at = grid.at(n);
          this.place(task, at.x, at.y, 4.5, true);
        });
        if (count > grid.shown) this.more(context, count - grid.shown, box.x + box.width, box.y + box.height - 6);
      }
      y += heights[index];
    });
  }

  /// What each group gets of the height: what its dots need, as far as there is room.
  ///
  /// It changes slowly, so that nothing jumps.
  groupHeights(groups, height, columns, head, least) {
    const wants = groups.map(([, count]) => head + 4 + 13 * Math.max(1, Math.ceil(count / columns)));
    const sum = wants.reduce((sum, want) => sum + want, 0);
    const targets = sum <= height ? wants : Layout.share(height, wants.map((want) => Math.sqrt(want)), Math.min(least, height / groups.length));
    this.heights ??= new Map();
    Scheduler.bound(this.heights, 500);
    return groups.map(([key], index) => {
      const kept = this.heights.get(key) ?? targets[index];
      const next = Math.abs(targets[index] - kept) < 1 || Theme.reducesMotion ? targets[index] : kept + (targets[index] - kept) * 0.08;
      this.heights.set(key, next);
      return next;
    });
  }

  place(task, x, y, radius, isHollow = false, isAtOnce = false) {
    this.shown += 1;
    let dot = this.dots.get(task);
    if (!dot) {
      // In slow motion it comes out of the task that created it.
      const by = this.isLive ? undefined : this.dots.get(this.timeline.origins.get(task)?.by);
      dot = { x: by?.x ?? x, y: by?.y ?? y, radius: by ? 2 : 0, alpha: this.isLive ? 1 : 0 };
      this.dots.set(task, dot);
    }
    dot.toX = x;
    dot.toY = y;
    dot.toRadius = radius;
    dot.isHollow = isHollow;
    dot.isPlaced = true;
    if (isAtOnce) Object.assign(dot, { x, y, radius });
  }

  drawDots(context, elapsed) {
    const still = Theme.reducesMotion;
    const follow = still ? 1 : 1 - Math.exp(-elapsed / (this.isLive ? 30 : 90));
    this.order = [];
    for (const [task, dot] of this.dots) {
      if (!dot.isPlaced) {
        dot.alpha -= still ? 1 : elapsed / (this.isLive ? 90 : 240);
        dot.toRadius = dot.radius + elapsed / 60;
        if (dot.alpha <= 0) {
          this.dots.delete(task);
          continue;
        }
      } else {
        dot.alpha = still ? 1 : Math.min(1, dot.alpha + elapsed / 120);
        this.order.push(task);
      }
      dot.x += (dot.toX - dot.x) * follow;
      dot.y += (dot.toY - dot.y) * follow;
      dot.radius += (dot.toRadius - dot.radius) * follow;
      const state = this.playhead.stateOf(task);
      dot.colour = dot.isPlaced || !dot.colour ? this.colourOf(task, state?.executor) : dot.colour;
      context.globalAlpha = Math.max(0, dot.alpha) * (this.selected !== null && this.selected !== task ? 0.55 : 1);
      context.beginPath();
      context.arc(dot.x, dot.y, dot.radius, 0, 6.2832);
      context.fillStyle = dot.colour;
      if (dot.isHollow) {
        context.globalAlpha *= 0.28;
        context.fill();
        context.globalAlpha /= 0.28;
        context.strokeStyle = dot.colour;
        context.lineWidth = 1.6;
        context.stroke();
      } else {
        context.fill();
      }
      if (task === this.selected || task === this.pointed) {
        context.globalAlpha = 1;
        context.strokeStyle = Theme.colours.text;
        context.lineWidth = 2;
        context.beginPath();
        context.arc(dot.x, dot.y, dot.radius + 4, 0, 6.2832);
        context.stroke();
      }
    }
    context.globalAlpha = 1;
  }

  // Pointing and choosing.

  taskAt(x, y) {
    let best = null;
    let distance = 14;
    for (const [task, dot] of this.dots) {
      const away = Math.hypot(dot.x - x, dot.y - y);
      if (dot.isPlaced && away < distance) [best, distance] = [task, away];
    }
    if (best !== null) return { task: best };
    return this.hits.find((hit) => x >= hit.left && x <= hit.right && y >= hit.top && y <= hit.bottom) ?? null;
  }

  select(task, isOpening = true) {
    this.selected = task;
    if (task !== null && isOpening) this.onSelect(task);
  }

  /// Points at the next task of the picture, for the keyboard.
  pointNext(steps) {
    if (this.order.length === 0) return;
    const index = this.order.indexOf(this.pointed);
    this.pointed = this.order[(index + steps + this.order.length) % this.order.length];
    const state = this.playhead.stateOf(this.pointed);
    this.elements.announce.textContent = this.taskName(this.pointed) + ", " + STATE_TEXT[state?.state ?? 0];
  }

  bind() {
    const { stage, tip, scrubber, speed, live, play, reverse, back, forward } = this.elements;
    stage.addEventListener("pointermove", (event) => this.point(event.offsetX, event.offsetY));
    stage.addEventListener("pointerleave", () => {
      this.pointed = null;
      tip.hidden = true;
      stage.style.cursor = "";
    });
    stage.addEventListener("click", (event) => {
      const hit = this.taskAt(event.offsetX, event.offsetY);
      this.select(hit?.task ?? null);
    });
    stage.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && this.pointed !== null) this.select(this.pointed);
    });
    scrubber.addEventListener("input", () => this.goToFraction(Number(scrubber.value)));
    scrubber.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
      event.preventDefault();
      event.stopPropagation();
      this.step((event.key === "ArrowLeft" ? -1 : 1) * (event.shiftKey ? 100 : 1));
    });
    speed.addEventListener("change", () => this.setSpeed(Number(speed.value)));
    live.addEventListener("click", () => this.isLive ? this.hold() : this.goLive());
    play.addEventListener("click", () => this.toggle());
    reverse.addEventListener("click", () => this.play(-1));
    back.addEventListener("click", () => this.step(-1));
    forward.addEventListener("click", () => this.step(1));
  }

  point(x, y) {
    const { stage, tip } = this.elements;
    const hit = this.taskAt(x, y);
    stage.style.cursor = hit ? "pointer" : "";
    this.pointed = hit?.task ?? null;
    tip.hidden = !hit;
    if (!hit) return;
    const state = this.playhead.stateOf(hit.task);
    const line = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });
    const lines = [line("b", this.taskName(hit.task))];
    if (hit.end) lines.push(line("small", "ran for " + Format.duration(hit.end - hit.start)));
    if (state) {
      const where = state.state === STATE.running ? " on " + this.threadName(state.thread) : state.state === STATE.enqueued ? " on " + this.executorName(state.executor) : "";
      const since = state.since <= this.time ? ", for " + Format.duration(this.time - state.since) : "";
      lines.push(line("small", STATE_TEXT[state.state] + where + since));
    }
    const site = this.elements.colour.value === "site" ? this.keyOf(hit.task) : "";
    if (site && site !== "not known") lines.push(line("small", "created in " + site));
    tip.replaceChildren(...lines);
    const left = Math.min(x + 14, stage.clientWidth - tip.offsetWidth - 8);
    const top = y + 18 + tip.offsetHeight > stage.clientHeight ? y - tip.offsetHeight - 12 : y + 18;
    tip.style.transform = "translate(" + Math.max(4, left) + "px, " + Math.max(4, top) + "px)";
  }

  // What is said beside the picture, a few times a second.

  tell() {
    const { elements, timeline, playhead, snapshot } = this;
    const known = playhead.count;
    const live = snapshot?.figures.tasksLive;
    const data = document.documentElement.dataset;
    data.events = timeline.end;
    data.position = playhead.position;
    data.shown = this.shown;
    const isEmpty = timeline.end === timeline.first;
    const refusal = snapshot?.unavailable?.transitions ?? snapshot?.unavailable?.events;
    const summary = this.isLive
      ? isEmpty ? (refusal ? "No transitions: " + refusal : "Waiting for transitions; nothing has moved so far.")
        : Format.compact(this.rate) + " transitions/s; live, " + Format.duration(this.delay) + " behind"
      : "Held: " + Format.duration(timeline.endTime - timeline.startTime) + ", " + Format.plural(timeline.end - timeline.first, "transition");
    const of = Math.max(known, this.isLive ? live ?? 0 : 0);
    const honest = [
      this.shown < of ? "showing " + Format.count(this.shown) + " of " + Format.count(of) + " tasks"
        : of > 0 ? "showing " + (of === 1 ? "the only task" : "all " + Format.count(of) + " tasks") : "",
      this.isLive && this.rate > 120 ? "each frame is one moment: most changes are too short to see; choose a slower speed" : "",
      timeline.lost > 0 ? Format.plural(timeline.lost, "transition") + " lost" : "",
      timeline.late > 0 ? Format.count(timeline.late) + " came late and are drawn later" : "",
      timeline.forgotten > 0 ? Format.plural(timeline.forgotten, "task") + " left out" : "",
    ].filter(Boolean).join(" · ");
    Scheduler.write(elements.summary, summary);
    Scheduler.write(elements.honest, honest);
    this.tellTransport(isEmpty);
    this.tellLegend();
    const name = "Threads: " + playhead.running.size + " run a task. Queues: "
      + (this.queueRank ?? []).slice(0, 6).map((identity) => this.executorName(identity) + " " + (playhead.queues.get(identity)?.size ?? 0)).join(", ")
      + ". Waiting: " + [...playhead.waiting.values()].reduce((sum, set) => sum + set.size, 0) + ". " + honest;
    elements.stage.setAttribute("aria-label", name);
  }

  tellTransport(isEmpty) {
    const { elements, timeline, playhead } = this;
    const isRunning = this.isLive || this.direction !== 0;
    elements.play.dataset.running = String(isRunning);
    elements.play.setAttribute("aria-label", isRunning ? "Hold" : "Play");
    elements.reverse.setAttribute("aria-pressed", String(!this.isLive && this.direction < 0));
    const { startTime, endTime } = timeline;
    const fraction = isEmpty ? 1 : Math.min(1, Math.max(0, (this.time - startTime) / (endTime - startTime || 1)));
    if (document.activeElement !== elements.scrubber || this.direction !== 0 || this.isLive || this.stepped) elements.scrubber.value = String(fraction);
    let text = isEmpty ? "" : "Recorded: the last " + Format.duration(endTime - startTime) + ". Hold, or choose a speed, to look at it closely.";
    if (!this.isLive) {
      const number = playhead.position - 1;
      const isSkipping = performance.now() - this.skippedAt < 900 && this.direction !== 0;
      text = Format.duration(endTime - this.time) + " before the end · transition " + Format.count(number - timeline.first + 1) + " of " + Format.count(timeline.end - timeline.first)
        + (isSkipping ? " · " + this.skippedText : this.describe(number) ? " · " + this.describe(number) : "");
    }
    Scheduler.write(elements.text, text);
    elements.scrubber.setAttribute("aria-valuetext", text);
    this.drawDensity();
  }

  /// How many transitions there are along the scrubber.
  drawDensity() {
    const { timeline } = this;
    const canvas = this.elements.density;
    const width = Math.floor(canvas.clientWidth);
    if (width === 0) return;
    const context = fit(canvas);
    context.clearRect(0, 0, width, canvas.clientHeight);
    const { startTime, endTime } = timeline;
    if (!(endTime > startTime)) return;
    const counts = [];
    let before = timeline.first;
    const step = 3;
    for (let x = step; x <= width; x += step) {
      const upTo = timeline.after(startTime + ((endTime - startTime) * x) / width);
      counts.push(upTo - before);
      before = upTo;
    }
    const most = Math.max(...counts, 1);
    context.fillStyle = Theme.colours.accent;
    context.globalAlpha = 0.4;
    counts.forEach((count, index) => {
      const height = (count / most) * (canvas.clientHeight - 8);
      if (count) context.fillRect(index * step, canvas.clientHeight - Math.max(height, 1) - 2, step - 1, Math.max(height, 1));
    });
  }

  tellLegend() {
    const counts = new Map();
    for (const task of this.order) {
      const key = this.keyOf(task, this.playhead.stateOf(task)?.executor);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    // Those that were there stay, so that the legend does not jump at each frame.
    this.legend ??= new Map();
    const by = this.elements.colour.value;
    if (by !== this.legendBy) this.legend.clear();
    this.legendBy = by;
    const now = performance.now();
    for (const key of counts.keys()) this.legend.set(key, now);
    for (const [key, seen] of this.legend) {
      if (now - seen > 10000 || (/^0x/.test(key) && !counts.has(key))) this.legend.delete(key);
    }
    const keys = [...this.legend.keys()].slice(0, 14);
    const signature = keys.join("\n") + this.legend.size + Theme.choice + Theme.palette[0];
    if (signature === this.legendSignature) return;
    this.legendSignature = signature;
    const items = keys.map((key) => {
      const item = document.createElement("span");
      item.style.setProperty("--swatch", this.colour(key));
      item.title = key;
      item.append(document.createElement("i"), key);
      return item;
    });
    if (this.legend.size > keys.length) items.push(Object.assign(document.createElement("span"), { textContent: "and " + (this.legend.size - keys.length) + " more; colours repeat after " + Theme.palette.length }));
    this.elements.legend.replaceChildren(...items);
  }

  static write(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }
}
</script>
<script>
"use strict";

// The story of one task: what it is, where it comes from, what it did and for how long.

const STATE_COLOURS = ["none", "none", "s2", "s3", "s1", "s1", "s1", "s1", "s1", "none", "none"];

/// How long a task ran, was enqueued and waited, in what is held up to a moment.
function sumOfStates(timeline, numbers, until) {
  const sums = { running: 0, enqueued: 0, waiting: 0 };
  numbers.forEach((number, index) => {
    const { state, since } = timeline.stateAt(number);
    const end = index + 1 < numbers.length ? timeline.time[timeline.slot(numbers[index + 1])] : until;
    if (state === STATE.completed || state === STATE.lost || !(end > since)) return;
    const name = state === STATE.running ? "running" : state === STATE.enqueued || state === STATE.created ? "enqueued" : "waiting";
    sums[name] += end - since;
  });
  return sums;
}

class Story {
  constructor(panel, scheduler, server) {
    this.panel = panel;
    this.scheduler = scheduler;
    this.server = server;
    this.task = null;
    this.body = panel.querySelector("#story-body");
    panel.querySelector("#story-close").addEventListener("click", () => this.close());
    this.heard = { stack: undefined };
  }

  open(task) {
    if (this.panel.hidden) this.opener = document.activeElement;
    const isOther = this.task !== task;
    this.task = task;
    this.panel.hidden = false;
    this.scheduler.selected = task;
    if (isOther) {
      this.details = this.scheduler.details.get(task) ?? null;
      this.detailsNote = "";
      this.ask();
    }
    this.signature = "";
    this.draw();
    if (isOther) this.panel.scrollTop = 0;
    this.panel.focus({ preventScroll: true });
  }

  close() {
    if (this.panel.hidden) return;
    this.panel.hidden = true;
    this.task = null;
    this.scheduler.selected = null;
    this.onClose?.();
    if (this.opener?.isConnected) this.opener.focus({ preventScroll: true });
  }

  /// Asks for the task's async frames; the list may be long, so that it is asked for once, and not
  /// unasked when it is very long.
  async ask(isAsked = false) {
    const task = this.task;
    const { tasksLive } = this.scheduler.snapshot?.figures ?? {};
    this.isTooMuch = !isAsked && tasksLive > 20000;
    if (this.isTooMuch) return;
    this.isAsking = true;
    try {
      const list = await this.server.get("v1/tasks", { stacks: 1, limit: isAsked ? 100000 : 20000 });
      if (task !== this.task) return;
      const found = list.tasks.find((candidate) => candidate.id === task);
      if (found) this.details = found;
      this.detailsNote = found ? list.unavailable?.stack ?? list.unavailable?.stacks ?? ""
        : list.total > list.tasks.length ? "It is not among the tasks that are listed." : "It is no longer there.";
      this.hasEnded = !found && list.total <= list.tasks.length;
    } catch (error) {
      if (task === this.task) this.detailsNote = "What the process says of it can't be had: " + (error instanceof TypeError ? "the server can't be reached" : error.message);
    }
    if (task !== this.task) return;
    this.isAsking = false;
    this.signature = "";
    this.draw();
  }

  /// Draws it anew when something has changed.
  draw() {
    if (this.panel.hidden) return;
    const { scheduler, task } = this;
    const { timeline, playhead } = scheduler;
    const story = timeline.story(task);
    const position = scheduler.isLive ? timeline.end : playhead.position;
    const signature = [task, story.numbers.length, story.numbers[story.numbers.length - 1], position > (story.numbers[0] ?? 0) ? story.numbers.filter((number) => number < position).length : 0, scheduler.isLive, this.isAsking, this.isTooMuch].join();
    if (signature === this.signature) return;
    this.signature = signature;

    const details = this.details ?? scheduler.details.get(task);
    const last = story.numbers.filter((number) => number < position).pop();
    const state = last !== undefined ? timeline.stateAt(last).state : details ? STATE[details.state === "suspended" ? details.waitsFor ?? "unknown" : details.state] : undefined;
    this.panel.querySelector("#story-title").textContent = details?.name ?? "Task #" + task;
    this.panel.querySelector("#story-sub").textContent = "#" + task + (state === undefined ? "" : " · " + STATE_TEXT[state]) + (details?.isCancelled ? " · cancelled" : "");

    const keepsFocus = this.body.contains(document.activeElement) ? [...this.body.querySelectorAll("button")].indexOf(document.activeElement) : -1;
    this.body.replaceChildren(...this.facts(details, story), ...this.times(details, story), ...this.stack(details), ...this.moves(story, position));
    if (keepsFocus >= 0) this.body.querySelectorAll("button")[keepsFocus]?.focus({ preventScroll: true });
  }

  element(tag, properties = {}, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  }

  link(task) {
    const button = this.element("button", { type: "button", className: "link", textContent: this.scheduler.taskName(task) });
    button.addEventListener("click", () => this.open(task));
    return button;
  }

  facts(details, story) {
    const { scheduler } = this;
    const origin = scheduler.timeline.origins.get(this.task);
    const list = this.element("dl");
    const row = (name, ...values) => list.append(this.element("dt", { textContent: name }), this.element("dd", {}, ...values));
    const kinds = { unstructured: "unstructured", groupChild: "child of a group", asyncLet: "async let" };
    if (details?.kind) row("Kind", kinds[details.kind] ?? details.kind);
    const by = details?.parent ?? 0;
    if (by) row("Parent", this.link(by));
    if (origin?.by && origin.by !== by) row("Created by", this.link(origin.by));
    if (details) row("Age", Format.age(details.age) === "0\u202fs" ? Format.duration(details.age) : Format.age(details.age));
    else if (origin) row("Created", Format.duration(scheduler.now - origin.time) + " ago");
    if (details?.executor !== undefined) row("Executor", details.executorName ?? scheduler.executorName(details.executor));
    if (details?.priority !== undefined) row("Priority", ({ 9: "background", 17: "utility", 21: "default", 25: "high", 33: "interactive" })[details.priority] ?? String(details.priority));
    if (details?.waitsForTask) row("Waits for", this.link(details.waitsForTask));
    const place = origin && origin.place !== NONE ? scheduler.places.get(origin.place) ?? Format.address(origin.place) : "";
    const nodes = [list];
    if (details?.creation?.length) nodes.push(this.element("h3", { textContent: "Created in" }), this.frames(details.creation));
    else if (place) nodes.push(this.element("h3", { textContent: "Created in" }), this.frames([{ function: place }]));
    else row("Created in", "not known: its creation was not seen");
    return nodes;
  }

  frames(frames) {
    const list = this.element("ol", { className: "frames" });
    for (const frame of frames.slice(0, 64)) {
      const item = this.element("li", { textContent: frame.function });
      const at = [frame.file ? frame.file + (frame.line ? ":" + frame.line : "") : "", frame.image ?? ""].filter(Boolean).join(" · ");
      if (at) item.append(this.element("small", { textContent: at }));
      list.append(item);
    }
    return list;
  }

  times(details, story) {
    const { timeline } = this.scheduler;
    const nodes = [];
    const sums = sumOfStates(timeline, story.numbers, timeline.endTime);
    if (sums.running + sums.enqueued + sums.waiting > 0) {
      nodes.push(this.element("h3", { textContent: "In what is recorded" }), ...this.split(sums));
    }
    if (details?.times) {
      const { running, queued, waiting, observed, runs, hops } = details.times;
      nodes.push(this.element("h3", { textContent: "Since times were asked for, " + Format.duration(observed) + " ago" }), ...this.split({ running, enqueued: queued, waiting }));
      nodes.push(this.element("p", { className: "note", textContent: Format.plural(runs, "run") + ", " + Format.plural(hops, "hop") }));
    }
    return nodes;
  }

  split(sums) {
    const total = sums.running + sums.enqueued + sums.waiting;
    const bar = this.element("div", { className: "split" });
    bar.setAttribute("aria-hidden", "true");
    const key = this.element("p", { className: "split-key" });
    for (const [name, text, colour] of [["running", "running", "s3"], ["enqueued", "in queues", "s2"], ["waiting", "waiting", "s1"]]) {
      const part = this.element("i");
      part.style.cssText = "--swatch: var(--" + colour + "); width: " + (100 * sums[name]) / total + "%";
      bar.append(part);
      const item = this.element("span", {}, this.element("i"), text + " " + Format.duration(sums[name]));
      item.style.setProperty("--swatch", "var(--" + colour + ")");
      key.append(item);
    }
    return [bar, key];
  }

  stack(details) {
    const nodes = [this.element("h3", { textContent: "Where it goes on" })];
    if (this.isTooMuch) {
      const button = this.element("button", { type: "button", textContent: "Look at all tasks" });
      button.addEventListener("click", () => {
        this.ask(true);
        this.signature = "";
        this.draw();
      });
      nodes.push(this.element("p", { className: "note", textContent: "To find its async frames, all " + Format.count(this.scheduler.snapshot.figures.tasksLive) + " live tasks have to be looked at, which takes a while." }), button);
    } else if (details?.stack?.length) nodes.push(this.frames(details.stack));
    else {
      const why = this.isAsking ? "asking the process…" : this.detailsNote
        || (details?.state === "running" ? "It ran when it was asked; only a suspended task has frames to go on in." : "No async frames are known of it.");
      nodes.push(this.element("p", { className: "note", textContent: why }));
    }
    return nodes;
  }

  moves(story, position) {
    const { scheduler } = this;
    const { timeline } = scheduler;
    const nodes = [this.element("h3", { textContent: "Transitions" })];
    if (story.numbers.length === 0) {
      const isRecorded = timeline.end > timeline.first;
      nodes.push(this.element("p", { className: "note", textContent: isRecorded
        ? "It has not moved in the " + Format.duration(timeline.endTime - timeline.startTime) + " that are recorded."
        : "None are recorded; they are kept while the scheduler is shown." }));
      return nodes;
    }
    const more = story.more || timeline.base.has(this.task) ? "earlier ones are no longer held" : "";
    const zero = timeline.time[timeline.slot(story.numbers[0])];
    const list = this.element("ol", { className: "moves" });
    story.numbers.forEach((number, index) => {
      const at = timeline.slot(number);
      const time = timeline.time[at];
      const next = story.numbers[index + 1];
      const took = next !== undefined ? Format.duration(timeline.time[timeline.slot(next)] - time) : "";
      const text = scheduler.describe(number).replace(scheduler.taskName(this.task), "").replace(/^:? /, "");
      const mark = this.element("i");
      mark.style.setProperty("--swatch", "var(--" + (STATE_COLOURS[timeline.state[at]] ?? "none") + ")");
      const button = this.element("button", { type: "button", title: "Go to this moment" },
        this.element("span", { className: "when", textContent: "+" + Format.duration(time - zero) }), mark,
        this.element("span", { textContent: text }), this.element("span", { className: "took", textContent: took }));
      button.addEventListener("click", () => {
        this.onSeek?.();
        scheduler.goTo(number);
        this.draw();
      });
      const item = this.element("li", {}, button);
      if (!scheduler.isLive && number >= position) item.className = "later";
      if (!scheduler.isLive && number < position && !(next < position)) item.className = "now";
      list.append(item);
    });
    if (more) nodes.push(this.element("p", { className: "note", textContent: "The last " + story.numbers.length + "; " + more + "." }));
    nodes.push(list);
    return nodes;
  }
}
</script>
<script>
"use strict";

// The live tasks as a table: sorted, filtered, and never more rows than can be read.

const TASK_COLUMNS = [
  { id: "id", title: "Id", number: true, width: "84px", text: (task) => task.id ? "#" + task.id : "–", key: (task) => task.id },
  { id: "name", title: "Name", width: "17%", text: (task) => task.name ?? "–", key: (task) => task.name ?? "\uffff" },
  { id: "state", title: "State", width: "168px", text: (task) => taskState(task), key: (task) => taskState(task) },
  { id: "executor", title: "Executor", className: "medium", width: "13%", text: (task) => task.executorName ?? (task.executor === 0 ? "global" : "–"), key: (task) => task.executorName ?? "" },
  { id: "age", title: "Age", number: true, width: "92px", text: (task) => Format.duration(task.age), key: (task) => task.age },
  { id: "running", title: "Ran", className: "wide", number: true, width: "84px", text: (task) => Format.duration(task.times?.running ?? NaN), key: (task) => task.times?.running ?? -1 },
  { id: "queued", title: "In queues", className: "wide", number: true, width: "92px", text: (task) => Format.duration(task.times?.queued ?? NaN), key: (task) => task.times?.queued ?? -1 },
  { id: "runs", title: "Runs", className: "wide", number: true, width: "76px", text: (task) => Format.count(task.times?.runs ?? NaN), key: (task) => task.times?.runs ?? -1 },
  { id: "hops", title: "Hops", className: "wide", number: true, width: "70px", text: (task) => Format.count(task.times?.hops ?? NaN), key: (task) => task.times?.hops ?? -1 },
  { id: "place", title: "Created in", className: "wide place", text: (task) => Format.frame(task.creation?.[0]) || "–", key: (task) => Format.frame(task.creation?.[0]) },
];

function taskState(task) {
  if (task.isCancelled) return (task.state ?? "–") + ", cancelled";
  if (task.state !== "suspended") return task.state ?? "–";
  return task.waitsFor ? task.waitsFor === "sleep" ? "sleeps" : "waits: " + task.waitsFor : "suspended";
}

/// The tasks that a text and a state let through: every word has to be somewhere.
function filterTasks(tasks, text, state) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return tasks.filter((task) => {
    if (state && task.state !== state) return false;
    if (words.length === 0) return true;
    const hay = TASK_COLUMNS.map((column) => column.text(task)).join(" ").toLowerCase();
    return words.every((word) => hay.includes(word));
  });
}

class TaskTable {
  constructor(elements, onSelect) {
    Object.assign(this, { elements, onSelect });
    this.list = null;
    this.sort = { id: "id", isDescending: false };
    this.limit = 250;
    const row = elements.table.tHead.rows[0];
    for (const column of TASK_COLUMNS) {
      const head = document.createElement("th");
      head.scope = "col";
      head.className = [column.className ?? "", column.number ? "number" : ""].join(" ").trim();
      if (column.width) head.style.width = column.width;
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: column.title });
      button.addEventListener("click", () => {
        this.sort = { id: column.id, isDescending: this.sort.id === column.id ? !this.sort.isDescending : Boolean(column.number && column.id !== "id") };
        this.draw();
      });
      head.append(button);
      row.append(head);
    }
    elements.filter.addEventListener("input", () => this.draw());
    elements.state.addEventListener("change", () => this.draw());
    const body = elements.table.tBodies[0];
    const choose = (event) => {
      const row = event.target.closest("tr");
      if (row) this.onSelect(Number(row.dataset.task));
    };
    body.addEventListener("click", choose);
    body.addEventListener("keydown", (event) => {
      if (event.key === "Enter") choose(event);
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        const row = event.target.closest("tr");
        const next = event.key === "ArrowDown" ? row?.nextElementSibling : row?.previousElementSibling;
        next?.focus();
        event.preventDefault();
      }
    });
  }

  take(list) {
    this.list = list;
    this.error = null;
    this.draw();
  }

  fail(text) {
    this.error = text;
    this.draw();
  }

  draw() {
    const { elements, list } = this;
    const column = TASK_COLUMNS.find((column) => column.id === this.sort.id);
    const tasks = filterTasks(list?.tasks ?? [], elements.filter.value, elements.state.value);
    const sign = this.sort.isDescending ? -1 : 1;
    tasks.sort((a, b) => {
      const [x, y] = [column.key(a), column.key(b)];
      return (x < y ? -sign : x > y ? sign : 0) || a.id - b.id || a.address - b.address;
    });
    [...elements.table.tHead.rows[0].cells].forEach((head, index) => {
      if (TASK_COLUMNS[index].id === this.sort.id) head.setAttribute("aria-sort", this.sort.isDescending ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    this.fill(tasks.slice(0, this.limit));
    const shown = Math.min(tasks.length, this.limit);
    const isFiltered = elements.filter.value.trim() !== "" || elements.state.value !== "";
    const parts = [];
    if (list) {
      parts.push("Showing " + Format.count(shown) + " of " + Format.count(isFiltered ? tasks.length : list.total) + (isFiltered ? " that match, of " + Format.count(list.total) : "") + " live tasks");
      if (list.tasks.length < list.total) parts.push("filter and order are those of the first " + Format.count(list.tasks.length));
      for (const [table, count] of Object.entries(list.losses ?? {})) parts.push(table + ": " + Format.count(count) + " lost");
      for (const [what, why] of Object.entries(list.unavailable ?? {})) parts.push(what + " absent: " + why);
    }
    if (this.error) parts.push("not renewed: " + this.error);
    elements.summary.textContent = parts.join(" · ");
    elements.empty.hidden = shown > 0;
    elements.empty.textContent = !list ? this.error ?? "Asking for the tasks…" : list.tasks.length === 0 ? "No task is alive." : "No task matches.";
  }

  /// Writes the rows; each keeps its element, so that the focus and the pointer stay where they are.
  fill(tasks) {
    const body = this.elements.table.tBodies[0];
    while (body.rows.length > tasks.length) body.lastElementChild.remove();
    tasks.forEach((task, index) => {
      let row = body.rows[index];
      if (!row) {
        row = body.insertRow();
        row.tabIndex = 0;
        for (const column of TASK_COLUMNS) {
          const cell = row.insertCell();
          cell.className = [column.className ?? "", column.number ? "number" : ""].join(" ").trim();
        }
        const mark = Object.assign(document.createElement("span"), { className: "state" });
        mark.append(document.createElement("i"), document.createElement("span"));
        row.cells[2].append(mark);
      }
      row.dataset.task = task.id;
      TASK_COLUMNS.forEach((column, n) => {
        const text = column.text(task);
        const target = n === 2 ? row.cells[n].firstChild.lastChild : row.cells[n];
        if (target.textContent !== text) target.textContent = text;
        if (n === 2) row.cells[n].firstChild.dataset.state = task.state ?? "";
        if (column.id === "place" || column.id === "name") row.cells[n].title = text;
      });
      if (task.id === this.selected) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    });
  }
}
</script>
<script>
"use strict";

// What holds the page together: the stream, the views, the keys.

const $ = (id) => document.getElementById(id);

class App {
  constructor() {
    this.server = new Server(location);
    this.samples = new Samples();
    Theme.start($("theme"));
    this.board = new Board(this.samples, $("cards"));
    this.scheduler = new Scheduler({
      stage: $("stage"), tip: $("stage-tip"), absent: $("stage-absent"), summary: $("stage-summary"), honest: $("stage-honest"),
      legend: $("stage-legend"), scrubber: $("scrubber"), density: $("density"), speed: $("speed"), skip: $("skip"), text: $("transport-text"),
      live: $("live"), play: $("play"), reverse: $("reverse"), back: $("back"), forward: $("forward"), colour: $("colour"), announce: $("announce"),
    }, {
      server: this.server,
      onSelect: (task) => this.story.open(task),
      onHold: () => this.ask(),
      onLive: () => this.ask(),
    });
    this.story = new Story($("story"), this.scheduler, this.server);
    this.story.onSeek = () => this.show("scheduler");
    this.story.onClose = () => {
      this.table.selected = null;
      this.table.draw();
    };
    this.table = new TaskTable({
      table: $("tasks-table"), filter: $("filter"), state: $("state-filter"), summary: $("tasks-summary"), empty: $("tasks-empty"),
    }, (task) => {
      this.table.selected = task;
      this.story.open(task);
    });
    this.stream = new Stream(this.server, {
      onMessage: (type, data) => this.take(type, data),
      onState: (state, text, why) => this.tellConnection(state, text, why),
    });
    this.bind();
    const view = location.hash.slice(1);
    this.show(["charts", "scheduler", "tasks"].includes(view) ? view : "charts");
    setInterval(() => this.tick(), 500);
  }

  // What arrives.

  take(type, text) {
    let message;
    try {
      message = JSON.parse(text);
    } catch {
      this.damaged = (this.damaged ?? 0) + 1;
      return;
    }
    if (message.version !== undefined && message.version !== 1) {
      this.tellNotice("The server speaks version " + message.version + " of the interface, this page version 1: load the page again.", "");
      return;
    }
    if (message.figures) this.takeSnapshot(message);
    else if (Array.isArray(message.events)) this.scheduler.takeBatch(message);
    else if (type === "dropped") this.takeDropped(message);
    else if (type === "end" && message.hasEnded) this.takeEnd(message.error);
    else if (message.error !== undefined) this.tellNotice(message.error, "");
  }

  takeSnapshot(snapshot) {
    const before = this.samples.snapshot;
    if (!this.samples.push(snapshot)) return;
    this.isEnded = false;
    this.board.silentSince = null;
    const isOther = before && (before.process.pid !== snapshot.process.pid || Math.abs(before.process.started - snapshot.process.started) > 2e9);
    if (isOther) this.scheduler.reset();
    this.scheduler.takeSnapshot(snapshot);
    this.tellProcess(snapshot);
    this.tellLosses(snapshot);
    this.tellNotice(snapshot.process.isStopped ? "The process is stopped by a signal; its figures stand still." : "", "");
    if (!this.board.isPaused) this.board.draw();
    else $("pause").textContent = "Go on (" + (this.samples.end - this.board.frozen) + ")";
    document.documentElement.dataset.samples = this.samples.end;
  }

  /// What the server left out because this page did not read fast enough.
  takeDropped(message) {
    this.droppedSnapshots = (this.droppedSnapshots ?? 0) + (message.snapshots ?? 0);
    if (message.transitions > 0) this.scheduler.takeLoss(message.transitions);
  }

  takeEnd(how) {
    this.isEnded = true;
    this.stream.end(String(how));
  }

  tick() {
    const { samples, board } = this;
    // Silence is shown as it happens, not only once it is over.
    if (samples.end > 0 && this.state !== "live") {
      board.silentSince = samples.wallAt(samples.end - 1);
      board.silentTo = this.isEnded ? board.silentSince : board.silentSince + (performance.now() - this.scheduler.sinceSnapshot) * 1e6;
      if (!this.isEnded) board.draw();
    }
    this.story.draw();
    const isShown = this.view !== "charts" || !$("story").hidden;
    if (isShown && this.state === "live" && !document.hidden && (this.view === "tasks" || this.scheduler.isLive) && !(performance.now() < this.tasksDue)) this.askTasks();
    const held = samples.end - samples.first;
    const span = held > 1 ? samples.wallAt(samples.end - 1) - samples.wallAt(samples.first) : 0;
    Scheduler.write($("charts-note"), held === 0 ? "" : Format.plural(held, "look") + " held, " + Format.age(span)
      + (samples.first > 0 ? "; older ones are left out" : "") + (this.damaged ? " · " + Format.plural(this.damaged, "message") + " could not be read" : ""));
  }

  async askTasks() {
    if (this.isAskingTasks) return;
    this.isAskingTasks = true;
    const start = performance.now();
    try {
      const list = await this.server.get("v1/tasks", { limit: 5000 });
      this.lastCost = performance.now() - start;
      this.scheduler.takeTasks(list);
      if (this.view === "tasks") this.table.take(list);
    } catch (error) {
      if (this.view === "tasks") this.table.fail(error instanceof TypeError ? "the server can't be reached" : error.message);
    }
    this.isAskingTasks = false;
    // A list that takes long to make is asked for less often: never more than a twentieth of the time.
    const isDoubtful = (this.scheduler.playhead.waiting.get(STATE.lost)?.size ?? 0) > 50;
    const every = this.view === "tasks" || isDoubtful ? 2000 : 5000;
    this.tasksDue = performance.now() + Math.max(every, 20 * (this.lastCost ?? 0));
  }

  // What is asked for.

  /// Transitions are asked for only while somebody looks at them.
  ask() {
    const wants = this.view === "scheduler" && this.scheduler.isLive && !document.hidden;
    this.stream.open(wants ? { transitions: 1 } : {});
    // A recording that begins knows only what moves; the list says what else there is.
    if (wants) this.tasksDue = performance.now() + 400;
  }

  // What is said.

  tellProcess(snapshot) {
    const { process } = snapshot;
    Scheduler.write($("process-name"), process.name);
    const uptime = process.started > 0 ? "up " + Format.age(snapshot.wallTime - process.started) : "";
    const facts = ["pid " + process.pid, process.user, uptime, process.processors ? Format.plural(process.processors, "processor") : "", process.path].filter(Boolean).join(" · ");
    Scheduler.write($("process-facts"), facts);
    $("process-facts").title = process.path;
    const title = process.name + " (" + process.pid + ") · Tidemark";
    if (document.title !== title) document.title = title;
  }

  tellLosses(snapshot) {
    const losses = Object.entries(snapshot.losses ?? {}).filter(([, count]) => count > 0);
    const transitions = this.scheduler.timeline.lost;
    if (transitions > 0) losses.push(["transitions, since the scheduler is shown", transitions]);
    if (this.droppedSnapshots > 0) losses.push(["snapshots, which this page was too slow for", this.droppedSnapshots]);
    const pill = $("losses");
    pill.hidden = losses.length === 0;
    Scheduler.write(pill, "losses: " + losses.length);
    this.losses = losses;
    this.unavailable = Object.entries(snapshot.unavailable ?? {});
  }

  showLosses() {
    const body = $("losses-body");
    const table = document.createElement("table");
    for (const [name, count] of this.losses ?? []) {
      const row = table.insertRow();
      row.append(Object.assign(document.createElement("th"), { textContent: name }));
      row.insertCell().textContent = Format.count(count) + " missing";
    }
    for (const [name, why] of this.unavailable ?? []) {
      const row = table.insertRow();
      row.append(Object.assign(document.createElement("th"), { textContent: name }));
      row.insertCell().textContent = "absent: " + why;
    }
    body.replaceChildren(table, Object.assign(document.createElement("p"), { textContent: "Figures that these belong to are too low by what is missing." }));
    $("losses-dialog").showModal();
  }

  tellConnection(state, text, why) {
    const isNew = this.state !== state;
    this.state = state;
    const pill = $("connection");
    pill.dataset.state = state;
    document.documentElement.dataset.connection = state;
    // Only changes are read out, not each second of the wait.
    $("connection-text").textContent = state === "waiting" ? "lost · " + text : text;
    pill.setAttribute("aria-label", state === "waiting" ? "connection lost" : text);
    if (state === "waiting") this.tellNotice("Connection lost: " + why + ". What is shown is the last that was received.", "");
    else if (state === "ended") this.tellNotice("The process has ended: " + why + ". What is shown is its last state.", "ended");
    else if (isNew) this.tellNotice("", "");
    if (state === "live" && isNew) this.tasksDue = performance.now() + 400;
  }

  tellNotice(text, kind) {
    const notice = $("notice");
    if (notice.textContent === text && notice.hidden === (text === "")) return;
    notice.textContent = text;
    notice.dataset.kind = kind;
    notice.hidden = text === "";
  }

  // Views.

  show(view) {
    if (this.view === view) return;
    this.view = view;
    document.documentElement.dataset.view = view;
    for (const name of ["charts", "scheduler", "tasks"]) $("view-" + name).hidden = name !== view;
    for (const controls of document.querySelectorAll(".controls")) controls.hidden = controls.dataset.for !== view;
    for (const tab of document.querySelectorAll(".tabs button")) {
      if (tab.dataset.view === view) tab.setAttribute("aria-current", "page");
      else tab.removeAttribute("aria-current");
    }
    if (document.activeElement?.closest("[hidden]")) $("main").focus({ preventScroll: true });
    scrollTo(0, 0);
    history.replaceState(null, "", location.pathname + location.search + (view === "charts" ? "" : "#" + view));
    // What was recorded before somebody looked elsewhere does not join what comes now.
    if (view === "scheduler" && this.scheduler.isLive) this.scheduler.reset();
    this.scheduler.setVisible(view === "scheduler" && !document.hidden);
    this.tasksDue = 0;
    this.ask();
    this.board.draw();
    this.tick();
  }

  setRange(seconds) {
    this.board.range = seconds;
    for (const button of $("ranges").children) button.setAttribute("aria-pressed", String(Number(button.dataset.range) === seconds));
    this.board.draw();
  }

  togglePause() {
    const isPaused = !this.board.isPaused;
    this.board.pause(isPaused);
    $("pause").setAttribute("aria-pressed", String(isPaused));
    $("pause").textContent = isPaused ? "Go on" : "Pause";
  }

  // Keys.

  bind() {
    for (const tab of document.querySelectorAll(".tabs button")) tab.addEventListener("click", () => this.show(tab.dataset.view));
    for (const button of $("ranges").children) button.addEventListener("click", () => this.setRange(Number(button.dataset.range)));
    $("pause").addEventListener("click", () => this.togglePause());
    $("help").addEventListener("click", () => $("help-dialog").showModal());
    $("losses").addEventListener("click", () => this.showLosses());
    $("connection").addEventListener("click", () => this.state === "waiting" && this.stream.retryNow());
    for (const dialog of document.querySelectorAll("dialog")) {
      dialog.addEventListener("click", (event) => {
        if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
      });
    }
    document.addEventListener("visibilitychange", () => {
      this.scheduler.setVisible(this.view === "scheduler" && !document.hidden);
      if (!document.hidden && this.view === "scheduler" && this.scheduler.isLive) this.scheduler.reset();
      this.ask();
    });
    window.addEventListener("online", () => this.state === "waiting" && this.stream.retryNow());
    document.addEventListener("keydown", (event) => this.key(event));
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const { target } = event;
    const isOpen = document.querySelector("dialog[open]");
    if (event.key === "Escape") {
      if (!isOpen && target.matches("input[type=search]") && target.value) return;
      if (!isOpen) this.story.close();
      return;
    }
    if (isOpen || target.matches("input:not([type=range]):not([type=checkbox]), select, textarea")) return;
    const isButton = target.matches("button, input[type=checkbox], tr");
    const { scheduler } = this;
    const isScheduler = this.view === "scheduler";
    const keys = {
      1: () => this.show("charts"),
      2: () => this.show("scheduler"),
      3: () => this.show("tasks"),
      t: () => Theme.next(),
      "?": () => $("help-dialog").showModal(),
      "/": () => {
        this.show("tasks");
        $("filter").focus();
      },
      " ": isButton ? null : isScheduler ? () => scheduler.toggle() : this.view === "charts" ? () => this.togglePause() : null,
      ArrowLeft: isScheduler ? () => scheduler.step(event.shiftKey ? -100 : -1) : null,
      ArrowRight: isScheduler ? () => scheduler.step(event.shiftKey ? 100 : 1) : null,
      b: isScheduler ? () => scheduler.play(-1) : null,
      l: isScheduler ? () => scheduler.goLive() : null,
      "[": isScheduler ? () => scheduler.pointNext(-1) : null,
      "]": isScheduler ? () => scheduler.pointNext(1) : null,
      "-": () => this.slower(),
      "+": () => this.faster(),
      "=": () => this.faster(),
    };
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  slower() {
    if (this.view === "scheduler") this.scheduler.changeSpeed(-1);
    else if (this.view === "charts") this.changeRange(1);
  }

  faster() {
    if (this.view === "scheduler") this.scheduler.changeSpeed(1);
    else if (this.view === "charts") this.changeRange(-1);
  }

  changeRange(steps) {
    const ranges = [...$("ranges").children].map((button) => Number(button.dataset.range));
    const index = ranges.indexOf(this.board.range) + steps;
    if (index >= 0 && index < ranges.length) this.setRange(ranges[index]);
  }
}

const app = new App();
</script>
</body>
</html>
"""##
}
