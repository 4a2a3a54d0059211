// The preview in a real browser: pages follow the portal's files, keep their place, and say what is wrong.
// Usage: node serve.mjs GONGKAI PORTAL
// PORTAL is copied; GONGKAI is the program. CHROMIUM names the browser, /usr/bin/chromium if unset.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

const gongkai = resolve(process.argv[2]);
const from = resolve(process.argv[3]);
const root = mkdtempSync(join(tmpdir(), 'gongkai-serve-'));
for (const part of ['content', 'site.toml']) cpSync(join(from, part), join(root, part), { recursive: true });
mkdirSync(join(root, 'templates'));
mkdirSync(join(root, 'static'));

const served = spawn(gongkai, ['--root', root, '--lang', 'en', 'serve', '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
});
const faults = [];
try {
  const address = await new Promise((found, failed) => {
    createInterface({ input: served.stdout }).on('line', (line) => {
      const url = /http:\/\/[^/]+\//.exec(line)?.[0];
      if (url) found(url);
    });
    served.on('exit', () => failed(new Error('it ended')));
  });
  const tab = await browser.newPage({ viewport: { width: 1000, height: 600 } });
  tab.setDefaultTimeout(30_000);
  // A page that is left breaks off what it waits for; a server that ends does so too.
  tab.on('console', (message) => ['error', 'warning'].includes(message.type()) && faults.push(message.text()));
  tab.on('pageerror', (error) => faults.push(error.message));
  let loads = 0;
  tab.on('load', () => { loads += 1; });
  const built = (name) => readFileSync(join(from, 'templates', name), 'utf8');
  const write = (path, text) => writeFileSync(join(root, path), text);
  const box = tab.locator('gongkai-preview');

  // An edited template reloads the page, which stays where it was scrolled to.
  await tab.goto(`${address}guide/`);
  await tab.evaluate(() => scrollTo(0, 900));
  assert.equal(await tab.evaluate(() => scrollY), 900);
  write('templates/guide.html', built('guide.html').replace('{% block main %}', '{% block main %}<p id="mark">one</p>'));
  await tab.waitForSelector('#mark', { state: 'attached' });
  await tab.waitForFunction(() => scrollY === 900);
  assert.equal(loads, 2);
  console.log('serve: an edited template reloads the page in its place');

  // A broken one is said with file, line and the line itself; the last page stays below.
  for (const broken of ['{% block main %}{% if %}', '{% block main %}{{ page.nonsense }}']) {
    write('templates/guide.html', built('guide.html').replace('{% block main %}', broken));
    await box.getByText('guide.html').first().waitFor();
    const said = await box.locator('section').textContent();
    const line = 1 + built('guide.html').slice(0, built('guide.html').indexOf('{% block main %}')).split('\n').length - 1;
    assert.match(said, new RegExp(`guide\\.html:${line}`));
    assert.ok(said.includes(broken), said);
    await tab.waitForSelector('#mark', { state: 'attached' });
    // It goes away when it is mended, and the page is the new one.
    write('templates/guide.html', built('guide.html').replace('{% block main %}', '{% block main %}<p id="mark">two</p>'));
    await tab.waitForFunction(() => !document.querySelector('gongkai-preview') && document.querySelector('#mark')?.textContent === 'two');
    await tab.waitForFunction(() => scrollY === 900);
  }
  console.log('serve: a broken template is said in the page, and no longer when it is mended');

  // A stylesheet is swapped: the page is the same one, with what was typed into it.
  const before = loads;
  await tab.evaluate(() => { globalThis.same = true; });
  write('static/style.css', `${readFileSync(join(from, 'static/style.css'), 'utf8')}\nbody { background: rgb(1, 2, 3); }\n`);
  await tab.waitForFunction(() => getComputedStyle(document.body).backgroundColor === 'rgb(1, 2, 3)');
  await tab.waitForFunction(() => document.querySelectorAll('link[rel="stylesheet"]').length === 1);
  assert.equal(await tab.evaluate(() => [globalThis.same, scrollY].join()), 'true,900');
  assert.equal(loads, before);
  console.log('serve: a stylesheet is swapped without loading the page');

  // Settings and reports.
  const settings = readFileSync(join(from, 'site.toml'), 'utf8');
  write('site.toml', `titel = "x"\n${settings}`);
  await box.getByText('site.toml:1').waitFor();
  assert.equal(loads, before);
  write('site.toml', settings.replace(/^title.*$/m, 'title = "Another title"'));
  await tab.waitForFunction(() => document.title.includes('Another title'));
  const report = 'content/reports/guyuan/2023.txt';
  const text = readFileSync(join(from, report), 'utf8');
  await tab.goto(`${address}bodies/guyuan/2023/`);
  write(report, 'nothing\n');
  await box.getByText(report).waitFor();
  // The page of a report that is gone says so, and comes back with it.
  write(report, text);
  await tab.waitForFunction(() => !document.querySelector('gongkai-preview') && document.querySelector('h1')?.textContent.includes('2023'));
  console.log('serve: settings and reports are followed');

  // A page that was closed over by its reader stays so, until something else is wrong.
  write('site.toml', 'titel = "x"\n');
  await box.locator('summary').click();
  await tab.reload();
  await box.locator('details:not([open])').waitFor();
  write('site.toml', 'titl = "x"\n');
  await box.locator('details[open]').waitFor();
  write('site.toml', settings);
  await box.waitFor({ state: 'detached' });
  console.log('serve: a message that was closed stays closed');

  // Nothing of it asks for an exception from the pages' own policy; a page that is not there is the one thing to complain of.
  const unexpected = faults.filter((text) => !/status of 404/.test(text));
  assert.deepEqual(unexpected, []);
} finally {
  served.kill('SIGINT');
  await browser.close();
  rmSync(root, { recursive: true, force: true });
}
