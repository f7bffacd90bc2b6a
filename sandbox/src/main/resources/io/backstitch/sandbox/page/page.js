/*
 * The sandbox's page. No framework, no build step: a view is a function from the sandbox's JSON to
 * DOM nodes, and `settle` brings the document in line with them, so that focus, selection and
 * scroll position survive the update every second.
 *
 * Everything shown comes from outside and is put in as text nodes and attributes, never as markup.
 */
'use strict';

/* ---------------------------------------------------------------- text, numbers, times */

const count = new Intl.NumberFormat('en');
const decimal = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const number = (n) => (typeof n === 'number' ? count.format(n) : '–');
const plural = (n, one, many) => `${number(n)} ${n === 1 ? one : many}`;
const sum = (object) => Object.values(object || {}).reduce((a, b) => a + b, 0);
const isObject = (v) => v !== null && typeof v === 'object' && !Array.isArray(v);

/** Unix seconds of a time in seconds, milliseconds or ISO text; null if it is none of them. */
function seconds(value) {
  if (typeof value === 'number' && Number.isFinite(value)) {
    return Math.abs(value) > 1e11 ? value / 1000 : value;
  }
  const parsed = typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isNaN(parsed) ? null : parsed / 1000;
}

/** "2026-11-23 12:03:11"; always UTC. */
function utc(value) {
  const s = seconds(value);
  const date = s === null ? null : new Date(s * 1000);
  if (date === null || Number.isNaN(date.getTime())) return value == null ? '–' : String(value);
  return date.toISOString().slice(0, 19).replace('T', ' ');
}
const day = (value) => utc(value).slice(0, 10);
const clock = (value) => utc(value).slice(11);

/** 754 -> "12 min 34 s": the two largest units. */
function span(s) {
  const units = [['d', 86400], ['h', 3600], ['min', 60], ['s', 1]];
  let rest = Math.round(Math.abs(s));
  const parts = [];
  for (const [name, size] of units) {
    const n = Math.floor(rest / size);
    rest -= n * size;
    if (n > 0) parts.push(`${n} ${name}`);
    else if (parts.length) break;
    if (parts.length === 2) break;
  }
  return parts.join(' ') || '0 s';
}

const TIME_KEY = /(^|_)(at|date|time|timestamp|until|since)$/;

/** A whole number under a name that says "date", in the range 2001–2096: Unix seconds. */
const isDate = (key, value) =>
  TIME_KEY.test(key) && Number.isInteger(value) && value >= 1e9 && value < 4e9;

/** JSON, with whole numbers that a double cannot hold kept digit for digit. */
const json = (text) => JSON.parse(text, (key, value, context) =>
  (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value) && context && /^-?\d+$/.test(context.source)
    ? BigInt(context.source) : value));

const personName = (p) => [p.first_name, p.last_name].filter(Boolean).join(' ');

/* ---------------------------------------------------------------- nodes */

const SVG = 'http://www.w3.org/2000/svg';
const SVG_TAGS = new Set(['svg', 'rect', 'polyline', 'title']);

/** h('p.soft', {title: 't'}, 'text', node, [more], null): an element. Strings become text nodes. */
function h(spec, ...rest) {
  const [tag, ...classes] = spec.split('.');
  const node = SVG_TAGS.has(tag) ? document.createElementNS(SVG, tag) : document.createElement(tag);
  if (classes.length) node.setAttribute('class', classes.join(' '));
  if (isObject(rest[0]) && !(rest[0] instanceof Node)) {
    for (const [name, value] of Object.entries(rest.shift())) {
      if (value !== null && value !== undefined && value !== false) {
        node.setAttribute(name, value === true ? '' : String(value));
      }
    }
  }
  for (const child of rest.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) {
      node.append(child instanceof Node ? child : String(child));
    }
  }
  return node;
}

/** Text from outside: isolated, so that right-to-left letters cannot reorder what is around it. */
const outside = (text) => h('bdi', text);
const time = (value, shown = utc(value)) => {
  const s = seconds(value);
  if (s === null) return h('span.soft', '–');
  return h('time', { datetime: new Date(s * 1000).toISOString(), title: `${utc(value)} UTC · ${Math.floor(s)}` }, shown);
};

/** Brings `from` in line with `to`, keeping every node that can stay. */
function settle(from, to) {
  for (const { name } of [...from.attributes]) {
    if (!to.hasAttribute(name) && !(name === 'open' && from.nodeName === 'DETAILS')) from.removeAttribute(name);
  }
  for (const { name, value } of [...to.attributes]) {
    if (from.getAttribute(name) !== value) from.setAttribute(name, value);
  }
  settleChildren(from, [...to.childNodes]);
}

