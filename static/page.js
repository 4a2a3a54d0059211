/* Comfort on every page: a switch of the look, and tables that sort, narrow and can be copied as numbers. */
(() => {
  const root = document.documentElement;
  const words = document.currentScript.dataset;

  const themes = ["auto", "light", "dark"];
  for (const button of document.querySelectorAll("[data-theme-switch]")) {
    const show = () => { button.textContent = button.dataset[root.dataset.theme ?? "auto"]; };
    button.addEventListener("click", () => {
      const next = themes[(themes.indexOf(root.dataset.theme ?? "auto") + 1) % themes.length];
      if (next === "auto") delete root.dataset.theme;
      else root.dataset.theme = next;
      try {
        if (next === "auto") localStorage.removeItem("theme");
        else localStorage.setItem("theme", next);
      } catch {
        // The choice lasts as long as the page.
      }
      show();
    });
    show();
  }

  /* What a cell says first; marks and the counts below it are no part of that. */
  const text = (cell) => {
    const copy = cell.cloneNode(true);
    copy.querySelectorAll("button, .state, .of, .disputed-note, .break-note").forEach((part) => part.remove());
    return copy.textContent.replace(/\s+/g, " ").trim();
  };
  /* A number without separators, as a spreadsheet reads it; anything else as it stands. */
  const plain = (words) => {
    const number = words.replace(/[,\u00a0 ]/g, "").replace(/^\u2212/, "-");
    return /^[+-]?\d+(\.\d+)?%?$/.test(number) ? number : words;
  };
  /* What a row is sorted by. A dash is no number, nor are few cases a rate: both go last, whichever way. */
  const value = (row, column) => {
    const cell = row.cells[column];
    if (!cell) return null;
    const words = plain(text(cell));
    if (!cell.matches(".number, .all-numbers td")) return words || null;
    return cell.classList.contains("few") || !/^[+-]?\d/.test(words) || Number.isNaN(parseFloat(words)) ? null : parseFloat(words);
  };
  const order = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), root.lang));

  const button = (label, name) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = name;
    made.dataset.js = "";
    if (name === "sort") made.setAttribute("aria-label", label);
    else made.textContent = label;
    return made;
  };

  const sortable = (table) => {
    const body = table.tBodies[0];
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const sort = button(`${words.sort} ${text(head)}`, "sort");
      sort.addEventListener("click", () => {
        // Numbers begin with the largest, names with the first.
        const first = head.classList.contains("number") ? "descending" : "ascending";
        const other = first === "ascending" ? "descending" : "ascending";
        const way = head.getAttribute("aria-sort") === first ? other : first;
        heads.forEach((any) => any.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", way);
        const keyed = [...body.rows].map((row) => ({ row, key: value(row, column) }));
        const known = keyed.filter(({ key }) => key !== null);
        known.sort((a, b) => (way === "ascending" ? order(a.key, b.key) : order(b.key, a.key)));
        body.append(...[...known, ...keyed.filter(({ key }) => key === null)].map(({ row }) => row));
      });
      head.append(sort);
    });
  };

  const filterable = (table) => {
    const label = document.createElement("label");
    const input = document.createElement("input");
    const count = document.createElement("output");
    label.className = "filter";
    label.dataset.js = "";
    input.type = "search";
    input.addEventListener("input", () => {
      const wanted = input.value.trim().toLowerCase();
      let shown = 0;
      for (const body of table.tBodies) {
        const [above, rows] = [body.querySelector(".above"), body.querySelectorAll("tr:not(.above)")];
        for (const row of rows) {
          row.hidden = !row.cells[0].textContent.toLowerCase().includes(wanted);
          shown += row.hidden ? 0 : 1;
        }
        if (above) above.hidden = [...rows].every((row) => row.hidden);
      }
      count.textContent = wanted ? shown : "";
    });
    label.append(words.filter, input, count);
    table.caption.append(label);
  };

  /* The rows of a table of which some is selected: cells divided by tabs, numbers as numbers. */
  const copied = (table, selection) => [...table.rows]
    .filter((row) => !row.hidden && selection.containsNode(row, true))
    .map((row) => [...row.cells].flatMap((cell) => [plain(text(cell)), ...Array(cell.colSpan - 1).fill("")]).join("\t"))
    .join("\n");
  document.addEventListener("copy", (event) => {
    const selection = getSelection();
    const at = (node) => (node?.nodeType === Node.ELEMENT_NODE ? node : node?.parentElement)?.closest("table");
    const table = at(selection.anchorNode);
    if (selection.isCollapsed || !table || table !== at(selection.focusNode)) return;
    const cells = [...table.querySelectorAll("th, td")].filter((cell) => selection.containsNode(cell, true));
    if (cells.length < 2) return;
    event.clipboardData.setData("text/plain", copied(table, selection));
    event.preventDefault();
  });

  for (const table of document.querySelectorAll(".scroller > table")) {
    if (!table.caption) continue;
    const copy = button(words.copy, "copy");
    copy.addEventListener("click", () => {
      const selection = getSelection();
      selection.selectAllChildren(table);
      const done = document.execCommand("copy");
      selection.removeAllRanges();
      copy.textContent = done ? words.copied : words.failed;
      setTimeout(() => { copy.textContent = words.copy; }, 3000);
    });
    table.caption.append(copy);
    if (table.classList.contains("sortable") && !table.querySelector("tr.break") && table.tBodies[0].rows.length > 1) sortable(table);
    if (table.classList.contains("filterable")) filterable(table);
  }
})();
