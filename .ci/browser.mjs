// The built site in a real browser. Every page is opened from a sub-path of a plain host, again without JavaScript,
// and again as a file; the run fails on anything that a reader could stumble over.
// Usage: node browser.mjs SITE SCREENSHOTS [PATH]
// PATH is the path part of the address that the site was built for, /portal/ if left out: the page for addresses that
// do not exist is the one page that needs it. CHROMIUM names the browser, /usr/bin/chromium if unset.
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { host } from './host.mjs';
import { axe, keyboard, layout, motion, print, tongues } from './look.mjs';
import { kind, largest, pages } from './site.mjs';

const root = resolve(process.argv[2]);
const pictures = resolve(process.argv[3]);
const WIDTHS = [320, 390, 768, 1440, 1920];
/** Widths with the text twice as large: as the reader's own size of text, and as a window that is zoomed. */
const LARGE = [[1440, 2], [640, 2], [640, 1], [390, 2]];
/** What a page and all that it loads before anyone asks for more may weigh, compressed. */
const LIMITS = { home: 40, 'bodies-_': 60, 'bodies-_-_': 50 };
const WORKERS = 2;
const BASE = process.argv[4] ?? '/portal/';

const paths = pages(root);
if (paths.length === 0) throw new Error(`no pages in ${root}`);
mkdirSync(pictures, { recursive: true });

/** Faults by message, each with the first pages that have it. */
const faults = new Map();
function fault(path, message) {
  const at = faults.get(message) ?? [];
  at.push(path);
  faults.set(message, at);
}

const { origin, close } = await host(root, BASE);

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
});

/** Runs `task` over some pages, a few at a time, each worker with a tab of its own; notes what goes wrong in the tab. */
async function everyPage(name, some, options, isOurs, task) {
  const context = await browser.newContext(options);
  const queue = [...some];
  const started = Date.now();
  await Promise.all(Array.from({ length: WORKERS }, async () => {
    const tab = await context.newPage();
    let current = '';
    tab.on('console', (message) => ['error', 'warning'].includes(message.type()) && fault(current, `${name}: console: ${message.text()}`));
    tab.on('pageerror', (error) => fault(current, `${name}: script error: ${error.message}`));
    // A browser fetches the icon when it likes; leaving the page then breaks that off, which is no fault of the page.
    const brokenOff = (request) => request.failure()?.errorText === 'net::ERR_ABORTED' && request.url().endsWith('/icon.svg');
    tab.on('requestfailed', (request) => brokenOff(request) || fault(current, `${name}: not loaded: ${request.url().replace(origin, '')}`));
    tab.on('request', (request) => isOurs(request.url()) || fault(current, `${name}: asks another host: ${request.url()}`));
    for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
      current = path;
      await task(tab, path);
      // Leaves the page before the next is named, so that nothing late is put down to the wrong one.
      await tab.goto('about:blank');
    }
  }));
  await context.close();
  console.log(`${name}: ${some.length} pages in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

/** What a page says and links to. Controls that only a script can serve are no part of what it says. */
function readPage() {
  const main = document.querySelector('main');
  const text = main?.cloneNode(true);
  text?.querySelectorAll('script, [data-js]').forEach((element) => element.remove());
  return {
    text: text?.textContent.replace(/\s+/g, ' ').trim() ?? '',
    visible: main?.innerText.trim().length ?? 0,
    ids: [...document.querySelectorAll('[id]')].map((element) => element.id),
    links: [...document.querySelectorAll('a[href], area[href], svg a')].map((a) => new URL(a.getAttribute('href') ?? a.getAttribute('xlink:href'), document.baseURI).href),
  };
}

const seen = new Map();
const served = (url) => url.startsWith(`${origin}${BASE}`) || /^(about|data|blob):/.test(url);
await everyPage('served', paths, { reducedMotion: 'reduce' }, served, async (tab, path) => {
  await tab.setViewportSize({ width: 1280, height: 800 });
  await tab.goto(`${origin}${BASE}${path}`);
  const page = await tab.evaluate(readPage);
  seen.set(path, page);
  if (!page.text) fault(path, 'no main text');
  for (const width of WIDTHS) {
    await tab.setViewportSize({ width, height: 800 });
    for (const message of await tab.evaluate(layout)) fault(path, `${width} px: ${message}`);
  }
  for (const message of await tab.evaluate(tongues)) fault(path, message);
  for (const width of [390, 1440]) {
    await tab.setViewportSize({ width, height: 800 });
    for (const message of await axe(tab)) fault(path, `${width} px: ${message}`);
  }
});

// Every link inside the site leads to a page or file, every anchor to an element that the page has.
const targets = new Map([...seen].map(([path, page]) => [path, new Set(page.ids)]));
let links = 0;
for (const [path, page] of seen) {
  for (const link of new Set(page.links)) {
    const url = new URL(link);
    if (!url.href.startsWith(`${origin}${BASE}`)) {
      if (url.origin === origin) fault(path, `leaves the site's own path: ${url.pathname}`);
      continue;
    }
    links += 1;
    const file = decodeURIComponent(url.pathname.slice(BASE.length));
    const target = file === '' || file.endsWith('/') ? `${file}index.html` : file;
    const anchor = decodeURIComponent(url.hash.slice(1));
    if (!existsSync(join(root, target)) || statSync(join(root, target)).isDirectory()) fault(path, `link to nothing: ${file}`);
    else if (target !== file) fault(path, `link to a folder, which plain files do not answer: ${file || './'}`);
    else if (anchor && !targets.get(target)?.has(anchor)) fault(path, `no such anchor: ${file}#${anchor}`);
  }
}
console.log(`links: ${links} inside the site`);