function settleChildren(parent, wanted) {
  const keyed = new Map();
  for (const child of parent.children) {
    if (child.dataset && child.dataset.key) keyed.set(child.dataset.key, child);
  }
  let at = parent.firstChild;
  for (const want of wanted) {
    const key = want.dataset && want.dataset.key;
    let have = key ? keyed.get(key) : at;
    if (have && have !== at) parent.insertBefore(have, at);
    const fits = have && have.nodeName === want.nodeName && (key || !(have.dataset && have.dataset.key));
    if (!fits) {
      parent.insertBefore(want, at);
      continue;
    }
    at = have.nextSibling;
    if (have.nodeType === Node.TEXT_NODE) {
      if (have.data !== want.data) have.data = want.data;
    } else {
      settle(have, want);
    }
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

/* ---------------------------------------------------------------- blocks */

function head(title, { crumb, lead, aside } = {}) {
  return h('div.head', h('div', crumb && h('p.crumb', crumb), h('h1', { tabindex: '-1' }, title), lead && h('p.lead', lead)), aside);
}

const card = (title, why, ...content) =>
  h('section.card', h('h2', title), why && h('p.why', why), ...content);

const empty = (text) => h('p.empty', text);

const lonely = (title, text, ...more) => h('section.card.lonely', h('h1', { tabindex: '-1' }, title), h('p.soft', text), ...more);

/** A table that turns into cards on a narrow screen; roles are spelled out because CSS then drops them. */
function table(caption, columns, rows) {
  return h('table.data.stack', { role: 'table' },
    h('caption.unseen', caption),
    h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' },
      columns.map((c) => h('th', { role: 'columnheader', scope: 'col', class: c.kind || null },
        c.swatch && h(`span.swatch.fill-${c.swatch}`), c.title)))),
    h('tbody', { role: 'rowgroup' }, rows.map(({ key, cells }) =>
      h('tr', { role: 'row', 'data-key': key },
        cells.map((cell, i) => h(i === 0 ? 'th' : 'td', {
          role: i === 0 ? 'rowheader' : 'cell', scope: i === 0 ? 'row' : null,
          class: columns[i].kind || null, 'data-label': i === 0 ? null : columns[i].title,
        }, cell))))));
}

/** Names and counts with a bar each, largest first. */
function bars(caption, counts, { inOrder = false, worse = [] } = {}) {
  const entries = Object.entries(counts || {});
  if (!inOrder) entries.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const most = Math.max(1, ...entries.map(([, n]) => n));
  return h('table.bars', { role: 'table' }, h('caption.unseen', caption),
    h('tbody', { role: 'rowgroup' }, entries.map(([name, n]) =>
      h('tr', { role: 'row', 'data-key': name, class: n === 0 ? 'zero' : worse.includes(name) ? 'worse' : null },
        h('th', { role: 'rowheader', scope: 'row' }, outside(name)),
        h('td.number', { role: 'cell' }, number(n)),
        h('td', { 'aria-hidden': 'true' },
          h('svg', { viewBox: '0 0 100 1', preserveAspectRatio: 'none' },
            h('rect', { width: n === 0 ? 0 : Math.max(0.5, (100 * n) / most), height: 1 })))))));
}

function spark(values) {
  if (values.length < 3) return null;
  const most = Math.max(1, ...values);
  const points = values.map((v, i) => `${((100 * i) / (values.length - 1)).toFixed(1)},${(29 - (27 * v) / most).toFixed(1)}`);
  return h('svg', { viewBox: '0 0 100 30', preserveAspectRatio: 'none', 'aria-hidden': 'true' }, h('polyline', { points: points.join(' ') }));
}

/* ---------------------------------------------------------------- talking to the sandbox */

class Answer extends Error {
  constructor(status, text) {
    super(`${status}: ${text}`);
    this.status = status;
  }
}

/** Nobody answers. */
class Gone extends Error {}

async function ask(path, signal) {
  let response;
  let text;
  try {
    response = await fetch(path, { signal, cache: 'no-cache' });
    text = await response.text();
  } catch (error) {
    throw new Gone(error.message);
  }
  if (!response.ok) throw new Answer(response.status, text.slice(0, 300));
  return text;
}

/* ---------------------------------------------------------------- views
 * Each has: title, nav, paths(route) to ask for, draw(route, ...answers) -> nodes.
 */

const OUTCOMES = {
  waiting: 'waiting', exited: 'exited', mailed: 'would be mailed', nochannel: 'no channel',
};
const outcomeKey = (outcome) => String(outcome || '').toLowerCase().replace(/[^a-z]/g, '');
const outcomeName = (outcome) => OUTCOMES[outcomeKey(outcome)] || String(outcome || '–');
const outcomeTag = (outcome) => h('span.tag', { class: `tag ${OUTCOMES[outcomeKey(outcome)] ? outcomeKey(outcome) : ''}` }, outside(outcomeName(outcome)));

/** The first is harmless. */
const ASIDE = [
  ['duplicatesIgnored', 'Repeats, known by their id'], ['refusedItems', 'Refused with an error'],
  ['attributeFailures', 'Accepted, then failed'], ['droppedUnknown', 'For a person who is not there'],
  ['ignoredSuppressed', 'For a suppressed person'], ['staleAttributes', 'Older than what was known'],
  ['duplicateProfiles', 'Second profiles from a race'], ['eventsLostInMerge', 'Events lost in a merge'],
];

const rates = [];

