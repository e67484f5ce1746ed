// Checks the built site: node check.mjs SITE [--screenshots=FOLDER]
// Every page of this folder is in it, every link and anchor resolves, and in chromium: search finds VaeEncode, no page asks another host for
// anything, and no page is wider than a phone. Without chromium on the PATH, the checks in the browser are left out with a message.
import { createReadStream, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, posix, relative } from "node:path";
import { Browser } from "./browser.mjs";

const site = process.argv[2];
const screenshots = process.argv.find((argument) => argument.startsWith("--screenshots="))?.split("=")[1];
const base = process.env.SITE_BASE ?? "/";
const phone = 390;
const problems = [];

const files = (folder, ending) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !["node_modules", ".vitepress", "public"].includes(entry.name))
    .flatMap((entry) => (entry.isDirectory() ? files(join(folder, entry.name), ending) : [join(folder, entry.name)]))
    .filter((file) => file.endsWith(ending));

/** Pages by their path in the site, with their ids and the targets of their links. */
const pages = new Map(
  files(site, ".html").map((file) => {
    const html = readFileSync(file, "utf8");
    const all = (expression) => [...html.matchAll(expression)].map((match) => match[1].replaceAll("&amp;", "&"));
    return [relative(site, file), { ids: new Set(all(/ (?:id|name)="([^"]+)"/g)), links: all(/<(?:a|img|script|link)\b[^>]* (?:href|src)="([^"]+)"/g) }];
  }),
);

function checkPages() {
  for (const page of files(".", ".md")) {
    if (!pages.has(page.replace(/\.md$/, ".html"))) problems.push(`${page} is not in the site`);
  }
}

function checkLinks() {
  for (const [page, { links }] of pages) {
    for (const link of links.filter((link) => !/^[a-z]+:/.test(link))) {
      const [target, anchor] = link.split("#").map(decodeURIComponent);
      if (target.startsWith("/") && !target.startsWith(base)) problems.push(`${page}: ${link} is outside of ${base}`);
      const path = target.startsWith("/") ? target.slice(base.length) : posix.join(posix.dirname(page), target);
      const file = target === "" ? page : path === "" || path.endsWith("/") ? `${path}index.html` : path;
      const found = pages.get(file) ?? pages.get(`${file}.html`);
      if (!found && !existsSync(join(site, file))) problems.push(`${page}: there is no ${link}`);
      else if (anchor && found && !found.ids.has(anchor)) problems.push(`${page}: ${link} has no such heading`);
    }
  }
}

/** Serves the site as any server of files does. */
function serve() {
  const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png" };
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname).slice(base.length);
    const file = join(site, path === "" || path.endsWith("/") ? `${path}index.html` : path);
    if (!existsSync(file) || !statSync(file).isFile()) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": types[extname(file)] ?? "application/octet-stream" });
    createReadStream(file).pipe(response);
  });
  return new Promise((listening) => server.listen(0, "127.0.0.1", () => listening(server)));
}

async function checkInBrowser(browser, address) {
  const asked = new Set();
  browser.onRequest = (url) => asked.add(url);
  for (const page of pages.keys()) {
    await browser.open(`${address}${page}`, phone, 844);
    await checkDiagrams(browser, page);
    const width = await browser.evaluate("document.documentElement.scrollWidth");
    if (width > phone) problems.push(`${page} is ${width} pixels wide on a screen of ${phone}`);
  }
  await browser.open(address, 1280, 900);
  await search(browser, "VaeEncode");
  const found = await browser.evaluate("[...document.querySelectorAll('.VPLocalSearchBox .result')].map((result) => result.textContent)");
  if (!found.some((text) => text.includes("VaeEncode"))) problems.push(`Search for VaeEncode finds ${JSON.stringify(found)}`);
  const outside = [...asked].filter((url) => !url.startsWith(address) && !url.startsWith("data:") && !url.startsWith("blob:"));
  if (asked.size < pages.size) problems.push(`The browser asked for ${asked.size} files only`);
  problems.push(...outside.map((url) => `A page asks for ${url}`));
  console.log(`${asked.size} files were asked for in the browser, ${outside.length} of another host; search finds ${found.length} places for VaeEncode`);
}

/** The scripts of a page must keep what its file contains. */
async function checkDiagrams(browser, page) {
  const inFile = readFileSync(join(site, page), "utf8").split('class="node"').length - 1;
  const shown = await browser.evaluate("document.querySelectorAll('.diagram .node').length");
  if (shown !== inFile) problems.push(`${page} shows ${shown} of the ${inFile} boxes of its diagrams`);
}

async function search(browser, text) {
  await browser.evaluate("document.querySelector('.DocSearch-Button, .VPNavBarSearch button').click()");
  await browser.until("document.querySelector('.VPLocalSearchBox input') !== null");
  await browser.evaluate(`{ const input = document.querySelector('.VPLocalSearchBox input'); input.value = '${text}'; input.dispatchEvent(new Event('input')); }`);
  await browser.until("document.querySelector('.VPLocalSearchBox .result') !== null");
}

async function shoot(browser, address) {
  mkdirSync(screenshots, { recursive: true });
  const shown = { home: "index.html", guide: "docs/guide/03-anomalies.html", table: "docs/anomalies.html#results", diagrams: "docs/architecture.html", contents: "docs/index.html", api: "api/VaeMlNet.VaeModel.html", types: "api/index.html" };
  for (const dark of [false, true]) {
    for (const width of [1280, phone]) {
      const height = width === phone ? 844 : 1000;
      const name = (page) => join(screenshots, `${page}-${width}-${dark ? "dark" : "light"}.png`);
      for (const [page, path] of Object.entries(shown)) {
        await browser.open(`${address}${path}`, width, height, dark);
        writeFileSync(name(page), await browser.screenshot());
      }
      await browser.open(address, width, height, dark);
      await search(browser, "VaeEncode");
      writeFileSync(name("search"), await browser.screenshot());
    }
  }
}

checkPages();
checkLinks();
const links = [...pages.values()].reduce((sum, page) => sum + page.links.length, 0);
console.log(`${pages.size} pages with ${links} links`);
const browser = await Browser.start();
if (browser === null) {
  console.log("chromium is not on the PATH: the checks in a browser were left out");
} else {
  const server = await serve();
  const address = `http://127.0.0.1:${server.address().port}${base}`;
  try {
    await checkInBrowser(browser, address);
    if (screenshots) await shoot(browser, address);
  } finally {
    await browser.close();
    server.close();
  }
}
for (const problem of problems) console.error(problem);
process.exit(problems.length === 0 ? 0 : 1);
