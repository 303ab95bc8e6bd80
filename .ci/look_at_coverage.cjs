// Loads coverage.html of a folder in Chromium and checks it against coverage.json. Exits with 1 if anything is wrong.
"use strict";
const { chromium } = require("playwright-core");
const fs = require("node:fs");
const path = require("node:path");
const { execFileSync } = require("node:child_process");

const folder = path.resolve(process.argv[2]);
const expected = JSON.parse(fs.readFileSync(path.join(folder, "coverage.json"), "utf8"));
const problems = [];
const equal = (what, found, wanted) => {
  if (JSON.stringify(found) !== JSON.stringify(wanted)) {
    problems.push(`${what}: ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`);
  }
};

// Runs in the page: texts whose contrast with what is behind them is below 4.5.
function lowContrast() {
  const parse = (colour) => {
    const [r, g, b, a = 1] = colour.match(/[\d.]+/g).map(Number);
    return { r, g, b, a };
  };
  const over = (top, below) => {
    const mix = (key) => top[key] * top.a + below[key] * (1 - top.a);
    return { r: mix("r"), g: mix("g"), b: mix("b"), a: 1 };
  };
  const behind = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) layers.push(parse(getComputedStyle(at).backgroundColor));
    return layers.reverse().reduce((below, top) => over(top, below), { r: 255, g: 255, b: 255, a: 1 });
  };
  const luminance = ({ r, g, b }) => {
    const linear = (value) => (value / 255 <= 0.03928 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  };
  const low = new Map();
  let texts = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || !element.checkVisibility() || element.closest("script, noscript")) continue;
    texts += 1;
    const below = behind(element);
    const lights = [luminance(over(parse(getComputedStyle(element).color), below)), luminance(below)].sort((a, b) => a - b);
    const contrast = (lights[1] + 0.05) / (lights[0] + 0.05);
    const name = `${element.localName}.${element.className} in ${element.parentElement.localName}.${element.parentElement.className}`;
    if (contrast < 4.5) low.set(name, contrast.toFixed(2));
  }
  return { texts, low: [...low] };
}

// Runs in the page: its numbers.
function numbers() {
  const number = (id) => Number(document.getElementById(id).textContent.replace(/,/g, ""));
  const cells = {};
  for (const link of document.querySelectorAll("[data-cell]")) {
    const count = Number(link.querySelector(".count").textContent);
    if (count) cells[link.dataset.cell] = count;
  }
  const tactics = {};
  for (const column of document.querySelectorAll("[data-tactic]")) {
    tactics[column.dataset.tactic] = Number(column.querySelector("h3 .rules").textContent);
  }
  const rows = [...document.querySelectorAll("[data-rule]")].filter((row) => !row.hidden).length;
  const totals = ["rules-shown", "tactics-covered", "techniques-covered", "subtechniques-covered"].map(number);
  return { cells, tactics, rows, totals };
}