const same = (name) => async (tab, path, url) => {
  await tab.goto(url);
  const page = await tab.evaluate(readPage);
  if (page.text !== seen.get(path).text) fault(path, `${name}: the main text differs`);
  if (page.visible === 0) fault(path, `${name}: nothing to be seen`);
};
await everyPage('without JavaScript', paths, { javaScriptEnabled: false }, served, (tab, path) => same('without JavaScript')(tab, path, `${origin}${BASE}${path}`));
// A host shows 404.html at any address, so it names the site's path; as a file it is of no use.
await everyPage('as files', paths.filter((path) => path !== '404.html'), {}, (url) => /^(file|about|data|blob):/.test(url), (tab, path) => same('as files')(tab, path, pathToFileURL(join(root, path)).href));

// The largest page of each kind: as a picture in both looks, in the dark, with large text, by keyboard, on paper, and still.
const examples = largest(paths, root);
const kinds = [...examples.values()].sort();
for (const colorScheme of ['light', 'dark']) {
  await everyPage(`pictures, ${colorScheme}`, kinds, { colorScheme, reducedMotion: 'reduce' }, served, async (tab, path) => {
    for (const width of [390, 768, 1440]) {
      await tab.setViewportSize({ width, height: width < 500 ? 844 : 900 });
      await tab.goto(`${origin}${BASE}${path}`);
      if (colorScheme === 'dark' && width !== 768) {
        for (const message of await axe(tab)) fault(path, `dark, ${width} px: ${message}`);
      }
      await tab.screenshot({ path: join(pictures, `${kind(path)}-${width}-${colorScheme}.png`), fullPage: true });
    }
  });
}
await everyPage('large text', kinds, { reducedMotion: 'reduce' }, served, async (tab, path) => {
  await tab.goto(`${origin}${BASE}${path}`);
  for (const [width, times] of LARGE) {
    await tab.setViewportSize({ width, height: 800 });
    await tab.evaluate((size) => (document.documentElement.style.fontSize = size), `${times * 100}%`);
    for (const message of await tab.evaluate(layout)) fault(path, `${width} px, text of ${times * 100} %: ${message}`);
  }
});
for (const width of [390, 1440]) {
  await everyPage(`keyboard, ${width} px`, kinds, { reducedMotion: 'reduce', viewport: { width, height: 844 } }, served, async (tab, path) => {
    await tab.goto(`${origin}${BASE}${path}`);
    // The list of bodies to compare comes after the page; leaving before would break it off.
    await tab.waitForLoadState('networkidle');
    for (const message of await tab.evaluate(motion)) fault(path, message);
    for (const message of await keyboard(tab)) fault(path, `${width} px: ${message}`);
  });
}
await everyPage('print', kinds, { colorScheme: 'dark', viewport: { width: 718, height: 1000 } }, served, async (tab, path) => {
  await tab.goto(`${origin}${BASE}${path}`);
  await tab.emulateMedia({ media: 'print' });
  for (const message of await tab.evaluate(print)) fault(path, message);
  await tab.screenshot({ path: join(pictures, `${kind(path)}-print.png`), fullPage: true });
  await tab.emulateMedia({ media: 'screen' });
});
const slowed = new Set();
// On a slow phone, from when all of the page is there to its end: nothing that scripts, fonts or pictures do moves it. A table
// whose last rows are still being read may get other widths, so until then the page is not shown.
await everyPage('nothing moves', kinds, { viewport: { width: 390, height: 844 } }, served, async (tab, path) => {
  if (!slowed.has(tab)) {
    slowed.add(tab);
    await (await tab.context().newCDPSession(tab)).send('Emulation.setCPUThrottlingRate', { rate: 6 });
    await tab.addInitScript(() => {
      const show = (visibility) => (document.documentElement.style.visibility = visibility);
      new MutationObserver((_, watch) => { watch.disconnect(); show('hidden'); }).observe(document, { childList: true });
      document.addEventListener('readystatechange', () => show(''), { once: true });
      globalThis.moved = [];
      new PerformanceObserver((all) => all.getEntries().forEach((entry) => {
        globalThis.moved.push(`${entry.value.toFixed(4)} by ${entry.sources.map(({ node }) => `${node?.nodeName}.${node?.className}`).join(', ')}`);
      })).observe({ type: 'layout-shift', buffered: true });
    });
  }
  await tab.goto(`${origin}${BASE}${path}`);
  await tab.waitForLoadState('networkidle');
  await tab.evaluate(async () => {
    for (let at = 0; at < document.documentElement.scrollHeight; at += 600) {
      scrollTo(0, at);
      await new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)));
    }
  });
  for (const message of await tab.evaluate(() => globalThis.moved)) fault(path, `moves: ${message}`);
});
const packed = (file) => gzipSync(readFileSync(join(root, file))).length;
for (const [name, limit] of Object.entries(LIMITS)) {
  const html = readFileSync(join(root, examples.get(name)), 'utf8');
  const loaded = [...html.matchAll(/(?:src|href)="?[^" >]*(static\/[\w.-]+\.(?:js|css|svg))/g)].map(([, file]) => file);
  const weight = [examples.get(name), ...new Set(loaded)].reduce((sum, file) => sum + packed(file), 0);
  console.log(`${name}: ${weight} bytes with ${new Set(loaded).size} files, compressed`);
  if (loaded.length < 3) fault(examples.get(name), 'what it loads was not understood');
  if (weight > limit * 1024) fault(examples.get(name), `${weight} bytes compressed`);
}

