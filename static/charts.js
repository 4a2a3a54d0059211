/* Charts: exact figures for pointer and arrow keys, and a chart as a PNG. */
(() => {
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.setAttribute("role", "status");
  document.body.append(tip);
  let shown = null;

  const hide = () => {
    shown?.classList.remove("at");
    shown = null;
    tip.textContent = "";
  };
  /* What a field is about, then its figures; their names stand once for all fields. */
  const words = ({ dataset, parentElement }) => {
    const names = parentElement.dataset.names?.split("|") ?? [];
    return dataset.v.split("|").map((part, index) => (index && names[index - 1] ? `${names[index - 1]} ${part}` : part)).join(" · ");
  };
  const show = (field) => {
    if (field === shown) return;
    hide();
    shown = field;
    field.classList.add("at");
    tip.textContent = words(field);
    const at = field.getBoundingClientRect();
    const left = Math.min(at.left + at.width / 2 - tip.offsetWidth / 2, document.documentElement.clientWidth - tip.offsetWidth - 4);
    // Above the field, or below it where the window has no room above.
    const top = at.top > tip.offsetHeight + 8 ? at.top - tip.offsetHeight - 6 : at.bottom + 6;
    tip.style.left = `${Math.max(left, 4) + scrollX}px`;
    tip.style.top = `${top + scrollY}px`;
  };

  for (const chart of document.querySelectorAll("svg.chart")) {
    const fields = [...chart.querySelectorAll("[data-v]")];
    if (!fields.length) continue;
    chart.setAttribute("tabindex", "0");
    chart.addEventListener("pointermove", ({ target }) => (target.dataset.v ? show(target) : hide()));
    chart.addEventListener("pointerdown", ({ target }) => target.dataset.v && show(target));
    chart.addEventListener("pointerleave", ({ pointerType }) => pointerType === "mouse" && hide());
    chart.addEventListener("blur", hide);
    chart.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (!step || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      const at = fields.indexOf(shown);
      const next = at < 0 ? (step > 0 ? 0 : fields.length - 1) : at + step;
      show(fields[Math.min(Math.max(next, 0), fields.length - 1)]);
    });
  }
  document.addEventListener("keydown", ({ key }) => key === "Escape" && hide());

  /* Twice as large as its file says. A page from a disk may not read a picture beside it. */
  for (const button of document.querySelectorAll("[data-png]")) {
    if (location.protocol === "file:") {
      button.parentElement.remove();
      continue;
    }
    button.addEventListener("click", async () => {
      const file = button.closest("figure").querySelector("a[download$='.svg']");
      try {
        const image = new Image();
        image.src = file.href;
        await image.decode();
        const canvas = document.createElement("canvas");
        canvas.width = image.naturalWidth * 2;
        canvas.height = image.naturalHeight * 2;
        canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
        canvas.toBlob((blob) => {
          if (!blob) return;
          const link = document.createElement("a");
          link.href = URL.createObjectURL(blob);
          link.download = file.download.replace(/svg$/, "png");
          link.click();
          setTimeout(() => URL.revokeObjectURL(link.href), 60000);
        });
      } catch {
        button.parentElement.remove();
      }
    });
  }
})();
