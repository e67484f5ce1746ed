// The charts of the page: their colors, their tooltips and the functions that draw them. The other scripts register what they add to a chart.
const report = (() => {
  "use strict";
  const root = document.documentElement;
  const data = JSON.parse(document.getElementById("report-data").textContent);
  const darkness = window.matchMedia("(prefers-color-scheme: dark)");
  const phone = window.matchMedia("(max-width: 600px)");
  const views = new Map();
  const shapes = new Map(); // by the id of a chart: returns its specification, given the one in the page
  const followers = new Map(); // by the id of a chart: called with its view after it was drawn
  const contents = []; // functions that return the tooltip of a value, or null for values of others

  const escape = (text) =>
    String(text).replace(/[&<>"']/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" })[c]);

  function color(name) {
    return getComputedStyle(root).getPropertyValue(name).trim();
  }

  // Legends are cut off where they are wider than their chart.
  const legendItem = 130; // in pixels: about the width of an entry
  function config(width) {
    const [text, quiet, line] = ["--text", "--quiet", "--line"].map(color);
    const dark = darkness.matches;
    return {
      background: "transparent",
      font: 'system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif',
      view: { stroke: null },
      axis: { labelColor: quiet, titleColor: quiet, gridColor: line, domainColor: line, tickColor: line, titleFontWeight: "normal", labelFontSize: 11, titleFontSize: 12, labelOverlap: "greedy", labelSeparation: 4 },
      axisQuantitative: { tickCount: phone.matches ? 4 : 6 },
      legend: { labelColor: text, titleColor: quiet, orient: "bottom", columns: Math.max(1, Math.min(8, Math.floor(width / legendItem))), labelLimit: Math.min(220, width - 60), titleFontWeight: "normal", labelFontSize: 12, symbolOpacity: 1, symbolBaseStrokeColor: text, layout: { bottom: { direction: "vertical", anchor: "start" } } },
      range: {
        category: dark
          ? ["#6ea0ff", "#ffa04d", "#5cc98b", "#ff6f6f", "#b39ddb", "#c8a27c", "#f48fb1", "#b0bec5", "#dce775", "#4dd0e1"]
          : ["#2f6fde", "#e8710a", "#2b9a5d", "#d1403f", "#8460c4", "#8d6748", "#d6579b", "#72818c", "#a39a1c", "#1395a8"],
      },
      mark: { color: dark ? "#6ea0ff" : "#2f6fde" },
      title: { color: quiet },
      style: {
        segment: { color: dark ? "#ffa04d" : "#e8710a", fillOpacity: 0.2, stroke: dark ? "#ffa04d" : "#e8710a", strokeWidth: 1, strokeOpacity: 0.5 },
        expected: { color: dark ? "#5cc98b" : "#2b9a5d", strokeWidth: 1 },
        band: { color: dark ? "#5cc98b" : "#2b9a5d", fillOpacity: 0.25 },
        event: { color: dark ? "#ff6f6f" : "#d1403f", stroke: dark ? "#ff6f6f" : "#d1403f", strokeWidth: 1 },
      },
      rule: { color: text },
      text: { color: text },
    };
  }

  function line(name, value) {
    return `<tr><td class="key">${escape(name)}</td><td class="value">${escape(value)}</td></tr>`;
  }

  function tooltip(value, valueToHtml) {
    if (value === null || typeof value !== "object") return valueToHtml(value);
    for (const content of contents) {
      const html = content(value);
      if (html !== null) return html;
    }
    return `<table>${Object.entries(value).map(([name, text]) => line(name, text)).join("")}</table>`;
  }

  // Vega-Lite does not adapt concatenated panels to the width of their container.
  const labelWidth = 84; // in pixels: the labels of the y axis and the padding
  function withWidth(id, spec) {
    if (!spec.vconcat) return spec;
    const width = widthOf(id) - labelWidth;
    return { ...spec, vconcat: spec.vconcat.map((panel) => ({ ...panel, width })) };
  }

  // In some browsers, what is folded has no width.
  const widthOf = (id) => document.getElementById(id).clientWidth || document.querySelector("main").clientWidth - labelWidth;
  const widths = new Map(); // by the id of a chart: the width for which it was drawn

  async function draw(chart) {
    const width = widthOf(chart.id);
    widths.set(chart.id, width);
    const spec = shapes.has(chart.id) ? shapes.get(chart.id)(chart.spec) : chart.spec;
    views.get(chart.id)?.finalize();
    const result = await vegaEmbed(`#${chart.id}`, withWidth(chart.id, spec), {
      mode: "vega-lite",
      actions: false,
      renderer: chart.id === "latent-map" ? "canvas" : "svg",
      config: config(width),
      tooltip: { formatTooltip: tooltip, theme: "custom" },
    });
    views.set(chart.id, result);
    // A chart is one picture with a name and a description. Vega makes it a document, and its marks have no texts of their own.
    const place = document.getElementById(chart.id);
    place.setAttribute("role", "img");
    place.removeAttribute("aria-roledescription");
    place.querySelector(".marks")?.setAttribute("aria-hidden", "true");
    followers.get(chart.id)?.(result.view);
  }

  // One drawing after the other: a chart must not be drawn twice at once.
  let drawing = Promise.resolve();
  function next(work) {
    drawing = drawing.then(work).catch((error) => {
      root.dataset.charts = "failed";
      console.error(error);
    });
    return drawing;
  }

  function drawAll() {
    return next(async () => {
      root.dataset.charts = "drawing";
      await Promise.all(data.charts.map(draw));
      root.dataset.charts = "drawn";
    });
  }

  return {
    data,
    escape,
    line,
    shapes,
    followers,
    contents,
    drawAll,
    darkness,
    phone,
    has: (id) => data.charts.some((chart) => chart.id === id),
    // Draws the charts in a part of the page again that have got another width.
    fit: (part) => {
      const changed = data.charts.filter(({ id }) => part.querySelector(`#${id}`) && widths.has(id) && widths.get(id) !== widthOf(id));
      if (changed.length > 0) next(() => Promise.all(changed.map(draw)));
    },
    redraw: (id) => next(() => draw(data.charts.find((chart) => chart.id === id))),
    element: (id) => document.getElementById(id),
    number: (value, digits = 4) =>
      value === null || !Number.isFinite(value) ? "–" : value.toLocaleString("en-US", { maximumSignificantDigits: Math.max(digits, Math.abs(Math.trunc(value)).toString().length), useGrouping: Math.abs(value) >= 10000 }),
    percent: (share) => (Number.isFinite(share) ? `${(100 * share).toLocaleString("en-US", { maximumFractionDigits: share > 0 && share < 0.0995 ? 2 : 1 })} %` : "–"),
    pValue: (value) => (value === null || !Number.isFinite(value) ? "–" : value < 0.001 ? "< 0.001" : value.toLocaleString("en-US", { maximumFractionDigits: 3 })),
  };
})();