// The box in the masthead: what it finds in the example portal, by keyboard alone, and what it asks the host for.
const scripts = readdirSync(join(root, 'static')).filter((name) => name.endsWith('.js'));
const compressed = scripts.reduce((sum, name) => sum + gzipSync(readFileSync(join(root, 'static', name))).length, 0);
if (compressed > 15 * 1024) fault('static/', `the scripts have ${compressed} bytes compressed`);
for (const name of readdirSync(join(root, 'search'))) {
  if (statSync(join(root, 'search', name)).size > 100_000) fault(`search/${name}`, 'larger than 100 KB');
}
for (const [width, colorScheme] of [[390, 'light'], [1280, 'light'], [390, 'dark'], [1280, 'dark'], [320, 'light']]) {
  const context = await browser.newContext({ colorScheme, reducedMotion: 'reduce', viewport: { width, height: 800 } });
  const tab = await context.newPage();
  const where = `find, ${width} px, ${colorScheme}`;
  const asked = [];
  tab.on('request', (request) => request.url().includes('/search/') && asked.push(request.url()));
  tab.on('pageerror', (error) => fault(where, `script error: ${error.message}`));
  await tab.addInitScript(() => {
    globalThis.moved = 0;
    new PerformanceObserver((all) => all.getEntries().forEach((entry) => (globalThis.moved += entry.value))).observe({ type: 'layout-shift', buffered: true });
  });
  const box = tab.locator('.find input');
  const first = tab.locator('.find [role=option] .find-name').first();
  const type = async (text) => {
    await box.fill(text);
    await tab.waitForFunction(() => document.querySelector('.find [role=option], .find-note:not(:empty)'));
    await tab.waitForTimeout(500);
  };
  await tab.goto(`${origin}${BASE}findings/index.html`);
  await box.waitFor();
  await tab.waitForTimeout(200);
  if (await tab.evaluate(() => globalThis.moved) > 0) fault(where, 'the page moves when the box comes');
  await box.focus();
  if (asked.length > 0) fault(where, `fetched before anything was typed: ${asked}`);
  for (const typed of ['固原', 'guyuan', 'gy', 'gys', 'gu yuan', '固yuan', 'yuanshi', '固原市 宁夏']) {
    await type(typed);
    if (await first.textContent() !== '固原市') fault(where, `${typed} finds ${await first.textContent()} first`);
  }
  await type('固原');
  await tab.screenshot({ path: join(pictures, `find-${width}-${colorScheme}.png`) });
  for (const message of await axe(tab, '.masthead')) fault(where, message);
  const wide = await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) fault(where, 'the open box makes the page scroll sideways');
  await box.fill('固原市');
  await tab.keyboard.press('Escape');
  await tab.waitForTimeout(500);
  if (await tab.locator('.find-panel').isVisible()) fault(where, 'Escape does not close it');
  for (const [typed, expected] of [['新收', '新收申请'], ['宁夏', '宁夏回族自治区'], ['西夏區', '西夏区'], ['zzzz', '没有找到']]) {
    await type(typed);
    if (!(await tab.locator('.find').innerText()).includes(expected)) fault(where, `${typed} does not find ${expected}`);
  }
  // A pair of characters that the prose of one report has, and no name.
  const word = JSON.parse(readFileSync(join(root, 'search/text-0.json'), 'utf8'));
  const names = readFileSync(join(root, 'search/zh-0.json'), 'utf8');
  const [rare] = Object.entries(word).find(([pair, list]) => list.length === 1 && list[0] > 0 && !names.includes(pair));
  await type(rare);
  const href = await tab.locator('.find [id^=find-reports-]').getAttribute('href');
  await tab.goto(href);
  if (!(await tab.locator('main').innerText()).replace(/\s/g, '').includes(rare)) fault(where, `${href} does not have ${rare}`);
  await type('guyuan');
  await tab.keyboard.press('ArrowDown');
  const chosen = await tab.locator('.find [aria-selected=true]').getAttribute('id');
  if (await box.getAttribute('aria-activedescendant') !== chosen) fault(where, 'the chosen result is not named');
  if (await box.getAttribute('aria-expanded') !== 'true') fault(where, 'the open list is not said to be open');
  await tab.keyboard.press('Enter');
  await tab.waitForURL(`${origin}${BASE}bodies/guyuan/index.html`, { timeout: 5000 }).catch(() => fault(where, 'Enter does not open the page'));
  for (const [typed, expected] of [['固原 2023', 'bodies/guyuan/2023'], ['固原2023年', 'bodies/guyuan/2023'], ['2023', 'years/2023']]) {
    await type(typed);
    const found = await tab.locator('.find [role=option]').evaluateAll((all) => all.map((one) => one.href));
    if (found[0] !== `${origin}${BASE}${expected}/index.html`) fault(where, `${typed} finds ${found[0]} first`);
    if (new Set(found).size !== found.length) fault(where, `${typed} finds a page twice: ${found}`);
  }
  await tab.route('**/search/*', (route) => route.abort());
  await tab.goto(`${origin}${BASE}en/index.html`);
  await type('guyuan');
  if (!(await tab.locator('.find-note').innerText()).includes('en.json')) fault(where, 'a piece that is not there is not said');
  await tab.unroute('**/search/*');
  await box.pressSequentially('s', { delay: 20 });
  await tab.waitForTimeout(500);
  await type('guyuan');
  if (await first.textContent() !== 'Guyuan City') fault(where, 'a piece that is there again is not fetched again');
  await type('固原 2023');
  for (const message of await tab.evaluate(tongues)) fault(where, message);
  await tab.goto(pathToFileURL(join(root, 'index.html')).href);
  await type('固原');
  if (!(await tab.locator('.find-note').innerText()).includes('服务器')) fault(where, 'a page from a file does not say that it cannot search');
  await tab.goto(`${origin}${BASE}bodies/index.html?find=${encodeURIComponent('宁夏')}`);
  if (await tab.locator('[data-name]:visible').count() !== await tab.locator('[data-name*=宁夏]').count()) fault(where, 'the list of a place is not narrowed');
  await context.close();
}
console.log(`find: ${compressed} bytes of scripts`);

