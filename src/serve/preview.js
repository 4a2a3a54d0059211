// Keeps a page of the preview up to date: loads it again when the portal changes, where it was scrolled to; swaps
// stylesheets without loading; shows what is wrong in the maintainer's files. No page of a build has it.
(() => {
  const { page, style } = document.currentScript.dataset;
  const seen = { page, style, problems: 'unknown' };
  const SCROLL = 'gongkai-scroll';
  const CLOSED = 'gongkai-closed';

  const remembered = JSON.parse(sessionStorage.getItem(SCROLL) ?? 'null');
  sessionStorage.removeItem(SCROLL);
  if (remembered?.path === location.pathname) {
    addEventListener('load', () => scrollTo({ left: remembered.x, top: remembered.y, behavior: 'instant' }));
  }

  function reload() {
    sessionStorage.setItem(SCROLL, JSON.stringify({ path: location.pathname, x: scrollX, y: scrollY }));
    location.reload();
  }

  /** Loads each stylesheet again beside the old one, and takes the old one away when the new one is there. */
  function restyle(version) {
    for (const old of document.querySelectorAll('link[rel="stylesheet"]')) {
      const address = new URL(old.href);
      if (address.origin !== location.origin) continue;
      address.searchParams.set('preview', version);
      const fresh = old.cloneNode();
      fresh.href = address.href;
      fresh.addEventListener('load', () => old.remove());
      fresh.addEventListener('error', () => fresh.remove());
      old.after(fresh);
    }
  }

  let box;
  function show({ problems, title, texts }) {
    box?.remove();
    box = undefined;
    if (problems === 'none' || document.body?.classList.contains('notice')) return;
    box = document.createElement('gongkai-preview');
    const root = box.attachShadow({ mode: 'open' });
    const sheet = document.createElement('link');
    Object.assign(sheet, { rel: 'stylesheet', href: '/.gongkai/preview.css' });
    const section = document.createElement('section');
    section.setAttribute('role', 'alert');
    const details = document.createElement('details');
    details.open = sessionStorage.getItem(CLOSED) !== problems;
    if (details.open) sessionStorage.removeItem(CLOSED);
    const summary = document.createElement('summary');
    summary.textContent = title;
    // At once, and before it closes or opens: the event that says so afterwards is lost where the page is loaded again.
    summary.addEventListener('click', () => sessionStorage.setItem(CLOSED, details.open ? problems : ''));
    details.append(summary, ...texts.map((text) => {
      const element = document.createElement('pre');
      element.textContent = text;
      return element;
    }));
    section.append(details);
    root.append(sheet, section);
    document.documentElement.append(box);
  }

  function take(state) {
    if (state.page !== seen.page) {
      reload();
      return false;
    }
    if (state.style !== seen.style) restyle(state.style);
    if (state.problems !== seen.problems) {
      // A page that is only a message has nothing but its words to lose.
      if (seen.problems !== 'unknown' && document.body?.classList.contains('notice')) {
        reload();
        return false;
      }
      show(state);
    }
    Object.assign(seen, { style: state.style, problems: state.problems });
    return true;
  }

  // A page that nobody sees waits for nothing: a browser opens only a few connections to one host.
  let asking;
  document.addEventListener('visibilitychange', () => document.hidden && asking?.abort());
  async function follow() {
    for (;;) {
      if (document.hidden) {
        await new Promise((seen) => document.addEventListener('visibilitychange', seen, { once: true }));
        continue;
      }
      asking = new AbortController();
      try {
        const answer = await fetch(`/.gongkai/wait?${new URLSearchParams(seen)}`, { cache: 'no-store', signal: asking.signal });
        if (!answer.ok) throw new Error(answer.statusText);
        if (!take(await answer.json())) return;
      } catch {
        // The server has ended or the page is hidden: one comes back, or the other does.
        if (!document.hidden) await new Promise((later) => setTimeout(later, 1000));
      }
    }
  }
  follow();
})();
