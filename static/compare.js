/* Up to six bodies side by side, by any indicators. The choice lives in the address; every number is shown as the page of
   its report shows it. Bodies of different groups stand beside each other and are not compared in words. */
(() => {
  const root = document.querySelector("[data-compare]");
  if (!root) return;
  const words = root.dataset;
  const most = 6;
  const part = (name) => root.querySelector(`[data-${name}]`);
  const [input, options, chosen, status, result, tools] = ["input", "options", "chosen", "status", "result", "tools"].map(part);
  const boxes = [...root.querySelectorAll("input[type=checkbox]")];
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
  const escape = (text) => String(text).replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
  const here = (path) => new URL(path, document.baseURI);
  const make = (name, text, attributes = {}) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (!document.documentElement.lang.startsWith("zh") && /[\u3400-\u9fff]/.test(text) && !/[a-z]/i.test(text)) made.lang = "zh-CN";
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };

  let list = [];
  let ids = [];
  const loaded = new Map();
  const fetched = async (path) => {
    const answer = await fetch(here(path));
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer.json();
  };

  const readAddress = () => {
    const asked = new URLSearchParams(location.search);
    const known = new Set(list.map((body) => body.id));
    ids = [...new Set((asked.get("b") ?? "").split(","))].filter((id) => known.has(id)).slice(0, most);
    const wanted = (asked.get("i") ?? "disclosure_rate").split(",");
    for (const box of boxes) box.checked = wanted.includes(box.value);
  };
  const writeAddress = () => {
    const asked = new URLSearchParams();
    if (ids.length > 0) asked.set("b", ids.join(","));
    const wanted = boxes.filter((box) => box.checked).map((box) => box.value);
    asked.set("i", wanted.join(","));
    history.replaceState(null, "", `?${asked.toString().replaceAll("%2C", ",")}`);
  };

  /* One panel: a body's values over the years, on the scale that all panels of the indicator share. `highest` is the top of
     the scale as it is written. A dashed rule stands where the form changes; no line leads to a year that is counted otherwise. */
  const width = 320, height = 160, right = 8, top = 34, bottom = 22, margin = 22;
  const about = (text) => [...text].reduce((sum, c) => sum + (c > "\u2e80" ? 13 : 7.6), 0);
  const panel = (body, indicator, years, scale, highest) => {
    const left = about(highest) + 8;
    const ground = height - bottom;
    const x = (year) => years.length < 2 ? (left + width - right) / 2 : left + margin + (year - years[0]) * (width - left - right - 2 * margin) / (years.at(-1) - years[0]);
    const y = (value) => ground - value * (ground - top) / scale;
    const points = years.map((year) => ({ year, at: body.years[year]?.of[indicator] })).filter(({ at }) => at?.value !== undefined);
    let line = "";
    for (const [index, { year, at }] of points.entries()) {
      const joined = index > 0 && points[index - 1].year === year - 1 && !at.counted_anew;
      line += `${joined ? "L" : "M"}${x(year).toFixed(1)} ${y(at.value).toFixed(1)}`;
    }
    const marks = points.map(({ year, at }) => {
      const [px, py] = [x(year).toFixed(1), y(at.value).toFixed(1)];
      const whisker = at.low === undefined ? "" : `<path class="whisker" d="M${px} ${y(at.low).toFixed(1)}V${y(at.high).toFixed(1)}"/>`;
      return `${whisker}<circle class="dot" cx="${px}" cy="${py}" r="4"${at.disputed ? ' fill-opacity="0"' : ""}><title>${escape(`${year}: ${at.text}${at.mark ? ` ${at.mark}` : ""}${at.note ? ` (${at.note})` : ""}${at.disputed ? ` ${words.disputed}` : ""}`)}</title></circle>`;
    });
    const text = (px, py, words, anchor = "middle") => `<text x="${px.toFixed(1)}" y="${py.toFixed(1)}" text-anchor="${anchor}">${escape(words)}</text>`;
    const changes = years.filter((year) => body.years[year]?.new_form).map((year) => {
      const px = x(year - 0.5);
      const fits = px + 4 + about(words.break) <= width;
      return `<path d="M${px.toFixed(1)} 2V${ground}"/>${text(px + (fits ? 4 : -4), 11, words.break, fits ? "start" : "end")}`;
    });
    const [last, before] = [points.at(-1), points.at(-2)];
    // Why nothing is drawn, in the words of the table, where it is one reason for all years.
    const reasons = new Set(years.map((year) => body.years[year]?.of[indicator]).filter(Boolean).map((at) => at.text === "—" ? at.mark : at.text));
    const [reason] = reasons;
    let label = text((left + width) / 2, (top + ground) / 2, reasons.size === 1 ? reason : words.none);
    if (last) {
      const half = about(last.at.text) / 2;
      const px = Math.min(x(last.year), width - half);
      const below = y(last.at.low ?? last.at.value) + 18;
      // Above it, unless the mark before stands there.
      const covers = before && before.at.value > last.at.value && px - half < x(before.year) + 6;
      label = text(px, covers && below < ground ? below : y(last.at.high ?? last.at.value) - (last.at.high === undefined ? 9 : 6), last.at.text);
    }
    const ends = [...new Set([years[0], years.at(-1)])].map((year) => text(x(year), height - 6, String(year)));
    const scales = text(left - 5, top + 4.5, highest, "end") + text(left - 5, ground + 4.5, "0", "end");
    return `<path class="grid" d="M${left} ${top}H${width - right}"/><path class="base" d="M${left} ${ground}H${width - right}"/><g class="break">${changes.join("")}</g><path class="line" d="${line}"/><g>${marks.join("")}</g><g class="value">${label}</g><g class="axis">${ends.join("")}${scales}</g>`;
  };

  const differences = (bodies, indicator, years) => {
    if (bodies.length < 2) return "";
    if (bodies.some((body) => !body.comparable || body.group !== bodies[0].group)) return words.groups;
    for (const year of [...years].reverse()) {
      const all = bodies.map((body) => ({ name: body.name, ...body.years[year]?.of[indicator] }));
      const known = all.filter((one) => one.value !== undefined && !one.disputed).sort((a, b) => b.value - a.value);
      if (known.length < 2 || known.length < all.length) continue;
      const [high, low] = [known[0], known.at(-1)];
      const values = { year, high: high.name, low: low.name, most: high.text, least: low.text };
      if (high.value === low.value) return fill(words.equal, values);
      if (high.low === undefined) return fill(words.counts, values);
      return fill(high.low > low.high ? words.apart : words.alike, values);
    }
    return words.incomplete;
  };

  const table = (bodies, indicator, years, name) => {
    const made = make("table", undefined, { class: "sticky" });
    made.append(make("caption", name));
    const head = made.createTHead().insertRow();
    head.append(make("th", words.body, { scope: "col" }), ...years.map((year) => make("th", year, { scope: "col", class: "number" })));
    const rows = made.createTBody();
    for (const body of bodies) {
      const row = rows.insertRow();
      row.append(make("th", body.name, { scope: "row" }));
      for (const year of years) {
        const at = body.years[year]?.of[indicator];
        const cell = make("td", undefined, { class: "number" });
        if (!at) cell.append("—");
        else {
          const shown = make("a", at.text, { href: here(body.years[year].href + (at.figure ? `#${at.figure}` : "")).href });
          if (at.why) shown.title = at.why;
          cell.append(shown);
          if (at.mark) cell.append(" ", make("span", at.mark, { class: "state" }));
          if (at.note) cell.append(make("span", at.note, { class: "of" }));
          if (at.disputed) cell.append(make("span", words.disputed, { class: "disputed-note" }));
        }
        row.append(cell);
      }
    }
    const scroller = make("div", undefined, { class: "scroller", tabindex: "0", role: "region", "aria-label": name });
    scroller.append(made);
    return scroller;
  };

  const save = (link, text, kind) => {
    if (link.href.startsWith("blob:")) URL.revokeObjectURL(link.href);
    link.href = URL.createObjectURL(new Blob([text], { type: kind }));
  };
  const quoted = (text) => /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

  let turn = 0;
  const show = async () => {
    const mine = ++turn;
    chosen.replaceChildren(...ids.map((id) => {
      const item = make("li");
      const name = list.find((body) => body.id === id).name;
      const remove = make("button", `${name} ×`, { type: "button", "aria-label": fill(words.remove, { name }) });
      remove.addEventListener("click", () => { ids = ids.filter((other) => other !== id); update(); input.focus(); });
      item.append(remove);
      return item;
    }));
    input.disabled = ids.length >= most;
    const wanted = boxes.filter((box) => box.checked);
    tools.hidden = ids.length === 0 || wanted.length === 0;
    if (tools.hidden) {
      result.replaceChildren();
      status.textContent = ids.length === 0 ? words.empty : words.noindicator;
      return;
    }
    try {
      await Promise.all(ids.map(async (id) => loaded.has(id) || loaded.set(id, await fetched(`bodies/${id}.json`))));
    } catch (error) {
      status.textContent = `${words.failed} ${error.message}`;
      return;
    }
    if (mine !== turn) return;
    const bodies = ids.map((id) => loaded.get(id));
    const all = bodies.flatMap((body) => Object.keys(body.years).map(Number));
    const years = Array.from({ length: Math.max(...all) - Math.min(...all) + 1 }, (_, index) => Math.min(...all) + index);
    const csv = [["body_id", "body", "year", "indicator", "shown", "mark", "parts", "low_percent", "high_percent", "disputed", "why"]];
    const drawn = [];
    let down = 0;
    result.replaceChildren(...wanted.map((box) => {
      const name = box.parentElement.textContent.trim();
      const values = bodies.flatMap((body) => years.map((year) => body.years[year]?.of[box.value]).filter(Boolean));
      const known = values.filter((at) => at.value !== undefined).sort((a, b) => b.value - a.value);
      const [scale, highest] = box.dataset.share !== undefined ? [100, "100\u00a0%"] : known[0]?.value > 0 ? [known[0].value, known[0].text] : [1, "1"];
      const section = make("section");
      const grid = make("div", undefined, { class: "panels" });
      section.append(make("h3", name), make("p", differences(bodies, box.value, years)), grid, table(bodies, box.value, years, name));
      drawn.push(`<text class="name" x="8" y="${down + 18}">${escape(name)}</text>`);
      down += 26;
      bodies.forEach((body, index) => {
        const inner = panel(body, box.value, years, scale, highest);
        const svg = `<svg class="chart s-accent" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escape(`${body.name}: ${name}`)}">${inner}</svg>`;
        const figure = make("figure");
        figure.innerHTML = svg;
        figure.prepend(make("figcaption", body.name));
        grid.append(figure);
        const squeezed = about(body.name) > width ? ` textLength="${width}" lengthAdjust="spacingAndGlyphs"` : "";
        drawn.push(`<g transform="translate(${8 + (index % 3) * (width + 10)} ${down + Math.floor(index / 3) * (height + 30)})"><text class="name" y="13"${squeezed}>${escape(body.name)}</text><g transform="translate(0 20)">${inner}</g></g>`);
        for (const year of years) {
          const at = body.years[year]?.of[box.value];
          if (at) csv.push([body.id, body.name, year, box.value, at.text.replaceAll(",", ""), at.mark ?? "", (at.note ?? "").replaceAll(",", ""), at.low ?? "", at.high ?? "", at.disputed ? 1 : 0, at.why ?? ""]);
        }
      });
      down += Math.ceil(bodies.length / 3) * (height + 30);
      return section;
    }));
    status.textContent = fill(words.shown, { count: bodies.length });
    save(part("csv"), `\ufeff${csv.map((row) => row.map((cell) => quoted(String(cell))).join(",")).join("\r\n")}\r\n`, "text/csv");
    const wide = Math.min(3, bodies.length) * (width + 10) + 8;
    const look = "text{font:13px sans-serif;fill:#1c1b19}.name{font-weight:600}.line{fill:none;stroke:#1a4b7c;stroke-width:2}.dot{fill:#1a4b7c;stroke:#1a4b7c}.whisker{stroke:#1a4b7c;stroke-width:5;opacity:.3}.base{stroke:#54524c}.grid{stroke:#d9d5c9}.break path{stroke:#54524c;stroke-dasharray:3 3}.axis text,.break text{fill:#54524c}.value text{paint-order:stroke;stroke:#fdfcf9;stroke-width:3px}";
    save(part("svg"), `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${wide} ${down + 24}" width="${wide}" height="${down + 24}"><style>${look}</style><rect width="100%" height="100%" fill="#fdfcf9"/>${drawn.join("")}<text x="8" y="${down + 16}">${escape(location.href)}</text></svg>`, "image/svg+xml");
    part("link").value = location.href;
  };
  const update = () => { writeAddress(); show(); };

  const choose = () => {
    const asked = input.value.trim().toLowerCase();
    const found = list.find((body) => body.name.toLowerCase() === asked || body.other.some((name) => name?.toLowerCase() === asked));
    if (!found) return;
    input.value = "";
    if (!ids.includes(found.id) && ids.length < most) ids.push(found.id);
    update();
  };
  input.addEventListener("input", choose);
  input.addEventListener("change", choose);
  part("link").addEventListener("focus", (event) => event.target.select());
  for (const box of boxes) box.addEventListener("change", update);
  addEventListener("popstate", () => { readAddress(); show(); });

  // A browser does not let a page that was opened as a file read another one.
  if (location.protocol === "file:") {
    status.textContent = words.failed;
    return;
  }
  fetched("bodies.json").then((all) => {
    list = all;
    options.replaceChildren(...list.map((body) => make("option", body.group, { value: body.name })));
    readAddress();
    show();
  }, () => { status.textContent = words.failed; });
})();
