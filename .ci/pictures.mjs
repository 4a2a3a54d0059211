// Every picture that a page names for whoever shares it is there, and as large as the page says.
// node pictures.mjs SITE BASE_URL
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pages } from './site.mjs';

const [site, base] = process.argv.slice(2);
const seen = new Set();
for (const page of pages(site)) {
  const html = readFileSync(join(site, page), 'utf8');
  const metas = html.match(/<meta[^>]*>/g) ?? [];
  const of = (name) =>
    metas.find((meta) => new RegExp(`property="?${name}["\\s>]`).test(meta))?.match(/content=(?:"([^"]*)"|([^\s>]+))/)?.slice(1).find(Boolean);
  const address = of('og:image');
  if (!address?.startsWith(base)) throw new Error(`${page}: no picture of this site: ${address}`);
  const bytes = readFileSync(join(site, address.slice(base.length)));
  const size = `${bytes.readUInt32BE(16)}×${bytes.readUInt32BE(20)}`;
  if (size !== '1200×630' || size !== `${of('og:image:width')}×${of('og:image:height')}`) {
    throw new Error(`${page}: ${address} is ${size}`);
  }
  seen.add(address);
}
if (seen.size < 20) throw new Error(`only ${seen.size} pictures`);
console.log(`${seen.size} pictures of 1200×630`);
