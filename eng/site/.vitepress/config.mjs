// The site: the Markdown pages of the repository as they are, and the API pages. eng/site.cake puts both beside this folder.
import { existsSync, readFileSync, statSync } from "node:fs";
import { posix } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitepress";
import { renderMermaidSVG } from "beautiful-mermaid";

const source = fileURLToPath(new URL("..", import.meta.url));
// Links to files that are not pages lead to the repository. Without its address, they are plain text.
const repository = process.env.SITE_REPOSITORY ?? "";

const read = (path) => readFileSync(posix.join(source, path), "utf8");
const isFile = (path) => existsSync(posix.join(source, path)) && statSync(posix.join(source, path)).isFile();

/** Returns the page of the site for a file or folder of the repository, or undefined. */
const pageOf = (path) =>
  [path, path.replace(/(^|\/)README\.md$/, "$1index.md"), posix.join(path, "index.md")].find((page) => page.endsWith(".md") && isFile(page));

/** Returns the anchor that GitHub gives a heading. */
const anchorOf = (heading) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{Nd} _-]/gu, "")
    .replaceAll(" ", "-");

/** Resolves relative links as GitHub does: to a page, or to a file of the repository. */
function resolveLinks(state) {
  const folder = posix.dirname(state.env.relativePath);
  const address = (path) => (repository === "" ? undefined : `${repository}/blob/HEAD/${path}`);
  for (const inline of state.tokens) {
    for (const token of inline.children ?? []) {
      const href = token.type === "link_open" ? token.attrGet("href") : null;
      if (href === null || /^([a-z]+:|#)/.test(href)) continue;
      const [target, anchor] = href.split("#");
      const path = posix.join(folder, target);
      const page = pageOf(path);
      if (page) token.attrSet("href", `/${page}${anchor ? `#${anchor}` : ""}`);
      else if (address(path)) token.attrSet("href", address(path));
      else makePlain(inline.children, token);
    }
  }
}

/** Turns a link into its text. */
function makePlain(tokens, open) {
  const close = tokens.slice(tokens.indexOf(open)).find((token) => token.type === "link_close");
  for (const token of [open, close]) Object.assign(token, { type: "text", tag: "", nesting: 0, content: "" });
}

/** Returns a diagram as SVG in the colors of the page. */
function diagram(code) {
  // The renderer knows a label only from the first line that has the name, so all come first.
  const [first, ...lines] = code.trim().split("\n");
  const labels = code.match(/\w+\[\(?"[^"]*"\)?\]/g) ?? [];
  const svg = renderMermaidSVG([first, ...labels, ...lines].join("\n"), { transparent: true });
  // Its style sheet fetches a font, and Vue removes style elements: style.css has the colors.
  return `<div class="diagram" v-pre>${svg.replace(/<style>.*?<\/style>/s, "").replace(/ style="[^"]*"/, "")}</div>\n`;
}

function extend(md) {
  const { fence, text } = md.renderer.rules;
  const image = (content) => content.replace(/ src="(?!\w+:|[./])/g, ' src="./');
  // Vue would read these braces as an expression.
  const withoutBraces = (html) => html.replaceAll("{{", "&#123;&#123;");
  md.core.ruler.push("links-as-on-github", resolveLinks);
  md.renderer.rules.fence = (tokens, index, ...rest) =>
    tokens[index].info.trim() === "mermaid" ? diagram(tokens[index].content) : fence(tokens, index, ...rest);
  md.renderer.rules.text = (...all) => withoutBraces(text(...all));
  md.renderer.rules.html_inline = md.renderer.rules.html_block = (tokens, index) => image(withoutBraces(tokens[index].content));
}

/** Returns the groups of a page's tables: their headings, and the pages that the first cells link to. */
function groupsOf(page) {
  const groups = [];
  for (const line of read(page).split("\n")) {
    const heading = /^## (.+)/.exec(line)?.[1];
    const [, title, target] = /^\| \[(.+?)\]\(([^)]+\.md)\)/.exec(line) ?? [];
    if (heading) groups.push({ text: heading, items: [] });
    if (target) groups.at(-1)?.items.push({ text: title.replaceAll("`", ""), link: `/${pageOf(posix.join(posix.dirname(page), target))}` });
  }
  return groups.filter((group) => group.items.length > 0);
}

const verbs = groupsOf("docs/cli-reference.md").flatMap((group) => group.items);
const decisions = [...read("docs/adr/index.md").matchAll(/^\| \[(\d+)\]\((.+?)\) \| (.+?) \|$/gm)]
  .map(([, number, file, title]) => ({ text: `${number} ${title.replaceAll("`", "")}`, link: `/docs/adr/${file}` }))
  .sort((a, b) => a.text.localeCompare(b.text));
const project = ["CHANGELOG.md", "CONTRIBUTING.md", "CODE_OF_CONDUCT.md", "SECURITY.md", "samples/index.md", "notebooks/index.md"];
const guide = [
  { text: "Overview", link: "/" },
  ...groupsOf("docs/index.md"),
  { text: "Verbs of vaemlnet", collapsed: true, items: verbs },
  { text: "Decisions", collapsed: true, items: decisions },
  { text: "Project", collapsed: true, items: project.filter(isFile).map((page) => ({ text: /^# (.+)/m.exec(read(page))[1], link: `/${page}` })) },
];
const api = [{ text: "All types", link: "/api/index.md" }, ...JSON.parse(read("api/sidebar.json"))];

export default defineConfig({
  title: "VaeMlNet",
  description: "Variational autoencoders for ML.NET: training with TorchSharp, export to ONNX, and batches in pipelines",
  base: process.env.SITE_BASE ?? "/",
  outDir: "../site",
  srcExclude: ["node_modules/**"],
  head: [["link", { rel: "icon", type: "image/svg+xml", href: `${process.env.SITE_BASE ?? "/"}icon.svg` }]],
  markdown: { anchor: { slugify: anchorOf }, config: extend, lineNumbers: false },
  vite: { build: { chunkSizeWarningLimit: 8000 } },
  themeConfig: {
    logo: "/icon.svg",
    nav: [
      { text: "Quick start", link: "/docs/guide/01-quick-start" },
      { text: "Documentation", link: "/docs/" },
      { text: "API", link: "/api/" },
      { text: "Results", link: "/docs/results" },
    ],
    sidebar: { "/api/": api, "/": guide },
    outline: { level: [2, 3] },
    search: { provider: "local" },
    ...(repository && { socialLinks: [{ icon: "github", link: repository }] }),
  },
});
