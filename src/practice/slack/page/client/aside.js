/** Practice beside the workspace: the world outside (attacker, shop), what to copy, the tour, buttons and what they did. On a phone a strip. */
import { h } from './dom.js';
import { icon } from './icons.js';
import { plainNodes } from './inline.js';
import { keyedList, region } from './region.js';

/** @param {{ press(button: string): void }} parts */
export function createAside({ press }) {
  let open = false;
  /** @type {Set<string>} */
  const shown = new Set();
  let latest = null;
  const tickers = h('div.tickers');
  const drawTickers = keyedList(tickers);
  const toggle = h('button.aside-toggle', {
    type: 'button',
    data: { testid: 'aside-toggle' },
    on: {
      click: () => {
        open = !open;
        if (latest !== null) update(latest);
      },
    },
  });
  const drawToggle = region(toggle);
  const rest = h('div.aside-rest');
  const drawRest = region(rest);
  const node = h(
    'aside.aside',
    { 'aria-label': 'Practice: the world outside', hidden: true, data: { testid: 'aside' } },
    h('div.aside-top', null, tickers, toggle),
    rest,
  );

  function update(aside) {
    const isNews = latest !== null && aside !== null && aside.results.length > latest.results.length;
    latest = aside;
    node.hidden = aside === null;
    if (aside === null) return;
    // Whoever pressed sees what came of it.
    if (isNews) requestAnimationFrame(() => rest.lastElementChild?.scrollIntoView({ block: 'end' }));
    node.classList.toggle('open', open);
    toggle.setAttribute('aria-expanded', String(open));
    toggle.setAttribute('aria-label', open ? 'Hide the practice panel' : 'Show the practice panel');
    drawToggle([open, stepText(aside)], () => [h('span', null, stepText(aside)), icon(open ? 'up' : 'down')]);
    drawTickers(
      aside.tickers.map((ticker, at) => ({ key: String(at), signature: ticker, build: () => tickerNode(ticker, at) })),
    );
    drawRest([aside.facts, aside.tour, aside.buttons, aside.results, [...shown]], () =>
      [
        aside.tour !== null && !aside.tour.skipped && tourNode(aside.tour, press),
        aside.facts.length > 0 && factsNode(aside.facts),
        aside.buttons.length > 0 &&
          h(
            'div.aside-buttons',
            null,
            aside.buttons.map((button) => buttonNode(button, press)),
          ),
        aside.results.map(resultNode),
      ]
        .flat()
        .filter(Boolean),
    );
  }
  function factsNode(facts) {
    return h(
      'dl.facts',
      null,
      facts.map((fact, at) => factNode(fact, at, shown, () => update(latest))),
    );
  }
  return { node, update };
}

function stepText(aside) {
  if (aside.tour === null || aside.tour.skipped) return 'Practice';
  const at = aside.tour.steps.findIndex((step) => !step.done);
  return at === -1 ? 'Tour done' : `Tour ${at + 1}/${aside.tour.steps.length}`;
}

const tickerNode = (ticker, at) =>
  h(
    `div.ticker.tone-${ticker.tone}`,
    { data: { testid: `ticker-${at}` } },
    h('span.pulse', { 'aria-hidden': 'true' }),
    h('span.ticker-label', null, ticker.label),
    h('span.ticker-text', null, ticker.text),
  );

function tourNode(tour, press) {
  const current = tour.steps.findIndex((step) => !step.done);
  const step = (each, at) =>
    h(
      'li.tour-step',
      {
        class: each.done ? 'done' : at === current ? 'current' : null,
        'aria-current': at === current ? 'step' : null,
        data: { testid: `tour-step-${at}` },
      },
      h('span.tour-number', { 'aria-hidden': 'true' }, each.done ? icon('check') : String(at + 1)),
      h('div', null, h('div.tour-title', null, each.title), at === current && h('p.tour-text', null, plainNodes(each.text))),
    );
  return h(
    'section.tour',
    { 'aria-label': 'Guided tour' },
    h(
      'div.aside-title',
      null,
      h('h2', null, 'What to do'),
      h(
        'button.link-button',
        { type: 'button', data: { testid: 'skip-tour' }, on: { click: () => press('skip-tour') } },
        current === -1 ? 'Hide' : 'Skip the tour',
      ),
    ),
    h('ol', null, tour.steps.map(step)),
  );
}

function factNode(fact, at, shown, redraw) {
  const masked = fact.secret && !shown.has(fact.label);
  const reveal = () => {
    if (masked) shown.add(fact.label);
    else shown.delete(fact.label);
    redraw();
  };
  const copy = async (event) => {
    const button = event.currentTarget;
    const done = await copyText(fact.value);
    button.classList.toggle('copied', done);
    button.setAttribute('aria-label', done ? `Copied ${fact.label}` : `Could not copy ${fact.label}: show it and select it`);
    setTimeout(() => button.classList.remove('copied'), 1_500);
  };
  return h(
    'div.fact',
    null,
    h('dt', null, fact.label),
    h('dd', null, h('code', { data: { testid: `fact-${at}` } }, masked ? '••••••••••••' : fact.value)),
    fact.secret &&
      h(
        'button.icon-button',
        {
          type: 'button',
          'aria-pressed': String(!masked),
          'aria-label': `${masked ? 'Show' : 'Hide'} ${fact.label}`,
          data: { testid: `show-${at}` },
          on: { click: reveal },
        },
        icon('eye'),
      ),
    h(
      'button.icon-button',
      {
        type: 'button',
        'aria-label': `Copy ${fact.label}`,
        title: 'Copy',
        data: { testid: `copy-${at}` },
        on: { click: (event) => void copy(event) },
      },
      icon('copy'),
    ),
  );
}

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

const buttonNode = (button, press) =>
  h(
    'button.button',
    {
      type: 'button',
      disabled: button.busy,
      'aria-busy': button.busy ? 'true' : null,
      data: { testid: `aside-button-${button.id}` },
      on: { click: () => press(button.id) },
    },
    button.label,
    button.busy && h('span.spinner', { 'aria-hidden': 'true' }),
  );

const resultNode = (result, at) =>
  h(
    `section.result.tone-${result.tone}`,
    { role: 'status', data: { testid: `result-${at}` } },
    h('h3', null, result.title),
    result.lines.map((line) => h('p', null, line)),
  );