async function look(browser, name, { width, height, colorScheme, javaScriptEnabled = true }) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, javaScriptEnabled });
  const page = await context.newPage();
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) problems.push(`${name}: console: ${message.text()}`);
  });
  page.on("pageerror", (error) => problems.push(`${name}: ${error}`));
  page.on("request", (request) => {
    if (!request.url().startsWith("file:")) problems.push(`${name}: requests ${request.url()}`);
  });
  await page.goto(`file://${folder}/coverage.html`);
  await page.screenshot({ path: path.join(folder, `${name}.png`) });

  const found = await page.evaluate(numbers);
  const shortname = Object.fromEntries(expected.tactics.map((tactic) => [tactic.shortname, tactic.id]));
  const cells = Object.fromEntries(expected.techniques.map((one) => [`${shortname[one.tactic]}/${one.id}`, one.rules]));
  const sorted = (object) => Object.entries(object).sort();
  equal(`${name}: cells`, sorted(found.cells), sorted(cells));
  equal(`${name}: tactics`, sorted(found.tactics), sorted(Object.fromEntries(expected.tactics.map((one) => [one.id, one.rules]))));
  const { rules, tactics_covered, techniques_covered, subtechniques_covered } = expected;
  equal(`${name}: totals`, found.totals, [rules, tactics_covered, techniques_covered, subtechniques_covered]);
  equal(`${name}: rows`, found.rows, rules);

  const wide = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  if (wide[0] > wide[1]) problems.push(`${name}: the page is ${wide[0]} pixels wide in a window of ${wide[1]}`);
  if (!javaScriptEnabled) return context.close();

  const contrasts = async (what) => {
    const { texts, low } = await page.evaluate(lowContrast);
    if (texts < 100) problems.push(`${name}: only ${texts} texts are visible`);
    for (const [where, contrast] of low) problems.push(`${name}: ${what}: contrast ${contrast} of ${where}`);
  };
  await contrasts("as loaded");
  await page.click("#expand");
  await contrasts("expanded");
  if (/^(wide|narrow)/.test(name)) await page.screenshot({ path: path.join(folder, `${name}-expanded.png`) });
  await page.click("#expand");

  // One platform: the numbers are those of the JSON's platform. The boxes lie under their labels.
  const toggle = (group, value) => page.locator(`input[name="${group}"][value="${value}"]`).click({ force: true });
  for (const platform of Object.keys(expected.platforms)) {
    for (const other of [...Object.keys(expected.platforms), ""]) if (other !== platform) await toggle("platform", other);
    const [shown, , techniques, subtechniques] = (await page.evaluate(numbers)).totals;
    const wanted = expected.platforms[platform];
    equal(`${name}: ${platform}`, [shown, techniques, subtechniques], [wanted.rules, wanted.techniques_covered, wanted.subtechniques_covered]);
    await page.click("button[type=reset]");
    await page.waitForFunction((rules) => document.getElementById("rules-shown").textContent === rules.toLocaleString("en"), rules);
  }
  await page.fill("#text", "no rule is called this");
  equal(`${name}: nothing found`, (await page.evaluate(numbers)).totals, [0, 0, 0, 0]);
  await page.screenshot({ path: path.join(folder, `${name}-nothing.png`) });
  await page.click("button[type=reset]");
  await page.check('input[name="show"][value="gaps"]', { force: true });
  const gaps = await page.evaluate(() => [...new Set([...document.querySelectorAll(".cell > a")]
    .filter((link) => link.checkVisibility() && link.querySelector(".count").textContent === "0")
    .map((link) => link.dataset.cell.split("/")[1]))].sort());
  equal(`${name}: gaps`, expected.gaps.filter((id) => !gaps.includes(id)), []);
  await page.click("button[type=reset]");
  await page.waitForTimeout(50);

  // The rules of the technique that has most, with the keyboard alone.
  const most = expected.techniques.filter((one) => !one.id.includes(".")).sort((a, b) => b.rules - a.rules)[0];
  if (most) {
    await page.focus(`[data-cell="${shortname[most.tactic]}/${most.id}"]`);
    await page.keyboard.press("Enter");
    equal(`${name}: rules of ${most.id}`, await page.locator("#panel[open] #panel-rules > li").count(), most.rules);
    await contrasts("panel");
    await page.screenshot({ path: path.join(folder, `${name}-panel.png`) });
    await page.keyboard.press("Escape");
    equal(`${name}: the panel closes`, await page.locator("#panel[open]").count(), 0);
    const back = await page.evaluate(() => document.activeElement.dataset.cell);
    equal(`${name}: the focus returns`, back, `${shortname[most.tactic]}/${most.id}`);
  }
  for (const section of ["gaps", "rules"]) {
    await page.evaluate((id) => document.getElementById(id).scrollIntoView(), section);
    await page.screenshot({ path: path.join(folder, `${name}-${section}.png`) });
  }
  await context.close();
}

(async () => {
  const executablePath = execFileSync("sh", ["-c", "command -v chromium"], { encoding: "utf8" }).trim();
  const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"];
  const browser = await chromium.launch({ executablePath, args });
  for (const colorScheme of ["light", "dark"]) {
    await look(browser, `wide-${colorScheme}`, { width: 1600, height: 1000, colorScheme });
    await look(browser, `narrow-${colorScheme}`, { width: 390, height: 844, colorScheme });
  }
  await look(browser, "narrowest", { width: 380, height: 700, colorScheme: "dark" });
  await look(browser, "middle", { width: 1180, height: 800, colorScheme: "light" });
  await look(browser, "without-script", { width: 1600, height: 1000, colorScheme: "light", javaScriptEnabled: false });
  const page = await browser.newPage();
  await page.goto(`file://${folder}/coverage.html`);
  await page.pdf({ path: path.join(folder, "coverage.pdf"), preferCSSPageSize: true, printBackground: true });
  await browser.close();
  for (const problem of problems) console.error(problem);
  console.log(problems.length ? `${problems.length} problems` : `nothing is wrong with the page of ${expected.rules} rules`);
  process.exitCode = problems.length ? 1 : 0;
})();
