// What Lighthouse says of one page of each main kind, on the phone that it emulates. Less than 100 for accessibility, best
// practices or SEO is a fault. Speed is the median of three runs and only reported, for machines differ.
// Usage: node lighthouse.mjs SITE REPORTS [PATH]; PATH as for browser.mjs. CHROMIUM names the browser.
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { host } from './host.mjs';
import { largest, pages } from './site.mjs';

const root = resolve(process.argv[2]);
const reports = resolve(process.argv[3]);
const base = process.argv[4] ?? '/portal/';
const KINDS = ['home', 'bodies', 'bodies-_', 'bodies-_-_', 'indicators-_', 'compare', 'findings', 'coverage', 'guide', 'en'];
const EXACT = ['accessibility', 'best-practices', 'seo'];
const WANTED_SPEED = 99;

const CLI = createRequire(import.meta.url).resolve('lighthouse/cli/index.js');
mkdirSync(reports, { recursive: true });
const { origin, close } = await host(root, base);

async function ask(name, path, categories) {
  const output = join(reports, `${name}.lighthouse.json`);
  await promisify(execFile)(process.execPath, [
    CLI, `${origin}${base}${path}`, `--chrome-path=${process.env.CHROMIUM ?? '/usr/bin/chromium'}`,
    '--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage', '--no-enable-error-reporting', '--quiet',
    '--output=json', `--output-path=${output}`, `--only-categories=${categories.join(',')}`,
  ], { maxBuffer: 1 << 26 });
  return JSON.parse(readFileSync(output, 'utf8'));
}

let faults = 0;
const examples = largest(pages(root), root);
for (const name of KINDS) {
  const path = examples.get(name);
  if (!path) throw new Error(`no page of the kind ${name}`);
  const speeds = [];
  for (let run = 0; run < 2; run += 1) speeds.push((await ask(name, path, ['performance'])).categories.performance.score);
  const all = await ask(name, path, ['performance', ...EXACT]);
  speeds.push(all.categories.performance.score);
  const speed = Math.round(speeds.sort((a, b) => a - b)[1] * 100);
  const scores = EXACT.map((category) => `${category} ${Math.round(all.categories[category].score * 100)}`);
  console.log(`${name}: performance ${speed}${speed < WANTED_SPEED ? ` (less than ${WANTED_SPEED})` : ''}, ${scores.join(', ')}`);
  for (const category of EXACT.filter((category) => all.categories[category].score !== 1)) {
    faults += 1;
    const failed = all.categories[category].auditRefs.filter(({ id, weight }) => weight > 0 && ![null, 1].includes(all.audits[id].score));
    for (const { id } of failed) console.log(`    ${path}: ${id}: ${all.audits[id].title}: ${JSON.stringify(all.audits[id].details?.items?.slice(0, 2)).slice(0, 400)}`);
  }
}
close();
process.exitCode = faults === 0 ? 0 : 1;
