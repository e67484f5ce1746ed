// Draws the charts of the page. Draws them again when the color scheme changes, or when the page becomes as narrow as a phone or wider again.
// The attribute data-charts of <html> has the state: drawing, drawn or failed.
(() => {
  "use strict";
  const root = document.documentElement;
  const { charts, rows } = JSON.parse(document.getElementById("report-data").textContent);
  const darkness = window.matchMedia("(prefers-color-scheme: dark)");
  const phone = window.matchMedia("(max-width: 600px)");
  const gap = 2; // in pixels, between the images of the sheet
  const zoom = 3;
  let views = [];

  const escape = (text) =>
    String(text).replace(/[&<>"']/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" })[c]);

  function color(name) {
    return getComputedStyle(root).getPropertyValue(name).trim();
  }

  function config() {
    const [text, quiet, line] = ["--text", "--quiet", "--line"].map(color);
    const dark = darkness.matches;
    return {
      background: "transparent",
      font: 'system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif',
      view: { stroke: null },
      axis: { labelColor: quiet, titleColor: quiet, gridColor: line, domainColor: line, tickColor: line, titleFontWeight: "normal", labelFontSize: 11, titleFontSize: 12 },
      axisQuantitative: { tickCount: 6 },
      legend: { labelColor: text, titleColor: quiet, orient: "bottom", columns: phone.matches ? 3 : 6, labelLimit: phone.matches ? 80 : 200, titleFontWeight: "normal", labelFontSize: 12, symbolOpacity: 1 },
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

  function picture(i) {
    const p = rows.pictures;
    const left = (i % p.perLine) * (p.width + gap) + gap;
    const top = Math.floor(i / p.perLine) * (p.height + gap) + gap;
    return `<div class="picture" style="width:${p.width * zoom}px;height:${p.height * zoom}px;background-position:-${left * zoom}px -${top * zoom}px"></div>`;
  }

  function line(name, value) {
    return `<tr><td class="key">${escape(name)}</td><td class="value">${escape(value)}</td></tr>`;
  }

  // Returns the tooltip of a row. A point of the map has only the index of its row.
  function rowUnderPointer(i) {
    const lines = [line("row", rows.numbers[i])];
    if (rows.label !== undefined) lines.push(line(rows.label, rows.labels[i]));
    if (rows.scores[i] !== null) lines.push(line("score", rows.scores[i]));
    rows.columns.forEach((column, j) => lines.push(line(column, rows.cells[i][j] === "" ? "missing" : rows.cells[i][j])));
    return `${rows.pictures ? picture(i) : ""}<table>${lines.join("")}</table>`;
  }

  function tooltip(value, valueToHtml) {
    if (value !== null && typeof value === "object") {
      if (Object.keys(value).join() === "i") return rowUnderPointer(Number(value.i));
      return `<table>${Object.entries(value).map(([name, text]) => line(name, text)).join("")}</table>`;
    }
    return valueToHtml(value);
  }

  // Vega-Lite does not adapt concatenated panels to the width of their container.
  const labelWidth = 64; // in pixels: the labels of the y axis and the padding
  function withWidth(chart) {
    if (!chart.spec.vconcat) return chart.spec;
    const width = document.getElementById(chart.id).clientWidth - labelWidth;
    return { ...chart.spec, vconcat: chart.spec.vconcat.map((panel) => ({ ...panel, width })) };
  }

  async function draw() {
    root.dataset.charts = "drawing";
    views.forEach((view) => view.finalize());
    views = await Promise.all(
      charts.map((chart) =>
        vegaEmbed(`#${chart.id}`, withWidth(chart), {
          mode: "vega-lite",
          actions: false,
          renderer: chart.id === "latent-map" ? "canvas" : "svg",
          config: config(),
          tooltip: { formatTooltip: tooltip, theme: "custom" },
        }),
      ),
    );
    root.dataset.charts = "drawn";
  }

  if (rows?.pictures) {
    const style = document.createElement("style");
    const { source, sheetWidth, sheetHeight } = rows.pictures;
    style.textContent = `#vg-tooltip-element .picture { background-image: url("${source}"); background-size: ${sheetWidth * zoom}px ${sheetHeight * zoom}px; }`;
    document.head.append(style);
  }

  let drawing = Promise.resolve();
  function drawNext() {
    drawing = drawing.then(draw).catch((error) => {
      root.dataset.charts = "failed";
      console.error(error);
    });
  }
  darkness.addEventListener("change", drawNext);
  phone.addEventListener("change", drawNext);
  if (charts.some((chart) => chart.spec.vconcat)) {
    let [width, waiting] = [root.clientWidth, 0];
    window.addEventListener("resize", () => {
      // Phones also report that the address bar appears, which changes only the height.
      if (root.clientWidth === width) return;
      width = root.clientWidth;
      clearTimeout(waiting);
      waiting = setTimeout(drawNext, 200);
    });
  }
  drawNext();
})();
