// The built site as the other scripts see it: its pages, and what kind of page each is. Knows nothing of browsers.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Every file below `root`, as paths with `/`, sorted. */
export function files(root) {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length).replace(/^\/+/, ''))
    .sort();
}

/** Every page of the site. */
export const pages = (root) => files(root).filter((path) => path.endsWith('.html'));

/** The kind of a page: `bodies/guyuan/2023/index.html` and its like are all `bodies-_-_`; English pages are `en-…`. */
export function kind(path) {
  const parts = path.replace(/(^|\/)index\.html$/, '').replace(/\.html$/, '').split('/').filter(Boolean);
  const language = parts[0] === 'en' ? [parts.shift()] : [];
  return [...language, ...parts.map((part, depth) => (depth ? '_' : part))].join('-') || 'home';
}

/** The largest page of each kind, by kind. */
export function largest(paths, root) {
  const size = (path) => statSync(join(root, path)).size;
  const found = new Map();
  for (const path of paths) {
    if (!found.has(kind(path)) || size(path) > size(found.get(kind(path)))) found.set(kind(path), path);
  }
  return found;
}