const overview = {
  title: () => 'Overview',
  nav: 'overview',
  every: 1000,
  paths: () => [],
  draw(route, summary) {
    const done = sum(summary.operations);
    const faults = sum(summary.faultsInjected);
    const aside = Object.fromEntries(ASIDE.map(([key, name]) => [name, summary[key] || 0]).filter(([, n], i) => n || i === 0));
    const tile = (name, big, sub, extra = {}) =>
      h('div.tile', { class: `tile ${extra.bad ? 'bad' : ''}` }, h('dt', name), h('dd.big', big), h('dd.sub', sub), extra.spark);
    return [
      head('What Customer.io would hold now', {
        lead: 'Everything the sandbox has accepted so far. The numbers renew themselves about once a second.',
      }),
      h('dl.tiles',
        tile('People', number(summary.people), plural(summary.anonymousIds || 0, 'anonymous id', 'anonymous ids')),
        tile('Operations accepted', number(done), `${decimal.format(summary.opsPerSecond || 0)} a second just now`, { spark: spark(rates) }),
        tile('Requests', number(summary.requests), `${plural(faults, 'fault', 'faults')} injected on purpose`),
        tile('Not applied', number(sum(aside)), !sum(aside) ? 'all that was sent took effect' : sum(aside) === summary.duplicatesIgnored ? 'all of them repeats' : `${number(summary.duplicatesIgnored || 0)} of them repeats`)),
      card('Journeys', 'Who would have been mailed. Nobody is: the sandbox only keeps the books.', journeyTable(summary.journeys)),
      h('div.pair',
        h('div',
          card('Events by name', 'A campaign listens for exact names. A name that should not be here is a broken contract.',
            sum(summary.eventsByName) ? bars('Events by name', summary.eventsByName)
              : empty('No event yet. The first one shows up here as soon as it is accepted.')),
          card('Not applied', 'What arrived and changed nothing, by reason. Repeats are expected when a sender tries again.',
            sum(aside) ? bars('Not applied, by reason', aside, { worse: Object.keys(aside).slice(1) }) : empty('None. All that was sent took effect.'))),
        h('div',
          card('Operations', 'What was asked of Customer.io, by kind.',
            done ? bars('Operations by kind', summary.operations) : empty('Nothing accepted yet.')),
          card('Faults injected', 'Failures that the sandbox played on the sender, because it was asked to.',
            faults ? bars('Faults injected by kind', readable(summary.faultsInjected)) : empty('None. Start the demo with --faults to see how it copes.')))),
    ];
  },
};

/** rate_limited -> rate limited */
const readable = (counts) => Object.fromEntries(Object.entries(counts).map(([k, n]) => [k.replaceAll('_', ' '), n]));

