// The latent map: its axes, its colors, the way to select rows, and a non-linear map, which is computed when it is chosen.
(() => {
  "use strict";
  const { data, element, shapes, followers, redraw, has } = report;
  const id = "latent-map";
  const rows = data.rows;
  if (!rows || !has(id)) return;
  const count = rows.mapped;
  const state = { positions: "given", x: 0, y: 1, color: "given", hidden: null, umap: null, run: 0 };
  const mostNames = 11;
  const clippedShare = 0.02;
  const axes = data.charts.find((chart) => chart.id === id).spec.encoding;
  let view = null;

  const latents = (() => {
    const { names, lows, highs, codes } = rows.latents;
    const bytes = Uint8Array.from(atob(codes.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
    const all = new Uint16Array(bytes.buffer);
    return names.map((name, i) => ({
      name,
      values: Array.from(all.subarray(i * count, (i + 1) * count), (code) => lows[i] + ((highs[i] - lows[i]) * code) / 65535),
    }));
  })();

  // What points can be colored by, besides the choice that the page was written with.
  const colors = [
    { name: rows.label ?? "score", key: "given" },
    ...(rows.label === undefined ? [] : [{ name: "score", key: "score", values: rows.scores.slice(0, count) }]),
    ...(rows.pValues ? [{ name: "p-value", key: "p", values: rows.pValues.slice(0, count) }] : []),
    ...rows.columns.map((name, j) => ({
      name,
      key: `column-${j}`,
      values: rows.cells.slice(0, count).map((cells) => (!rows.numeric[j] ? cells[j] : cells[j] === "" ? null : Number(cells[j].replaceAll(",", "")))),
      isText: !rows.numeric[j],
    })),
    ...latents.map(({ name, values }, i) => ({ name, key: `latent-${i}`, values })),
  ];

  const chosenColor = () => colors.find((color) => color.key === state.color);

  function places(given) {
    if (state.positions === "umap" && state.umap) return state.umap;
    if (state.positions === "latents") return latents[state.x].values.map((x, i) => [x, latents[state.y].values[i]]);
    const all = [];
    for (const point of given) all[point.i] = [point.x, point.y];
    return all;
  }

  function nameOf(texts) {
    const counts = new Map();
    for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
    const named = new Set([...counts].sort((a, b) => b[1] - a[1]).slice(0, mostNames).map(([text]) => text));
    return (text) => (!named.has(text) ? "other" : text === "" ? "(none)" : text);
  }

  function colorEncoding(color) {
    if (color.isText) return { field: "color", type: "nominal", title: color.name, scale: { scheme: "tableau20" } };
    const sorted = color.values.filter((value) => value !== null).sort((a, b) => a - b);
    const clipped = Math.floor(sorted.length * clippedShare);
    const domain = [sorted[clipped], sorted[sorted.length - 1 - clipped]];
    return { field: "color", type: "quantitative", title: color.name, scale: { scheme: "viridis", clamp: true, ...(domain[0] < domain[1] ? { domain } : {}) } };
  }

  function points(spec) {
    const all = places(spec.data.values);
    const color = chosenColor();
    const name = color.isText ? nameOf(color.values) : null;
    return spec.data.values.map((point) => ({
      ...point,
      x: all[point.i][0],
      y: all[point.i][1],
      ...(color.values ? { color: name ? name(color.values[point.i]) : color.values[point.i] } : {}),
      ...(state.hidden?.[point.i] ? { hidden: true } : {}),
    }));
  }

  function axisTitle(given, axis) {
    if (state.positions === "umap" && state.umap) return axis === "x" ? "UMAP 1" : "UMAP 2";
    return state.positions === "latents" ? latents[state[axis]].name : given;
  }

  let pointsNow = [];
  shapes.set(id, (given) => {
    const spec = structuredClone(given);
    const color = chosenColor();
    pointsNow = points(given);
    spec.data.values = pointsNow;
    for (const axis of ["x", "y"]) spec.encoding[axis].title = axisTitle(given.encoding[axis].title, axis);
    if (color.values) {
      spec.encoding.color = colorEncoding(color);
      // The legend selects labels only.
      spec.params = spec.params.filter((param) => param.name !== "picked");
      spec.encoding.opacity = { condition: { test: "!datum.hidden", value: 0.8 }, value: 0.08 };
    }
    return spec;
  });

  const ranges = () => ["x", "y"].map((axis) => view.scale(axis).domain());

  function show(xRange, yRange) {
    view.signal("xRange", xRange).signal("yRange", yRange).runAsync();
  }

  function zoom(factor, center) {
    const [x, y] = ranges();
    const middle = center ?? [(x[0] + x[1]) / 2, (y[0] + y[1]) / 2];
    const scaled = (range, c) => range.map((end) => c + (end - c) * factor);
    show(scaled(x, middle[0]), scaled(y, middle[1]));
  }

  // Returns the position of the pointer in the chart, in pixels and in the units of the axes.
  function at(event) {
    const canvas = element(id).querySelector("canvas");
    const { left, top } = canvas.getBoundingClientRect();
    const origin = view.origin();
    const pixel = [event.clientX - left - origin[0], event.clientY - top - origin[1]];
    return { pixel, onCanvas: [event.clientX - left, event.clientY - top], unit: [view.scale("x").invert(pixel[0]), view.scale("y").invert(pixel[1])] };
  }

  // By the even-odd rule.
  function isInside([x, y], corners) {
    let inside = false;
    for (let i = 0, j = corners.length - 1; i < corners.length; j = i++) {
      const [[xi, yi], [xj, yj]] = [corners[i], corners[j]];
      if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
    }
    return inside;
  }

  function select(indices, sentence) {
    const place = element("map-rows");
    if (indices === null) {
      state.hidden = null;
      place.hidden = true;
    } else {
      state.hidden = new Array(count).fill(true);
      for (const i of indices) state.hidden[i] = false;
      report.rows.list(place, indices, sentence);
    }
    for (const point of pointsNow) {
      if (state.hidden?.[point.i]) point.hidden = true;
      else delete point.hidden;
    }
    view.data("points", pointsNow.map((point) => ({ ...point }))).runAsync();
  }

  function lasso(corners) {
    const found = pointsNow.filter((point) => isInside([point.x, point.y], corners)).map((point) => point.i);
    if (found.length === 0) return select(null);
    const mean = (indices) => indices.reduce((sum, i) => sum + (rows.scores[i] ?? 0), 0) / indices.length;
    const all = report.number(mean([...Array(count).keys()]));
    select(found, `${found.length.toLocaleString("en-US")} of ${count.toLocaleString("en-US")} rows selected, with a mean score of ${report.number(mean(found))}; that of all rows is ${all}. Select an empty place to end the selection.`);
  }

  const dragging = { mode: null, from: null, ranges: null, corners: [], path: [] };

  function overlay() {
    let svg = element(id).querySelector("svg.lasso");
    if (!svg) {
      element(id).insertAdjacentHTML("beforeend", '<svg class="lasso" aria-hidden="true"><polygon></polygon></svg>');
      svg = element(id).querySelector("svg.lasso");
    }
    return svg.firstChild;
  }

  function start(event) {
    const mode = element("map-drag").value;
    if (mode === "scroll" || event.button !== 0 || !event.target.closest("canvas")) return;
    const { pixel } = at(event);
    const [width, height] = [view.width(), view.height()];
    if (pixel[0] < 0 || pixel[1] < 0 || pixel[0] > width || pixel[1] > height) return;
    Object.assign(dragging, { mode, from: pixel, ranges: ranges(), corners: [], path: [] });
    event.preventDefault();
  }

  function move(event) {
    if (dragging.mode === null) return;
    const place = at(event);
    if (dragging.mode === "select") {
      dragging.corners.push(place.unit);
      dragging.path.push(place.onCanvas.map(Math.round).join());
      overlay().setAttribute("points", dragging.path.join(" "));
      return;
    }
    const [x, y] = dragging.ranges;
    const byX = ((place.pixel[0] - dragging.from[0]) / view.width()) * (x[1] - x[0]);
    const byY = ((place.pixel[1] - dragging.from[1]) / view.height()) * (y[1] - y[0]);
    show(x.map((end) => end - byX), y.map((end) => end + byY));
  }

  function end() {
    const { mode, corners } = dragging;
    dragging.mode = null;
    if (mode !== "select") return;
    overlay().setAttribute("points", "");
    if (corners.length > 2) lasso(corners);
    else if (state.hidden) select(null);
  }

  function wheel(event) {
    // Without a key, the wheel scrolls the page.
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoom(event.deltaY > 0 ? 1.15 : 1 / 1.15, at(event).unit);
  }

  followers.set(id, (drawn) => {
    view = drawn;
    const place = element(id);
    element(`${id}-name`).textContent = `Colored by ${chosenColor().name}`;
    element(`${id}-about`).textContent = `${count.toLocaleString("en-US")} rows as points of the latent space. Across: ${axisTitle(axes.x.title, "x")}. Up: ${axisTitle(axes.y.title, "y")}.`;
    place.onpointerdown = start;
    place.onwheel = wheel;
    setTouch();
  });
  window.addEventListener("pointermove", move);
  window.addEventListener("pointerup", end);
  window.addEventListener("pointercancel", end);

  function setTouch() {
    element(id).style.touchAction = element("map-drag").value === "scroll" ? "auto" : "none";
  }

  function say(text) {
    element("map-status").textContent = text;
  }

  const pause = () => new Promise((wake) => setTimeout(wake));
  const sliceLength = 30; // in milliseconds: the page stays usable between two slices

  // A generator of uniform numbers with a seed, so that the same rows give the same map (mulberry32).
  function generator(seed) {
    return () => {
      seed = (seed + 0x6d2b79f5) | 0;
      let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
  }

  // Finds the nearest rows of each row, itself first. The library's own search is approximate, and cannot be interrupted.
  async function nearest(vectors, k, isCurrent) {
    const [indices, distances] = [[], []];
    let until = performance.now() + sliceLength;
    for (let i = 0; i < vectors.length; i++) {
      const [ids, squares] = [new Array(k).fill(-1), new Array(k).fill(Infinity)];
      for (let j = 0; j < vectors.length; j++) {
        let square = 0;
        for (let d = 0; d < vectors[i].length && square < squares[k - 1]; d++) square += (vectors[i][d] - vectors[j][d]) ** 2;
        if (square >= squares[k - 1] && j !== i) continue;
        let place = k - 1;
        while (place > 0 && (squares[place - 1] > square || (j === i && squares[place - 1] === square))) {
          squares[place] = squares[place - 1];
          ids[place] = ids[place - 1];
          place--;
        }
        squares[place] = square;
        ids[place] = j;
      }
      indices.push(ids);
      distances.push(squares.map(Math.sqrt));
      if (performance.now() > until) {
        say(`Computing the UMAP: nearest rows, ${Math.round((100 * i) / vectors.length)} %`);
        await pause();
        if (!isCurrent()) return null;
        until = performance.now() + sliceLength;
      }
    }
    return { indices, distances };
  }

  const neighborCount = 15;
  const minimumDistance = 0.1;
  const epochCount = 200;
  const seed = 1;

  async function computeUmap() {
    const run = ++state.run;
    const isCurrent = () => run === state.run;
    const vectors = Array.from({ length: count }, (_, i) => latents.map(({ values }) => values[i]));
    const k = Math.min(neighborCount, count - 1);
    const found = await nearest(vectors, k, isCurrent);
    if (!found) return false;
    const umap = new UMAP.UMAP({ nComponents: 2, nNeighbors: k, minDist: minimumDistance, nEpochs: epochCount, random: generator(seed) });
    umap.setPrecomputedKNN(found.indices, found.distances);
    umap.initializeFit(vectors);
    let until = performance.now() + sliceLength;
    for (let epoch = 0; epoch < epochCount; epoch++) {
      umap.step();
      if (performance.now() > until) {
        say(`Computing the UMAP: ${Math.round((100 * epoch) / epochCount)} %`);
        await pause();
        if (!isCurrent()) return false;
        until = performance.now() + sliceLength;
      }
    }
    state.umap = umap.getEmbedding();
    return true;
  }

  async function choosePositions() {
    state.positions = element("map-positions").value;
    for (const axis of document.querySelectorAll("#map-controls .axis")) axis.hidden = state.positions !== "latents";
    element(id).closest("section").dataset.positions = "changing";
    if (state.positions === "umap") {
      if (!state.umap && !(await computeUmap())) return;
      say(`UMAP (McInnes et al. 2018) of ${latents.length} latents: ${Math.min(neighborCount, count - 1)} neighbors, minimum distance ${minimumDistance}, ${epochCount} epochs, seed ${seed}. Distances between groups have no meaning.`);
    } else {
      state.run++;
      say("");
    }
    await redraw(id);
    element(id).closest("section").dataset.positions = state.positions;
  }

  function fill(list, options, chosen) {
    list.replaceChildren(...options.map(({ name, key }) => new Option(name, key)));
    list.value = chosen;
  }

  function find() {
    const row = Number(element("map-find").value);
    if (!row) return select(null);
    const i = rows.numbers.indexOf(row);
    if (i < 0 || i >= count) {
      select(null);
      return say(row > rows.total ? `There are ${rows.total.toLocaleString("en-US")} rows.` : `Row ${row.toLocaleString("en-US")} is not on the map, which shows a random sample.`);
    }
    say("");
    select([i], `Row ${row.toLocaleString("en-US")}.`);
  }

  const byIndex = latents.map(({ name }, i) => ({ name, key: i }));
  fill(element("map-x"), byIndex, 0);
  fill(element("map-y"), byIndex, Math.min(1, latents.length - 1));
  state.y = Math.min(1, latents.length - 1);
  fill(element("map-color"), colors, "given");
  if (latents.length < 2) element("map-positions").querySelector("[value=latents]").remove();
  for (const axis of document.querySelectorAll("#map-controls .axis")) axis.hidden = true;
  if (window.matchMedia("(pointer: coarse)").matches) element("map-drag").value = "scroll";
  element("map-positions").addEventListener("change", choosePositions);
  for (const axis of ["x", "y"]) {
    element(`map-${axis}`).addEventListener("change", (event) => {
      state[axis] = Number(event.target.value);
      redraw(id);
    });
  }
  element("map-color").addEventListener("change", (event) => {
    state.color = event.target.value;
    redraw(id);
  });
  element("map-drag").addEventListener("change", setTouch);
  element("map-in").addEventListener("click", () => zoom(1 / 1.5));
  element("map-out").addEventListener("click", () => zoom(1.5));
  element("map-reset").addEventListener("click", () => {
    show(null, null);
    select(null);
  });
  element("map-find").addEventListener("change", find);
  element("map-controls").hidden = false;
})();
