// Filters the rules, counts the cells anew, and lists the rules of a cell.
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const byId = (id) => document.getElementById(id);
  const form = byId("filters");
  const panel = byId("panel");

  const cells = all("[data-cell]").map((link) => {
    const key = link.dataset.cell;
    const [tactic, id] = key.split("/");
    const name = link.querySelector(".name").textContent;
    return { link, key, tactic, id, name, item: link.parentElement, rules: data.cells[key] || [] };
  });
  // What the search looks through: the rule itself, and the techniques it counts for.
  const texts = data.rules.map((rule) => [rule.name, rule.file, rule.id].join("\n").toLowerCase());
  for (const cell of cells) {
    for (const rule of cell.rules) texts[rule] += `\n${cell.id} ${cell.name}`.toLowerCase();
  }
  const rows = all("[data-rule]").map((row) => [Number(row.dataset.rule), row]);
  const columns = all("[data-tactic]").map((column) => ({
    column,
    rules: data.tactics[column.dataset.tactic] || [],
    cells: cells.filter((cell) => cell.tactic === column.dataset.tactic),
  }));

  let shown = new Set(data.rules.keys());

  const chosen = (name) => new Set(all(`input[name="${name}"]:checked`, form).map((input) => input.value));

  function meets(rule, text, platforms, severities, words) {
    const platform = rule.platforms.length ? rule.platforms.some((one) => platforms.has(one)) : platforms.has("");
    return platform && severities.has(rule.severity) && words.every((word) => text.includes(word));
  }

  function put(id, number) {
    const output = byId(id);
    const total = Number(output.dataset.total);
    output.textContent = number.toLocaleString("en");
    const bar = document.querySelector(`[data-of="${id}"] .fill`);
    bar.setAttribute("width", total ? ((number * 100) / total).toFixed(1) : 0);
  }

  const step = (count) => data.steps.findLastIndex((from) => count >= from);

  function update() {
    const platforms = chosen("platform");
    const severities = chosen("severity");
    const words = byId("text").value.toLowerCase().split(/\s+/).filter(Boolean);
    const show = form.elements.show.value;
    shown = new Set(
      data.rules.flatMap((rule, index) => (meets(rule, texts[index], platforms, severities, words) ? [index] : [])),
    );
    const covered = new Set();
    for (const cell of cells) {
      cell.count = cell.rules.filter((rule) => shown.has(rule)).length;
      cell.link.querySelector(".count").textContent = cell.count;
      cell.item.className = cell.item.className.replace(/\bs\d+\b/, `s${step(cell.count)}`);
      if (cell.count) covered.add(cell.id);
    }
    for (const cell of cells) {
      const is = cell.count > 0;
      // A technique stays for the sake of a sub-technique that is wanted.
      const below = all(".sub", cell.item);
      const wanted = (count) => show === "all" || (show === "covered") === count > 0;
      const more = below.map((item) => Number(item.querySelector(".count").textContent)).some(wanted);
      cell.item.hidden = !(wanted(is ? 1 : 0) || more);
      const label = cell.item.querySelector(":scope > details > summary .covered");
      if (label) label.textContent = below.filter((item) => item.querySelector(".count").textContent !== "0").length;
    }
    let tactics = 0;
    for (const { column, rules, cells: own } of columns) {
      const count = rules.filter((rule) => shown.has(rule)).length;
      tactics += count > 0;
      column.querySelector("h3 .rules").textContent = count;
      column.querySelector("h3 .covered").textContent = own.filter((cell) => !cell.id.includes(".") && cell.count).length;
    }
    for (const [rule, row] of rows) row.hidden = !shown.has(rule);
    const subtechniques = [...covered].filter((id) => id.includes(".")).length;
    put("rules-shown", shown.size);
    put("tactics-covered", tactics);
    put("techniques-covered", covered.size - subtechniques);
    put("subtechniques-covered", subtechniques);
    const narrowed = shown.size < data.rules.length;
    byId("filtered").textContent = narrowed ? `${shown.size} of ${data.rules.length} rules` : "";
  }

  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.textContent = text;
    return made;
  }

  const platformNames = { windows: "Windows", macos: "macOS", linux: "Linux" };

  function open(cell) {
    const rules = cell.rules
      .filter((rule) => shown.has(rule))
      .map((rule) => data.rules[rule])
      .sort((a, b) => b.score - a.score || a.name.localeCompare(b.name));
    byId("panel-id").textContent = cell.id;
    byId("panel-title").textContent = cell.name;
    const tactic = document.querySelector(`[data-tactic="${cell.tactic}"]`).dataset.name;
    const count = `${rules.length} rule${rules.length === 1 ? "" : "s"}`;
    byId("panel-tactic").textContent = `${tactic} · ${count}`;
    byId("panel-note").textContent = data.notes[cell.key] || "";
    byId("panel-link").href = cell.link.dataset.page;
    byId("panel-rules").replaceChildren(
      ...rules.map((rule) => {
        const item = document.createElement("li");
        const facts = document.createElement("p");
        facts.append(element("span", `severity ${rule.severity}`, rule.severity));
        facts.append(element("span", "", `score ${rule.score}`));
        const platforms = rule.platforms.map((one) => platformNames[one]).join(", ");
        if (platforms) facts.append(element("span", "", platforms));
        item.append(element("strong", "", rule.name), facts);
        item.append(element("code", "", rule.file || rule.id));
        return item;
      }),
    );
    panel.showModal();
    panel.scrollTop = 0;
  }

  for (const cell of cells) {
    cell.link.addEventListener("click", (event) => {
      event.preventDefault();
      open(cell);
    });
  }
  byId("panel-close").addEventListener("click", () => panel.close());
  panel.addEventListener("click", (event) => {
    if (event.target === panel) panel.close();
  });
  byId("expand").addEventListener("click", (event) => {
    const expanded = event.target.getAttribute("aria-pressed") !== "true";
    event.target.setAttribute("aria-pressed", expanded);
    event.target.textContent = `${expanded ? "Collapse" : "Expand"} sub-techniques`;
    for (const details of all(".matrix details")) details.open = expanded;
  });
  form.addEventListener("input", update);
  form.addEventListener("submit", (event) => event.preventDefault());
  // The fields have their first values only after the event.
  form.addEventListener("reset", () => setTimeout(update));
  form.hidden = false;
  update();
})();