// What scripts add: a look that is remembered, tables that sort and are copied as numbers, charts that say their figures.
{
  const context = await browser.newContext({ colorScheme: 'light', permissions: ['clipboard-read', 'clipboard-write'] });
  const tab = await context.newPage();
  const expect = (path, what, seen, wanted) => JSON.stringify(seen) === JSON.stringify(wanted) || fault(path, `${what}: ${JSON.stringify(seen)}, not ${JSON.stringify(wanted)}`);
  const paper = () => tab.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await tab.goto(`${origin}${BASE}index.html`);
  const day = await paper();
  const look = tab.locator('[data-theme-switch]');
  await look.click();
  await look.click();
  const night = await paper();
  if (night === day) fault('index.html', 'the switch does not change the look');
  await tab.goto(`${origin}${BASE}compare/index.html`);
  expect('compare/index.html', 'the look on another page', await paper(), night);
  await tab.reload();
  expect('compare/index.html', 'the look after a reload', await paper(), night);
  await tab.locator('[data-theme-switch]').click();
  expect('compare/index.html', 'the look of the system', await paper(), day);

  const sorted = async (path, table, head) => {
    await tab.goto(`${origin}${BASE}${path}`);
    const tables = tab.locator('table.sortable').filter({ has: tab.locator('.sort') });
    const rows = () => tables.nth(table).locator('tbody tr').evaluateAll((all, column) => all.map((row) => row.cells[column].firstChild.textContent.trim()), head);
    const numbers = (all) => all.map((words) => parseFloat(words.replace(/,/g, ''))).filter((number) => !Number.isNaN(number));
    const gaps = (all) => all.findIndex((words) => Number.isNaN(parseFloat(words)));
    for (const way of ['descending', 'ascending']) {
      await tables.nth(table).locator('thead th').nth(head).locator('.sort').click();
      expect(path, 'aria-sort', await tables.nth(table).locator('thead th').nth(head).getAttribute('aria-sort'), way);
      const all = await rows();
      const known = numbers(all);
      expect(path, `rows in ${way} order`, known, [...known].sort((a, b) => (way === 'ascending' ? a - b : b - a)));
      if (gaps(all) !== -1) expect(path, 'gaps go last', gaps(all), known.length);
    }
    return tables.count();
  };
  const count = await sorted('compare/index.html', 0, 1);
  if (count === 0) fault('compare/index.html', 'no table can be sorted');

  await tab.goto(`${origin}${BASE}compare/index.html`);
  const first = tab.locator('.scroller > table').first();
  await first.locator('.copy').click();
  const clipboard = (await tab.evaluate(() => navigator.clipboard.readText())).split('\n').map((row) => row.split('\t'));
  const cells = await first.locator('tbody tr').first().locator('th, td').count();
  expect('compare/index.html', 'columns of a copied row', clipboard[1]?.length, cells);
  const shown = await first.locator('tbody tr').first().locator('td').first().evaluate((cell) => cell.firstChild.textContent.replace(/,/g, ''));
  expect('compare/index.html', 'a copied number', clipboard[1]?.[1], shown);
  // Charts: figures by keys and by pointer, and a picture twice as large as its file.
  const plot = paths.find((path) => path.startsWith('bodies/') && readFileSync(join(root, path), 'utf8').includes('data-v='));
  if (plot) {
    await tab.goto(`${origin}${BASE}${plot}`);
    const chart = tab.locator('svg.chart').filter({ has: tab.locator('[data-v]') }).first();
    const tip = () => tab.locator('.tip').textContent();
    const first = (await chart.locator('[data-v]').first().getAttribute('data-v')).split('|');
    await chart.focus();
    await tab.keyboard.press('ArrowRight');
    const said = await tip();
    if (!said.startsWith(`${first[0]} · `) || !first.every((part) => said.includes(part))) fault(plot, `a chart says: ${said}`);
    if (await chart.locator('.at').count() !== 1) fault(plot, 'a chart does not show what it speaks of');
    await tab.keyboard.press('Escape');
    expect(plot, 'what a chart says after Escape', await tip(), '');
    await chart.scrollIntoViewIfNeeded();
    const box = await chart.locator('[data-v]').first().boundingBox();
    await tab.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    expect(plot, 'what a chart says to a pointer', await tip(), said);
    const [saved] = await Promise.all([tab.waitForEvent('download'), tab.locator('[data-png]').first().click()]);
    const png = readFileSync(await saved.path());
    const wide = await tab.locator('figure a[download]').first().evaluate(async (link) => {
      const image = new Image();
      image.src = link.href;
      await image.decode();
      return image.naturalWidth;
    });
    expect(plot, 'the width of a saved picture', [png.readUInt32BE(16), saved.suggestedFilename().endsWith('.png')], [2 * wide, true]);
  }
  // Bodies of one's own choice: from an address, by typing, over a reload, and taken away.
  await tab.goto(`${origin}${BASE}compare/index.html?b=guyuan&i=disclosure_rate`);
  const names = () => tab.locator('[data-result] section').first().locator('tbody th').allTextContents();
  await tab.locator('[data-result] table').first().waitFor();
  expect('compare/index.html', 'the body of the address', await names(), ['固原市']);
  await tab.locator('[data-input]').fill('宿迁市');
  await tab.locator('[data-result] tbody tr').nth(1).waitFor();
  await tab.locator('.indicators summary').click();
  await tab.locator('.indicators input[value=received]').check();
  await tab.locator('[data-result] section').nth(1).waitFor();
  const chosen = tab.url();
  await tab.reload();
  await tab.locator('[data-result] section').nth(1).waitFor();
  expect('compare/index.html', 'the address after a reload', tab.url(), chosen);
  expect('compare/index.html', 'the bodies after a reload', await names(), ['固原市', '宿迁市']);
  const words = await tab.locator('[data-result] section > p').allTextContents();
  if (words.some((line) => !/固原市|宿迁市/.test(line))) fault('compare/index.html', `no words about the difference: ${words}`);
  const saved = await Promise.all([tab.waitForEvent('download'), tab.locator('[data-csv]').click()]);
  const rows = readFileSync(await saved[0].path(), 'utf8').trim().split('\r\n');
  if (!rows.some((row) => row.startsWith('guyuan,固原市,2023,disclosure_rate,70.4'))) fault('compare/index.html', `the CSV lacks what is shown: ${rows.slice(0, 3)}`);
  const [svg] = await Promise.all([tab.waitForEvent('download'), tab.locator('[data-svg]').click()]);
  if (!readFileSync(await svg.path(), 'utf8').includes('固原市')) fault('compare/index.html', 'the SVG lacks a name');
  for (const message of await axe(tab)) fault('compare/index.html', message);
  // Where the form changes there is a mark, and a line ends only where what it counts changes too; the scale has its top.
  await tab.goto(`${origin}${BASE}compare/index.html?b=pingtan&i=received,licences`);
  const panels = tab.locator('[data-result] .panels svg');
  await panels.nth(1).waitFor();
  const drawn = await panels.evaluateAll((all) => all.map((svg) => [svg.querySelectorAll('.break path').length, svg.querySelector('.line').getAttribute('d').split('M').length - 1]));
  expect('compare/index.html', 'changes of form and pieces of line', drawn, [[1, 1], [1, 2]]);
  expect('compare/index.html', 'the scale', await panels.first().locator('.axis text').allTextContents(), ['2019', '2025', '218', '0']);
  // A link to a figure of the form, on a phone: the name of its row and the head of its column are in sight.
  await tab.setViewportSize({ width: 390, height: 844 });
  await tab.goto(`${origin}${BASE}bodies/pingtan/2020/index.html#requests.handled.total`);
  const inSight = await tab.evaluate(() => {
    const cell = document.getElementById('requests.handled.total');
    const column = cell.closest('table').querySelector('thead tr').lastElementChild;
    return [cell, cell.parentElement.querySelector('th[scope=row]'), column].map((element) => {
      const { left, right, top, bottom } = element.getBoundingClientRect();
      return element.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2));
    });
  });
  expect('bodies/pingtan/2020/index.html', 'a figure, its row and its column', inSight, [true, true, true]);
  await tab.setViewportSize({ width: 1280, height: 720 });
  // The same page in the other language, and back.
  await tab.goto(`${origin}${BASE}bodies/guyuan/2023/index.html`);
  for (const [language, path] of [['en', 'en/bodies/guyuan/2023/index.html'], ['zh-CN', 'bodies/guyuan/2023/index.html']]) {
    await tab.locator('.language').click();
    await tab.waitForURL(`${origin}${BASE}${path}`, { timeout: 5000 }).catch(() => fault(path, 'the other language is elsewhere'));
    expect(path, 'its language', await tab.locator('html').getAttribute('lang'), language);
  }
  console.log(`comfort: the look, ${count} sortable tables, the clipboard, a comparison, charts`);
  await context.close();
}

await browser.close();
close();
for (const [message, at] of faults) console.log(`${at.length} × ${message}\n    ${[...new Set(at)].slice(0, 3).join(', ')}`);
console.log(faults.size === 0 ? 'no fault' : `${faults.size} kinds of fault`);
process.exitCode = faults.size === 0 ? 0 : 1;
