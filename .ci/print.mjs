// Prints pages to PDF, as a reader would from a browser: `node print.mjs FOLDER…` makes N.pdf beside each N.html, on the
// paper that the page asks for. CHROMIUM names the browser, /usr/bin/chromium if unset.
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const pages = process.argv.slice(2).flatMap((folder) => {
  const names = readdirSync(folder).filter((name) => name.endsWith('.html'));
  return names.sort().map((name) => resolve(join(folder, name)));
});
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--disable-background-networking'],
});
const queue = [...pages];
await Promise.all([1, 2].map(async () => {
  const tab = await browser.newPage();
  for (let page = queue.shift(); page !== undefined; page = queue.shift()) {
    const path = page.replace(/\.html$/, '.pdf');
    if (existsSync(path)) continue;
    await tab.goto(pathToFileURL(page).href);
    await tab.pdf({ path, preferCSSPageSize: true, printBackground: true });
  }
}));
await browser.close();
console.log(`${pages.length} pages printed`);