function journeyTable(journeys) {
  if (!journeys || !journeys.length) return empty('The sandbox runs no journeys.');
  const parts = (j) => [['mailed', j.mailed], ['exited', j.exited], ['waiting', j.waiting], ['nochannel', j.noChannel]];
  return table('Journeys', [
    { title: 'Journey', kind: 'who' }, { title: 'Entered', kind: 'number' }, { title: 'Would be mailed', kind: 'number', swatch: 'mailed' },
    { title: 'Exited', kind: 'number', swatch: 'exited' }, { title: 'Waiting', kind: 'number', swatch: 'waiting' },
    { title: 'No channel', kind: 'number', swatch: 'nochannel' }, { title: '' },
  ], journeys.map((j) => {
    let x = 0;
    return {
      key: j.name,
      cells: [
        h('a', { href: journeyLink(j.name) }, outside(j.title || j.name)),
        number(j.entered), number(j.mailed), number(j.exited), number(j.waiting), number(j.noChannel),
        h('svg.split', { viewBox: '0 0 100 1', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
          j.entered ? parts(j).map(([kind, n]) => {
            const width = (100 * (n || 0)) / j.entered;
            const rect = h('rect', { class: `fill-${kind}`, x, width, height: 1 });
            x += width;
            return rect;
          }) : null),
      ],
    };
  }));
}

const personLink = (id) => `/#/people/${encodeURIComponent(id)}`;
const journeyLink = (name) => `/#/journeys/${encodeURIComponent(name)}`;
const PAGE = 50;

const people = {
  title: (route) => (route.query.get('q') ? `People: ${route.query.get('q')}` : 'People'),
  nav: 'people',
  every: 2000,
  paths: (route) => {
    const q = new URLSearchParams({ q: route.query.get('q') || '', limit: PAGE, offset: people.offset(route) });
    return [`/sandbox/api/people?${q}`];
  },
  offset: (route) => Math.max(0, (parseInt(route.query.get('page') || '1', 10) || 1) - 1) * PAGE,
  draw(route, summary, found) {
    const q = route.query.get('q') || '';
    const offset = people.offset(route);
    return [
      head('People', { lead: 'Everyone with a profile. Open one to read their history in the order it was accepted.' }),
      h('form.find', { role: 'search', 'data-key': 'find' },
        h('div.field', h('label', { for: 'q' }, 'Search by name, email, id or cio_id'),
          h('input', { type: 'search', id: 'q', name: 'q', value: q, autocomplete: 'off', spellcheck: 'false', 'aria-keyshortcuts': '/' })),
        h('p.soft.small', { id: 'found' }, people.found(found.total, offset, found.people.length, q))),
      found.people.length ? h('section.card', { 'data-key': 'list' }, table('People', [
        { title: 'Name' }, { title: 'Id' }, { title: 'Email' }, { title: 'Events', kind: 'number' }, { title: 'Last activity', kind: 'time' },
      ], found.people.map((p) => ({
        key: p.cio_id,
        cells: [
          h('a', { href: personLink(p.cio_id) }, outside(personName(p) || p.email || p.id || p.cio_id)),
          p.id ? h('code', outside(p.id)) : null,
          p.email ? outside(p.email) : null,
          number(p.events),
          p.lastActivity == null ? null : time(p.lastActivity),
        ],
      }))), people.pages(q, offset, found.total)) : people.none(q, offset),
    ];
  },
  found: (total, offset, shown, q) => {
    if (!total) return '';
    const range = shown < total ? `${number(offset + 1)}–${number(offset + shown)} of ` : '';
    return `${range}${plural(total, 'person', 'people')}${q ? ' found' : ''}`;
  },
  pages: (q, offset, total) => {
    if (total <= PAGE) return null;
    const page = offset / PAGE + 1;
    const last = Math.ceil(total / PAGE);
    const link = (to, text, rel) => h('a.button', { rel, href: `/#/people?${new URLSearchParams(q ? { q, page: to } : { page: to })}` }, text);
    return h('nav.pages', { 'aria-label': 'Pages' },
      page > 1 ? link(page - 1, '← Back', 'prev') : null,
      h('span.soft', `Page ${number(page)} of ${number(last)}`),
      page < last ? link(page + 1, 'Next →', 'next') : null);
  },
  none: (q, offset) => {
    if (offset > 0) return lonely('Nobody on this page', 'The list is shorter than that.', h('p', h('a', { href: '/#/people' }, 'First page')));
    if (q) return lonely('Nobody found', 'No name, email, id or cio_id contains what you typed.', h('p', h('a', { href: '/#/people' }, 'Show everyone')));
    return lonely('Nobody here yet', 'A person appears with the first identify or event that the sandbox accepts.');
  },
};

const FIRST = 200;
const LATE = 60;

const person = {
  title: (route, p) => (p ? person.label(p) : 'Person'),
  nav: 'people',
  every: 2000,
  paths: (route) => [`/sandbox/api/people/${encodeURIComponent(route.parts[1])}`],
  label: (p) => personName(p.attributes || {}) || (p.identifiers || {}).email || (p.attributes || {}).email || (p.identifiers || {}).id || p.cio_id,
  identifiers: (p) => Object.fromEntries(Object.entries({ cio_id: p.cio_id, ...(p.identifiers || {}) })
    .filter(([, v]) => v !== null && !(Array.isArray(v) && !v.length))),
  missing: (route) => lonely('Nobody has this cio_id', `The sandbox knows no person ${route.parts[1]}. A merge may have joined it to somebody else, or the sandbox was started anew.`,
    h('p', h('a', { href: '/#/people' }, 'All people'))),
  draw(route, summary, p) {
    const activity = [...(p.activity || [])].sort((a, b) => a.seq - b.seq);
    const all = route.query.get('show') === 'all';
    const shown = all ? activity : activity.slice(0, FIRST);
    const late = activity.filter((a) => lateness(a) >= LATE).length;
    return [
      head(outside(person.label(p)), {
        crumb: h('a', { href: '/#/people' }, 'People'),
        lead: `${plural(activity.length, 'operation', 'operations')} accepted${late ? `, ${number(late)} of them late` : ''}.`,
      }),
      h('div.profile',
        h('div',
          card('Identifiers', null, facts(person.identifiers(p))),
          card('Attributes', null, Object.keys(p.attributes || {}).length ? facts(p.attributes) : empty('None. Only identify operations set attributes.')),
          card('Segments', null, (p.segments || []).length
            ? h('ul', p.segments.map((s) => h('li.small', { 'data-key': `segment-${s.name}`, title: (s.conditions || []).join(', ') }, outside(s.title || s.name))))
            : empty('In none now.')),
          card('Journeys', null, person.journeys(p.journeys || [])),
          (p.failures || []).length ? card('Failures', 'What Customer.io would list under this person as not applied.',
            h('ul', p.failures.map((f) => h('li.small', isObject(f) ? pairs(f) : outside(f))))) : null),
        card('Activity', 'In the order in which it was accepted. “Late” means that it happened that long before it arrived.',
          activity.length ? feed(shown) : empty('Nothing yet.'),
          shown.length < activity.length
            ? h('p.pages', h('a.button', { href: `${personLink(p.cio_id)}?show=all` }, `Show all ${number(activity.length)}`)) : null)),
    ];
  },
  journeys: (list) => (list.length
    ? h('div.facts', list.map((j) => h('div',
      h('p', h('a', { href: journeyLink(j.name || j.journey) }, outside(j.title || j.name || j.journey)), ' ', outcomeTag(j.outcome)),
      h('p.small.soft', 'Entered ', time(j.enteredAt), j.orderId || j.cartId ? [' for ', subject(j)] : null,
        j.outcomeAt ? ['; ', outcomeName(j.outcome), ' ', time(j.outcomeAt)] : j.dueAt ? ['; due ', time(j.dueAt)] : null,
        j.exitedBy ? [' by ', h('code', outside(j.exitedBy))] : null, '.'))))
    : empty('Never entered one.')),
};

/** What an entry is about: an order, else a cart. */
const subject = (e) => (e.orderId ? [h('span.soft.small', 'order '), h('code', outside(e.orderId))]
  : e.cartId ? [h('span.soft.small', 'cart '), h('code', outside(e.cartId))] : null);

/** Seconds between when it happened and when it was received; 0 if either is unknown. */
function lateness(a) {
  const happened = seconds(a.timestamp);
  const received = seconds(a.receivedAt);
  return happened === null || received === null ? 0 : received - happened;
}

function feed(activity) {
  const nodes = [];
  let list = null;
  let today = null;
  for (const a of activity) {
    const at = a.receivedAt ?? a.timestamp;
    if (day(at) !== today || !list) {
      today = day(at);
      list = h('ol.feed', { 'data-key': `list-${a.seq}`, 'aria-label': `Accepted on ${today}` });
      nodes.push(h('p.day', { 'data-key': `day-${a.seq}` }, today), list);
    }
    list.append(feedLine(a));
  }
  return nodes;
}

const VIA = {
  anonymous: ['was anonymous', 'Accepted for an anonymous id; Customer.io joined it to this person later.'],
  merge: ['merged in', 'Accepted for another profile that was merged into this one.'],
};
const FINE_PRINT = ['event_id', 'contract_version'];

function feedLine(a) {
  const attributes = a.attributes || {};
  const late = lateness(a);
  const isEvent = !!a.name;
  const plain = {};
  const meta = [];
  const lists = [];
  for (const [key, value] of Object.entries(attributes)) {
    if (Array.isArray(value) && value.length && value.every(isObject)) lists.push([key, value]);
    else if (FINE_PRINT.includes(key)) meta.push(`${key} ${value}`);
    else if (key !== 'event_source') plain[key] = value;
  }
  const sameDay = day(a.timestamp) === day(a.receivedAt);
  return h('li', { 'data-key': a.seq, class: [late >= LATE && 'late', !isEvent && 'identify'].filter(Boolean).join(' ') || null },
    h('div.when',
      h('div', h('span.soft', 'accepted'), a.receivedAt == null ? '–' : time(a.receivedAt, clock(a.receivedAt))),
      a.timestamp == null ? null : h('div.soft.happened', h('span', 'happened'), time(a.timestamp, sameDay ? clock(a.timestamp) : utc(a.timestamp).slice(5, 16))),
      h('div.soft', h('span', 'number'), h('span', number(a.seq)))),
    h('div.what',
      h('h3', outside(a.name || a.type)),
      h('span.tags',
        isEvent && a.type && a.type !== 'event' ? h('span.tag.event', outside(a.type)) : null,
        attributes.event_source ? h('span.tag', outside(attributes.event_source)) : null,
        VIA[a.via] ? h('span.tag', { title: VIA[a.via][1] }, VIA[a.via][0]) : null,
        late >= LATE ? h('span.tag.warn', `${span(late)} late`) : null,
        late <= -LATE ? h('span.tag.warn', `dated ${span(late)} ahead`) : null),
      pairs(plain),
      lists.map(([key, rows]) => items(key, rows)),
      h('p.meta', outside([a.ulid, ...meta].filter(Boolean).join(' · ')))));
}

/** A list of alike objects, usually `items`: one row each, one column for every key. */
function items(key, rows) {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const kind = (c) => (rows.every((row) => typeof row[c] === 'number') ? 'number' : /(^|_)(id|sku)$/.test(c) ? 'code' : /name|title/.test(c) ? 'named' : null);
  return h('div.scroll',
    h('table.items', h('caption.unseen', key),
      h('thead', h('tr', columns.map((c) => h('th', { scope: 'col', class: kind(c) }, outside(c))))),
      h('tbody', rows.map((row) => h('tr', columns.map((c) => h('td', { class: kind(c) }, value(c, row[c]))))))));
}

const pairs = (object) => (Object.keys(object).length
  ? h('dl.pairs', Object.entries(object).map(([k, v]) => h('div', h('dt', outside(k)), h('dd', value(k, v)))))
  : null);

const facts = (object) => h('dl.facts', Object.entries(object).map(([k, v]) =>
  h('div', { 'data-key': `fact-${k}` }, h('dt', outside(k)), h('dd', value(k, v)))));

/** One attribute's value. Dates show both what is stored and what it means. */
function value(key, v) {
  if (v === undefined) return null;
  if (v === null) return h('span.soft', 'null');
  if (v === '') return h('span.soft', 'empty text');
  if (isDate(key, v)) return [h('span.mono', String(v)), ' ', h('span.soft.means', h('span.equals', '= '), time(v), ' UTC')];
  if (TIME_KEY.test(key) && typeof v === 'number' && v >= 1e11) return [h('span.mono', String(v)), ' ', h('span.tag.bad', 'not Unix seconds')];
  if (key === 'items' && typeof v === 'string') return [h('span.tag.bad', 'text, not a list'), ' ', outside(v)];
  if (Array.isArray(v) && v.every((x) => typeof x === 'string')) return v.map((x, i) => [i ? ', ' : '', outside(x)]);
  if (typeof v === 'object') return h('code', outside(JSON.stringify(v, (k, x) => (typeof x === 'bigint' ? String(x) : x))));
  return outside(String(v));
}

const journeys = {
  title: () => 'Journeys',
  nav: 'journeys',
  every: 2000,
  paths: () => [],
  draw: (route, summary) => [
    head('Journeys', { lead: 'Campaigns as a retention team would build them. Here you see whom they would have mailed, and who left in time.' }),
    h('section.card', journeyTable(summary.journeys)),
  ],
};

/** The most entries that the sandbox hands out. */
const MOST = 1000;

const journey = {
  title: (route, j) => (j ? j.title || j.name : 'Journey'),
  nav: 'journeys',
  every: 2000,
  paths: (route) => [`/sandbox/api/journeys/${encodeURIComponent(route.parts[1])}?limit=${journey.limit(route)}`],
  limit: (route) => Math.min(MOST, Math.max(1, parseInt(route.query.get('limit') || '200', 10) || 200)),
  missing: (route) => lonely('There is no such journey', `The sandbox runs no journey called ${route.parts[1]}.`, h('p', h('a', { href: '/#/journeys' }, 'All journeys'))),
  draw(route, summary, j) {
    const totals = (summary.journeys || []).find((s) => s.name === j.name) || {};
    const entries = j.entries || [];
    const only = route.query.get('outcome') || '';
    const shown = only ? entries.filter((e) => outcomeKey(e.outcome) === only) : entries;
    const choice = (key, text, n) => h('li', h('a', {
      href: journeyLink(j.name) + (key ? `?outcome=${key}` : ''), 'aria-current': only === key ? 'true' : null,
    }, `${text} ${number(n)}`));
    return [
      head(outside(j.title || j.name), {
        crumb: h('a', { href: '/#/journeys' }, 'Journeys'), lead: j.description && outside(j.description),
      }),
      j.definition ? card('How it is built', null, definition(j.definition)) : null,
      h('section.card', { 'data-key': 'entries' },
        h('ul.choices', { 'aria-label': 'Show' },
          choice('', 'Everyone', totals.entered), choice('mailed', 'Would be mailed', totals.mailed), choice('exited', 'Exited', totals.exited),
          choice('waiting', 'Waiting', totals.waiting), choice('nochannel', 'No channel', totals.noChannel)),
        shown.length ? table('Entries', [
          { title: 'Person', kind: 'who' }, { title: 'For', kind: 'key' }, { title: 'Entered', kind: 'time' }, { title: 'Outcome' }, { title: 'When', kind: 'time' }, { title: 'Items' },
        ], shown.map((e, i) => ({
          key: `${(e.person || {}).cio_id}-${e.enteredAt}-${e.orderId || e.cartId || i}`,
          cells: [
            h('a', { href: personLink((e.person || {}).cio_id) }, outside((e.person || {}).label || (e.person || {}).cio_id)),
            subject(e),
            time(e.enteredAt),
            [outcomeTag(e.outcome), e.exitedBy ? [' ', h('span.small.soft', 'by ', outside(e.exitedBy))] : null],
            e.outcomeAt ? time(e.outcomeAt) : e.dueAt ? [h('span.soft', 'due '), time(e.dueAt)] : null,
            journey.items(e.items),
          ],
        }))) : journey.none(only, entries.length),
        entries.length && entries.length < totals.entered ? h('p.pages',
          h('span.soft', `Showing the latest ${number(entries.length)} of ${number(totals.entered)} who entered.`),
          journey.limit(route) < MOST && h('a.button', { href: `${journeyLink(j.name)}?${new URLSearchParams({ ...(only ? { outcome: only } : {}), limit: journey.limit(route) * 5 })}` }, 'Show more')) : null),
    ];
  },
  none: (only, some) => empty(only
    ? (some ? 'Nobody among those shown had this outcome.' : 'Nobody had this outcome.')
    : 'Nobody has entered yet. The first one does when the trigger arrives.'),
  items(list) {
    if (list === null || list === undefined) return null;
    if (!Array.isArray(list) || !list.every(isObject)) {
      const text = typeof list === 'string' ? list : JSON.stringify(list);
      return [h('span.tag.bad', 'not a list of items'), ' ', h('code', { title: text }, outside(text.length > 90 ? `${text.slice(0, 90)}…` : text))];
    }
    return h('span.small', list.map((i, n) =>
      [n ? ', ' : '', i.quantity > 1 ? `${i.quantity} × ` : '', outside(i.name || i.sku || i.product_id || JSON.stringify(i))]));
  },
};

function definition(d) {
  if (Array.isArray(d)) return h('ol', d.map((step) => h('li', isObject(step) ? pairs(step) : outside(step))));
  if (isObject(d)) return facts(d);
  return h('p', outside(d));
}

const VERDICTS = { true: ['held', 'held'], false: ['broken', 'broken'] };

const demo = {
  title: () => 'Promises',
  nav: 'demo',
  every: 1000,
  paths: () => ['/demo.json'],
  missing: () => lonely('No report here', 'This sandbox was not started by the demo. Run ./backstitch demo and open the address that it prints.'),
  draw(route, summary, report) {
    const promises = report.promises || [];
    const broken = promises.filter((p) => p.held === false);
    const open = promises.filter((p) => p.held !== true && p.held !== false).length;
    const verdict = broken.length ? `${plural(broken.length, 'promise', 'promises')} broken`
      : promises.length && !open ? 'Every promise held' : 'The demo is running';
    return [
      head(verdict, {
        lead: [report.message ? [outside(report.message), ' · '] : null,
          report.shoppers == null ? null : `${plural(report.shoppers, 'shopper', 'shoppers')} · `,
          report.seed == null ? null : `seed ${report.seed}`],
      }),
      card('Promises', 'Each is checked for this run against what the simulated shoppers really did.',
        promises.length ? table('Promises', [
          { title: 'Promise' }, { title: 'Verdict' }, { title: 'Checked', kind: 'number' }, { title: 'Violations', kind: 'number' }, { title: 'How' },
        ], promises.map((p) => ({
          key: p.id,
          cells: [
            [h('span.promise-id', outside(p.id)), ' ', outside(p.title)],
            h('span', { class: `tag ${(VERDICTS[p.held] || [''])[0]}` }, (VERDICTS[p.held] || ['', 'not checked yet'])[1]),
            number(p.checked), number(p.violations), p.detail ? h('span.small', outside(p.detail)) : null,
          ],
        }))) : empty('None checked yet. They are checked when all traffic has gone through.')),
      h('div.pair',
        card('The same traffic, forwarded naively', 'As the legacy connector documents it: each event on its own, nobody waits for anybody.',
          (report.naive || []).length ? demo.versus(report.naive) : empty('Not computed yet.')),
        card('The mess that came in', 'What the simulated shoppers and their devices did to the data, by kind.',
          (report.mess || []).length ? bars('Mess by kind', Object.fromEntries(report.mess.map((m) => [m.kind, m.count])), { inOrder: true }) : empty('Nothing sent yet.'))),
      (report.links || []).length ? card('Look around', null, h('ul', report.links.map((l) => h('li', demo.link(l))))) : null,
    ];
  },
  versus: (rows) => h('div.versus', table('Backstitch beside the naive way', [{ title: 'What' }, { title: 'Backstitch', kind: 'number' }, { title: 'Naive', kind: 'number' }],
    rows.map((r) => ({
      key: r.what,
      cells: [outside(r.what), h('span.ours', demo.shown(r.backstitch)),
        h('span.naive', { class: `naive ${r.backstitch !== r.naive ? 'worse' : ''}` }, demo.shown(r.naive))],
    })))),
  shown: (v) => (typeof v === 'number' ? number(v) : outside(v == null ? '–' : v)),
  link: (l) => (/^https?:\/\//i.test(l.url || '') ? h('a', { href: l.url, rel: 'noreferrer' }, outside(l.title || l.url)) : outside(l.title || l.url || '')),
};

/* ---------------------------------------------------------------- routing and polling */

function parse() {
  const hash = location.hash.replace(/^#\/?/, '');
  const [path, query = ''] = hash.split('?');
  const parts = path.split('/').filter(Boolean).map((p) => {
    try { return decodeURIComponent(p); } catch { return p; }
  });
  const view = location.pathname === '/demo' && !parts.length ? demo
    : !parts.length ? overview
      : parts[0] === 'people' ? (parts.length > 1 ? person : people)
        : parts[0] === 'journeys' ? (parts.length > 1 ? journey : journeys) : null;
  return { view, parts, query: new URLSearchParams(query), key: `${location.pathname}#${hash}` };
}

const main = document.getElementById('main');
const alertBox = document.getElementById('alert');
const clockBox = document.getElementById('clock');
const said = document.getElementById('said');
const NOTHING = { journeys: [] };

let route = parse();
let timer = null;
let asking = null;
let lastTexts = '';
let heard = null;
let lost = 0;
let fresh = true;
let moved = false;

const unknown = {
  title: () => 'Not found', nav: '', every: 5000, paths: () => [],
  draw: () => [lonely('There is no such page', 'The address leads nowhere.', h('p', h('a', { href: '/#/' }, 'Overview')))],
};

/** A view that has just been opened says what it is: in the title, and to a screen reader. */
function show(nodes, title) {
  if (fresh) main.replaceChildren(...nodes.filter(Boolean));
  else settleChildren(main, nodes.filter(Boolean));
  document.title = `${title} · Backstitch sandbox`;
  if (fresh && moved) main.querySelector('h1')?.focus({ preventScroll: true });
  fresh = false;
  const field = document.getElementById('q');
  if (field && field !== document.activeElement) field.value = field.getAttribute('value');
}

function say(text) {
  if (said.textContent !== text) said.textContent = text;
}

function tellClock(summary) {
  const mode = summary.clockMode === 'traffic' ? ' · time of the traffic' : '';
  clockBox.className = 'clock live';
  // The time of the traffic is zero until somebody sets it.
  settleChildren(clockBox, [h('span', 'live'),
    summary.now ? h('span', ' · ', time(summary.now, [h('span.extra', `${day(summary.now)} `), clock(summary.now)]), ' UTC', h('span.extra', mode)) : null,
  ].filter(Boolean));
}

function tellLost(error) {
  clockBox.className = 'clock gone';
  settleChildren(clockBox, [document.createTextNode(error instanceof Gone ? 'gone' : 'trouble')]);
  const since = heard === null ? 'It has not answered since this page was opened.'
    : `It last answered ${span((Date.now() - heard) / 1000)} ago; what you see is from then.`;
  settleChildren(alertBox, [!(error instanceof Gone || error instanceof Answer)
    ? h('div.note.bad', h('strong', 'This page cannot show what the sandbox sent.'), h('p', outside(String(error).slice(0, 200))))
    : error instanceof Answer ? h('div.note.bad', h('strong', `The sandbox answered with an error (${error.status}).`), h('p', outside(error.message.slice(0, 200))))
    : h('div.note.bad', h('strong', 'The sandbox is gone.'),
      h('p', since, ' It lives as long as the command that started it: start that again, and this page goes on by itself if the address is the same.'))]);
}

async function poll() {
  clearTimeout(timer);
  if (document.hidden) return;
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  const now = route;
  const view = now.view || unknown;
  let wait = view.every;
  try {
    const [summaryText, ...texts] = await Promise.all(['/sandbox/api/summary', ...view.paths(now)].map((path) =>
      ask(path, signal).catch((error) => {
        if (error instanceof Answer && error.status === 404 && view.missing && path !== '/sandbox/api/summary') return null;
        throw error;
      })));
    if (now !== route) return;
    heard = Date.now();
    const summary = json(summaryText);
    tellClock(summary);
    rates.push(summary.opsPerSecond || 0);
    if (rates.length > 60) rates.shift();
    draw(view, now, summary, [summaryText, ...texts]);
    lost = 0;
    alertBox.replaceChildren();
  } catch (error) {
    if (signal.aborted || now !== route) return;
    lost += 1;
    if (!(error instanceof Gone || error instanceof Answer)) console.error(error);
    // One lost answer may be chance; a second one, or nothing on the screen, is worth words.
    if (lost > 1 || fresh) tellLost(error);
    if (fresh) show([lonely('Nothing to show yet', 'This page fills as soon as the sandbox answers.')], view.title(now));
    wait = Math.min(5000, 1000 * lost);
  }
  timer = setTimeout(poll, wait);
}

function draw(view, now, summary, texts) {
  const together = texts.join('\n');
  const alone = texts.slice(1);
  if (!fresh && together === lastTexts && view !== overview) return;
  lastTexts = together;
  if (alone.includes(null)) {
    show([view.missing(now)], view.title(now));
    return;
  }
  const answers = alone.map(json);
  show(view.draw(now, summary, ...answers), view.title(now, ...answers));
  if (view === people) say(people.found(answers[0].total, people.offset(now), answers[0].people.length, now.query.get('q') || '') || 'Nobody found');
}

function open() {
  const before = route;
  route = parse();
  const samePlace = before.view === route.view && before.parts.join('/') === route.parts.join('/');
  if (!samePlace) {
    fresh = true;
    moved = true;
    say('');
    window.scrollTo(0, 0);
  }
  lastTexts = '';
  for (const link of document.querySelectorAll('[data-nav]')) {
    if (link.dataset.nav === (route.view || unknown).nav) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  poll();
}

document.querySelector('[data-nav=demo]').hidden = document.documentElement.dataset.report !== 'yes';

let typing = null;
document.addEventListener('input', (event) => {
  if (event.target.id !== 'q') return;
  clearTimeout(typing);
  typing = setTimeout(search, 180);
});
document.addEventListener('submit', (event) => {
  event.preventDefault();
  clearTimeout(typing);
  search();
});
function search() {
  const field = document.getElementById('q');
  if (!field) return;
  const q = field.value.trim();
  const hash = q ? `#/people?${new URLSearchParams({ q })}` : '#/people';
  if (hash === location.hash) return;
  history.replaceState(null, '', hash);
  open();
}
document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.nodeName)) return;
  event.preventDefault();
  const field = document.getElementById('q');
  if (field) field.focus();
  else location.assign('/#/people');
});
document.addEventListener('visibilitychange', () => (document.hidden ? clearTimeout(timer) : poll()));
document.querySelector('.skip').addEventListener('click', (event) => {
  // The address belongs to the views.
  event.preventDefault();
  main.focus();
});
window.addEventListener('hashchange', open);
open();
