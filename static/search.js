/* Narrows a list of bodies while someone types. Without it the whole list is there. */
(() => {
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
      for (const group of groups) {
        group.hidden = !group.querySelector("[data-name]:not([hidden])");
      }
      count.textContent = shown;
    };
    input.addEventListener("input", narrow);
    narrow();
  }
})();
