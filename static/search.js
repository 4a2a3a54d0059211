/* Finds bodies, places, indicators, pages and words of reports from every page, and narrows lists of bodies. What is
   looked in is fetched when someone types, and not before. Without this the lists are there, whole. */
(() => {
  const root = new URL("../", document.currentScript.src);
  const SHOWN = { bodies: 12, places: 4, indicators: 4, pages: 3, reports: 7 };
  const PAIRS = 6;
  const language = document.documentElement.lang.slice(0, 2);
  const english = language === "en";
  const fill = (words, values) => words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  const make = (tag, attributes, ...inside) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...inside);
    return element;
  };

  /* Lists of bodies */

  const asked = new URLSearchParams(location.search).get("find");
  for (const search of document.querySelectorAll("[data-search]")) {
    const input = search.querySelector("input");
    const count = search.querySelector("output");
    const items = [...document.querySelectorAll("[data-name]")];
    const groups = [...document.querySelectorAll("[data-group]")];
    search.hidden = false;
    const narrow = () => {
      const wanted = input.value.trim().toLowerCase();
      let shown = 0;
      for (const item of items) {
        item.hidden = !item.dataset.name.toLowerCase().includes(wanted);
        shown += item.hidden ? 0 : 1;
      }
      for (const group of groups) group.hidden = !group.querySelector("[data-name]:not([hidden])");
      count.textContent = shown;
    };
    input.addEventListener("input", narrow);
    if (asked) input.value = asked;
    narrow();
  }

  /* What is looked in */

  let version = "";
  const fetched = new Map();
  const load = (name) => {
    if (!fetched.has(name)) {
      const wanted = fetch(new URL(`search/${name}.json${version}`, root), version ? {} : { cache: "no-cache" })
        .then((answer) => {
          if (!answer.ok) throw new Error(answer.status);
          return answer.json();
        })
        .catch((error) => {
          fetched.delete(name);
          throw new Error(`${name}.json (${error.message})`);
        });
      fetched.set(name, wanted);
    }
    return fetched.get(name);
  };
  const list = async (name, count) => (await Promise.all(Array.from({ length: count }, (_, at) => load(`${name}-${at}`)))).flat();

  const HAN = /[\u3400-\u9fff]/;
  /* Chinese words in a page that is not Chinese say so. */
  const spoken = (text) => (english ? text.split(/([\u3400-\u9fff]+)/).map((part, at) => (at % 2 ? make("span", { lang: "zh-CN" }, part) : part)) : [text]);
  const readings = new Map();
  const simplified = new Map();
  const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/[\s'’·-]/g, "").replace(/[\u3400-\u9fff]/g, (c) => simplified.get(c) ?? c);
  const loadScripts = async () => {
    const pairs = await load("scripts");
    for (let at = 0; at < pairs.length; at += 2) simplified.set(pairs[at], pairs[at + 1]);
  };

  let index;
  let coming;
  const prepare = async () => {
    const contents = await load(language);
    version = `?${contents.version}`;
    const [bodies, sounds, entries] = await Promise.all([
      list("bodies", contents.bodies),
      list("sounds", contents.sounds),
      list(language, contents.entries),
      contents.traditional && loadScripts(),
    ]);
    for (const [sound, characters] of sounds) {
      for (const c of characters) readings.set(c, [...(readings.get(c) ?? []), sound]);
    }
    const item = (kind, name, other, path, note, more) => {
      const names = [name, other].filter(Boolean);
      return { kind, name, path, note, keys: names.map(fold), ...more };
    };
    const all = { bodies: [], places: [], indicators: [], pages: [] };
    const reports = [];
    const above = new Map();
    const inEnglish = new Map();
    for (const [name, en] of bodies) if (en) inEnglish.set(name, en);
    for (const [name, en, slug, group, parent, years] of bodies) {
      const shown = (english && en) || name;
      const over = (english && inEnglish.get(parent)) || parent;
      const note = [contents.groups[group], over, years.replace(/-/g, "–").replace(/,/g, ", ")].filter(Boolean).join(" · ");
      const one = item("bodies", shown, english ? name : en, `${contents.prefix}bodies/${slug}/index.html`, note, { slug, parent: fold(parent), years: [] });
      for (const run of years.split(",")) {
        const [first, last = first] = run.split("-").map(Number);
        for (let year = first; year <= last; year += 1) {
          one.years.push(year);
          reports.push({ body: one, year });
        }
      }
      all.bodies.push(one);
      if (parent) above.set(parent, (above.get(parent) ?? 0) + 1);
    }
    for (const [name, count] of above) {
      const en = inEnglish.get(name);
      const path = `${contents.prefix}bodies/index.html?find=${encodeURIComponent(name)}`;
      all.places.push(item("places", (english && en) || name, english ? name : en, path, fill(contents.words.below, { count })));
    }
    for (const [kind, name, other, path, note] of entries) all[kind].push(item(kind, name, other, path, note));
    return { ...contents, all, reports };
  };

  /* How well a name fits what is typed: 0 is best, nothing does not fit */

  /* Whether letters are the sounds of a name from one of its characters on: whole, only their initials, or mixed. */
  const heard = (name, from, wanted) => {
    let ends = new Set([0]);
    for (let at = from; at < name.length && ends.size; at += 1) {
      const next = new Set();
      for (const end of ends) {
        const rest = wanted.slice(end);
        if (rest[0] === name[at]) next.add(end + 1);
        for (const sound of readings.get(name[at]) ?? []) {
          if (sound.startsWith(rest)) return true;
          for (const part of [sound, sound.slice(0, sound[1] === "h" ? 2 : 1), sound[0]]) {
            if (rest.startsWith(part)) next.add(end + part.length);
          }
        }
      }
      if (next.has(wanted.length)) return true;
      ends = next;
    }
    return false;
  };
  const fit = (key, term) => {
    const at = key.indexOf(term);
    if (at >= 0) return at ? 3 : key === term ? 0 : 1;
    if (!/[a-z]/.test(term) || !HAN.test(key)) return undefined;
    if (heard(key, 0, term)) return 2;
    for (let from = 1; from < key.length; from += 1) if (heard(key, from, term)) return 4;
    return undefined;
  };
  const rank = (one, terms) => {
    let sum = 0;
    for (const term of terms) {
      const fits = one.keys.map((key) => fit(key, term)).filter((fits) => fits !== undefined);
      if (one.slug?.startsWith(term)) fits.push(2);
      if (one.parent?.includes(term)) fits.push(6);
      if (fits.length === 0) return undefined;
      sum += Math.min(...fits);
    }
    return sum;
  };

  /* The reports that have all pairs of characters of a text. Of one pair that is certain, of a longer word it is likely. */
  const inText = async (terms) => {
    const pairs = new Set();
    for (const term of terms) {
      for (let at = 0; at + 1 < term.length; at += 1) {
        if (HAN.test(term[at]) && HAN.test(term[at + 1])) pairs.add(term.slice(at, at + 2));
      }
    }
    if (!index.prose || pairs.size === 0) return { found: [] };
    const lists = await Promise.all([...pairs].slice(0, PAIRS).map(async (pair) => {
      const place = (pair.charCodeAt(0) * 7919 + pair.charCodeAt(1)) % index.prose;
      const piece = await load(`text-${place}`);
      return piece[pair] ?? piece["*"] ?? [];
    }));
    const known = lists.filter(Array.isArray);
    if (known.length === 0) return { found: [], common: true };
    const sets = known.map((steps) => {
      let at = 0;
      return new Set(steps.map((step) => (at += step)));
    });
    const numbers = [...sets[0]].filter((number) => sets.every((set) => set.has(number)));
    const found = numbers.map((number) => index.reports[number]).sort((a, b) => b.year - a.year);
    return { found, words: pairs.size === 1 ? index.words.prose : index.words.prose_likely };
  };

  /* The box */

  const box = document.querySelector("[data-find]");
  if (!box) return;
  const say = box.dataset;
  const input = make("input", {
    type: "search", role: "combobox", placeholder: say.label, "aria-label": say.label, "aria-expanded": "false",
    "aria-controls": "find-results", "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false", maxlength: "60",
  });
  const note = make("p", { class: "find-note" });
  const results = make("div", { id: "find-results", role: "listbox", "aria-label": say.label });
  const panel = make("div", { class: "find-panel" }, note, results);
  const status = make("p", { class: "visually-hidden", role: "status" });
  panel.hidden = true;
  box.append(input, panel, status);
  box.hidden = false;

  const options = () => [...results.querySelectorAll("[role=option]")];
  const active = () => results.querySelector("[aria-selected=true]");
  const activate = (option) => {
    active()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  };
  let wanted = false;
  const open = (yes) => {
    wanted = yes;
    panel.hidden = !yes || (!note.textContent && !results.firstChild);
    input.setAttribute("aria-expanded", String(!panel.hidden && results.firstChild !== null));
    if (panel.hidden) activate();
  };
  const tell = (text) => {
    note.textContent = text;
    status.textContent = text;
  };
  const show = (groups, more) => {
    const kept = active()?.getAttribute("href");
    activate();
    results.replaceChildren();
    let count = 0;
    for (const [kind, all] of groups) {
      if (all.length === 0) continue;
      const head = make("div", { id: `find-${kind}`, role: "presentation", class: "find-kind" }, fill(
        all.length > SHOWN[kind] ? index.words.shown_of : index.words.shown,
        { group: index.words[kind], shown: SHOWN[kind], count: all.length },
      ));
      const group = make("div", { role: "group", "aria-labelledby": `find-${kind}` }, head);
      for (const one of all.slice(0, SHOWN[kind])) {
        const option = make("a", { role: "option", id: `find-${kind}-${group.children.length}`, href: new URL(one.path, root).href, tabindex: "-1", "aria-selected": "false" },
          make("span", { class: "find-name" }, ...spoken(one.name)), " ", make("span", { class: "find-what" }, ...spoken(one.note)));
        group.append(option);
        if (option.getAttribute("href") === kept) activate(option);
      }
      results.append(group);
      count += all.length;
    }
    note.textContent = [count ? "" : index.words.none, more].filter(Boolean).join(" ");
    status.textContent = [count ? fill(index.words.found, { count }) : index.words.none, more].filter(Boolean).join(" ");
    open(wanted);
  };

  let turn = 0;
  const search = async () => {
    turn += 1;
    const mine = turn;
    const typed = input.value.trim();
    wanted = true;
    results.replaceChildren();
    tell("");
    if (!typed) return open(false);
    if (root.protocol === "file:") {
      tell(say.file);
      return open(true);
    }
    if (!index) {
      tell(say.loading);
      open(true);
    }
    index ??= await (coming ??= prepare());
    if ([...typed].some((c) => HAN.test(c) && !readings.has(c)) && simplified.size === 0) await loadScripts();
    if (mine !== turn) return undefined;
    const years = [];
    const without = typed.normalize("NFKC").replace(/(^|\D)(20\d\d)(?!\d)年?/g, (whole, before, year) => {
      years.push(Number(year));
      return `${before} `;
    });
    const terms = without.split(/\s+/).map(fold).filter(Boolean);
    const groups = Object.entries(index.all).map(([kind, all]) => {
      const ranked = terms.length === 0 ? [] : all.map((one) => [rank(one, terms), one]).filter(([fits]) => fits !== undefined);
      return [kind, ranked.sort((a, b) => a[0] - b[0]).map(([, one]) => one)];
    });
    const report = ({ body, year }, words) => ({
      name: fill(index.words.report, { body: body.name, year }), path: body.path.replace("index.html", `${year}/index.html`), note: words,
    });
    const named = groups[0][1].flatMap((body) => years.filter((year) => body.years.includes(year)).map((year) => report({ body, year }, "")));
    if (terms.length === 0) {
      const shown = years.filter((year) => index.reports.some((one) => one.year === year));
      const name = (year) => fill(index.words.report, { body: "", year }).trim();
      groups.find(([kind]) => kind === "pages")[1].push(...shown.map((year) => ({ name: name(year), path: `${index.prefix}years/${year}/index.html`, note: "" })));
    }
    // Who names a year is after its report.
    const all = (reports) => (named.length ? [["reports", reports], ...groups] : [...groups, ["reports", reports]]);
    show(all(named), "");
    await new Promise((go) => setTimeout(go, 200));
    if (mine !== turn) return undefined;
    const { found, common, words } = await inText(terms);
    if (mine !== turn) return undefined;
    const ofYears = found.filter(({ year }) => years.length === 0 || years.includes(year)).map((one) => report(one, words));
    const texts = ofYears.filter((one) => named.every(({ path }) => path !== one.path));
    if (texts.length || common) show(all([...named, ...texts]), common ? index.words.common : "");
    return undefined;
  };
  const run = () => {
    const searched = search();
    const mine = turn;
    searched.catch((error) => {
      coming = undefined;
      if (mine !== turn) return;
      tell(fill(say.failed, { file: error.message }));
      open(wanted);
    });
  };

  input.addEventListener("input", run);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    const all = options();
    const at = all.indexOf(active());
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (panel.hidden) open(true);
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (all.length) activate(all[at < 0 && step < 0 ? all.length - 1 : (at + step + all.length) % all.length]);
    } else if (event.key === "Enter" && !panel.hidden && all.length) {
      event.preventDefault();
      (all[at] ?? all[0]).click();
    } else if (event.key === "Escape" && !panel.hidden) {
      event.preventDefault();
      open(false);
    }
  });
  input.addEventListener("focus", () => open(true));
  box.addEventListener("focusout", (event) => box.contains(event.relatedTarget) || open(false));
  // A press on the panel must not take the focus from the box before the click arrives.
  panel.addEventListener("mousedown", (event) => event.preventDefault());
})();
