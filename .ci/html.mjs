// Is every page of a built site valid HTML? Asks two validators: the Nu Html Checker (the W3C's own, where a Java
// runtime is there) and html-validate. Usage: node html.mjs SITE
import { readFileSync } from 'node:fs';
import { execFileSync, spawnSync } from 'node:child_process';
import { resolve, join } from 'node:path';
import { createRequire } from 'node:module';
import { HtmlValidate } from 'html-validate';
import { pages } from './site.mjs';

const root = resolve(process.argv[2]);
const paths = pages(root);
if (paths.length === 0) throw new Error(`no pages in ${root}`);

// Newer CSS than the checker knows. Anything else that it says is an error of ours.
const UNKNOWN_TO_NU = [/^CSS: .*@container/, /^CSS: Unrecognized at-rule/, /^CSS: “container-/];

/** Errors by message, so that one mistake in a template is one line and not one per page. */
const found = new Map();
function report(path, line, message) {
  const entry = found.get(message) ?? { count: 0, first: `${path}:${line}` };
  entry.count += 1;
  found.set(message, entry);
}

function askNu() {
  try {
    execFileSync('java', ['-version'], { stdio: 'ignore' });
  } catch {
    console.log('no Java runtime: the Nu Html Checker was not asked');
    return;
  }
  const jar = createRequire(import.meta.url).resolve('vnu-jar/build/dist/vnu.jar');
  const options = ['-Xss16m', '-jar', jar, '--skip-non-html', '--format', 'json', '--stdout', '--exit-zero-always', root];
  const run = spawnSync('java', options, { encoding: 'utf8', maxBuffer: 1 << 29 });
  if (run.status !== 0) throw new Error(`the Nu Html Checker failed: ${run.stderr}`);
  const messages = JSON.parse(run.stdout).messages;
  for (const { type, url, lastLine, message } of messages) {
    if (type === 'non-document-error') throw new Error(`the Nu Html Checker failed: ${message}`);
    if (type !== 'error' || UNKNOWN_TO_NU.some((pattern) => pattern.test(message))) continue;
    report(decodeURI(url).replace(`file:${root}/`, ''), lastLine, `nu: ${message}`);
  }
  console.log(`the Nu Html Checker read ${paths.length} pages`);
}

async function askHtmlValidate() {
  const config = {
    root: true,
    extends: ['html-validate:standard'],
    rules: {
      // What HTML allows and a minifier does: unquoted values, closing tags left out, a lower-case doctype.
      'attr-quotes': 'off',
      'doctype-style': 'off',
      'no-implicit-close': 'off',
      'no-implicit-button-type': 'off',
      'no-implicit-input-type': 'off',
      'attribute-boolean-style': 'off',
      'attribute-empty-style': 'off',
      'void-style': 'off',
      'no-trailing-whitespace': 'off',
      'no-raw-characters': ['error', { relaxed: true }],
    },
  };
  const validator = new HtmlValidate(config);
  for (const path of paths) {
    const { results } = await validator.validateString(readFileSync(join(root, path), 'utf8'), path);
    for (const { line, message, ruleId, severity } of results.flatMap((result) => result.messages)) {
      if (severity === 2) report(path, line, `html-validate ${ruleId}: ${message}`);
    }
  }
  console.log(`html-validate read ${paths.length} pages`);
}

askNu();
await askHtmlValidate();
for (const [message, { count, first }] of found) console.log(`${count} × ${message}\n    first at ${first}`);
console.log(found.size === 0 ? 'every page is valid' : `${found.size} kinds of error`);
process.exitCode = found.size === 0 ? 0 : 1;
