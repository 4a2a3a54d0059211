// What a page must be to any eye, ear and hand: asked inside the page or by keys, each answer a list of faults in words.
// Knows a tab; knows nothing of servers and sites.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
// An experimental rule: it takes the form's own first row (第二十条第（一）项) for a caption, though the table has one.
const NOT_ASKED = ['table-fake-caption'];

/** Every rule of axe-core, also those of best practice and of level AAA, on the page or on a part of it. */
export async function axe(tab, part) {
  if (!await tab.evaluate(() => 'axe' in globalThis)) await tab.evaluate(AXE);
  return tab.evaluate(async ([part, notAsked]) => {
    const { axe } = globalThis;
    const rules = Object.fromEntries(axe.getRules().map(({ ruleId }) => [ruleId, { enabled: !notAsked.includes(ruleId) }]));
    const { violations } = await axe.run(part ?? document, { rules, resultTypes: ['violations'] });
    return violations.map(({ id, impact, help, nodes }) => `axe ${id} (${impact}): ${help}: ${nodes[0].html.slice(0, 120)}`);
  }, [part, NOT_ASKED]);
}

/** In the page: it does not scroll sideways, cuts no text off, and prints no text over other text. */
export function layout() {
  const found = [];
  const name = (element) => `${element.tagName.toLowerCase()}.${element.className?.baseVal ?? element.className}`;
  const limit = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > limit) {
    const culprit = [...document.querySelectorAll('body *')].find((element) => !element.closest('.scroller *') && element.getBoundingClientRect().right > limit + 1);
    found.push(`scrolls sideways (${document.documentElement.scrollWidth} px, by ${culprit && name(culprit)})`);
  }
  for (const box of document.querySelectorAll('body *')) {
    if (box.closest('.visually-hidden, svg, input')) continue;
    const style = getComputedStyle(box);
    const cuts = (way, needed, there) => ['hidden', 'clip'].includes(style[way]) && needed > there + 1;
    if (cuts('overflowX', box.scrollWidth, box.clientWidth) || cuts('overflowY', box.scrollHeight, box.clientHeight)) found.push(`cuts off ${name(box)}`);
  }
  // Each line of each text, as far as the box in which it scrolls shows it; half its height, for lines stand close.
  const lines = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || parent.closest('.visually-hidden, .skip, svg, script, option') || !parent.checkVisibility({ visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const frame = parent.closest('.scroller')?.getBoundingClientRect();
    for (const { left, right, top, bottom } of range.getClientRects()) {
      const quarter = (bottom - top) / 4;
      const line = { node, left: Math.max(left, frame?.left ?? left), right: Math.min(right, frame?.right ?? right), top: top + quarter, bottom: bottom - quarter };
      if (frame) line.bottom = Math.min(line.bottom, frame.bottom);
      // A sticky head or first column lies over what is scrolled; that is its purpose.
      if (line.right > line.left && line.bottom > line.top) lines.push(line);
    }
  }
  lines.sort((a, b) => a.top - b.top);
  lines.forEach((a, at) => {
    for (let next = at + 1; next < lines.length && lines[next].top < a.bottom; next += 1) {
      const b = lines[next];
      if (a.node !== b.node && Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2) {
        found.push(`“${a.node.data.trim().slice(0, 20)}” and “${b.node.data.trim().slice(0, 20)}” stand over each other`);
      }
    }
  });
  return [...new Set(found)];
}

/** In the page: text says which language it is in. */
export function tongues() {
  const found = new Set();
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement.closest('script, style, head')) continue;
    const said = node.parentElement.closest('[lang]').lang.slice(0, 2);
    if (said !== 'zh' && /[\u3400-\u9fff]/.test(node.data)) found.add(`Chinese that is said to be ${said}: ${node.data.trim().slice(0, 40)}`);
    if (said !== 'en' && /[a-z]{2,}( [a-z]{2,}){3}/.test(node.data)) found.add(`English that is said to be ${said}: ${node.data.trim().slice(0, 40)}`);
  }
  return [...found];
}

/** In the page: nothing moves of its own for someone who asked for less motion. */
export function motion() {
  const moving = [...document.querySelectorAll('*')].filter((element) => {
    const style = getComputedStyle(element);
    return style.animationName !== 'none' || style.transitionDuration.split(',').some((time) => parseFloat(time) > 0) || style.scrollBehavior === 'smooth';
  });
  return moving.map((element) => `moves although less motion is asked for: ${element.tagName}.${element.className}`);
}

/** By the tab key alone: everything that can be used is reached, in its order, and seen to be reached. */
export async function keyboard(tab) {
  const found = new Set();
  const count = await tab.evaluate(() => {
    const usable = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')];
    globalThis.usable = usable.filter((element) => element.checkVisibility({ visibilityProperty: true }) && element.tabIndex >= 0 && !element.disabled);
    return globalThis.usable.length;
  });
  const focused = () => tab.evaluate(() => {
    const element = document.activeElement;
    const style = getComputedStyle(element);
    const box = [...element.getClientRects()].find(({ width, height }) => width && height);
    const inside = box && box.left < innerWidth && box.right > 0 && box.top < innerHeight && box.bottom > 0;
    const middle = inside && document.elementFromPoint(
      (Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2, (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2,
    );
    return {
      at: globalThis.usable.indexOf(element),
      outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
      seen: Boolean(middle) && (element.contains(middle) || middle.contains(element)),
      name: `${element.tagName.toLowerCase()}.${element.className?.baseVal ?? element.className} ${element.textContent.trim().slice(0, 30)}`,
    };
  });
  for (let expected = 0; expected < count; expected += 1) {
    await tab.keyboard.press('Tab');
    const { at, outlined, seen, name } = await focused();
    if (at !== expected) {
      found.add(`the tab key comes to ${at} (${name}) where ${expected} of ${count} was next`);
      break;
    }
    if (!outlined) found.add(`focus cannot be seen on ${name}`);
    if (!seen) found.add(`what has the focus is out of sight: ${name}`);
  }
  await tab.evaluate(() => {
    document.activeElement.blur();
    scrollTo(0, 0);
  });
  await tab.reload();
  await tab.keyboard.press('Tab');
  const skip = await tab.evaluate(() => [document.activeElement.className, document.activeElement.getBoundingClientRect().top >= 0]);
  if (skip[0] !== 'skip' || !skip[1]) found.add('the first key does not come to the link that skips');
  await tab.keyboard.press('Enter');
  await tab.keyboard.press('Tab');
  if (!await tab.evaluate(() => document.activeElement.closest('main'))) found.add('the link that skips does not lead into the page');
  return [...found];
}

/** In the page, with print media: no tool is printed, and nothing stands out of the paper. */
export function print() {
  const found = [];
  for (const tool of document.querySelectorAll('.masthead nav, .find, .theme, .language, .copy, .sort, .filter, .skip, .search, .tip')) {
    if (tool.checkVisibility()) found.push(`prints ${tool.tagName.toLowerCase()}.${tool.className}`);
  }
  const width = document.documentElement.clientWidth;
  for (const element of document.querySelectorAll('main table, main svg.chart, main pre, main p, main li')) {
    // All indicators side by side fit no paper; their data file is named above them.
    if (element.rows?.[0]?.cells.length > 16) continue;
    const over = element.getBoundingClientRect().right - width;
    if (over > 1) found.push(`prints ${element.tagName.toLowerCase()}.${element.className?.baseVal ?? element.className} ${Math.round(over)} px out of the paper`);
  }
  if (getComputedStyle(document.body).backgroundColor !== 'rgb(255, 255, 255)') found.push('prints on another colour than the paper');
  return [...new Set(found)];
}
