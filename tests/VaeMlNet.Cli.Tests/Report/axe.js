// Added to a report by ReportBrowserTests after axe-core: says which rules of accessibility the page breaks.
(async () => {
  const root = document.documentElement;
  while (!["drawn", "failed"].includes(root.dataset.charts)) await new Promise((wake) => setTimeout(wake, 50));
  document.getElementById("open-all").click();
  await new Promise((wake) => setTimeout(wake, 500));
  const { violations, passes } = await axe.run(document, { iframes: false });
  const found = {
    passes: passes.length,
    violations: violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.slice(0, 5).map((node) => node.html) })),
  };
  window.parent.postMessage(JSON.stringify(found), "*");
})();
