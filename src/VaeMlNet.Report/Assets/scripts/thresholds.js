// The slider of the threshold, the counts at each threshold, and the rows behind a bar of the histogram.
(() => {
  "use strict";
  const { data, element, followers, number, percent } = report;
  const counts = data.thresholds;
  if (!counts) return;
  const slider = element("threshold-slider");
  const chartId = "score-histogram";
  let view = null;
  let bar = null; // the range of the bar that the reader selected

  function write(id, value, hint) {
    const place = element(`threshold-${id}`);
    if (!place) return;
    place.textContent = value;
    element(`threshold-${id}-hint`).textContent = hint;
  }

  function listRows(threshold) {
    const place = element("score-rows");
    if (!place || !report.rows) return;
    const { scores, numbers } = data.rows;
    const isListed = bar ? (score) => score >= bar.from && (score < bar.to || bar.isLast) : (score) => score > threshold;
    const found = numbers.map((_, i) => i).filter((i) => scores[i] !== null && isListed(scores[i]));
    const what = bar ? `with a score from ${number(bar.from)} to ${bar.isLast ? "the highest" : number(bar.to)}` : "above the threshold";
    report.rows.list(place, found, `${found.length.toLocaleString("en-US")} of the ${numbers.length.toLocaleString("en-US")} examined rows are ${what}.`);
  }

  function update() {
    const i = Number(slider.value);
    const threshold = counts.thresholds[i];
    const above = counts.above[i];
    const text = `${number(threshold)} nats`;
    element("threshold-value").textContent = text;
    slider.setAttribute("aria-valuetext", text);
    write("above", percent(above / counts.rows), `${above.toLocaleString("en-US")} of ${counts.rows.toLocaleString("en-US")} rows`);
    if (counts.anomaliesAbove) {
      const found = counts.anomaliesAbove[i];
      const normal = counts.rows - counts.anomalies;
      write("recall", percent(found / counts.anomalies), `recall: ${found.toLocaleString("en-US")} of ${counts.anomalies.toLocaleString("en-US")} anomalies`);
      write("precision", above > 0 ? percent(found / above) : "–", "share of anomalies among the reported rows");
      write("false-positives", percent((above - found) / normal), `false-positive rate: ${(above - found).toLocaleString("en-US")} of ${normal.toLocaleString("en-US")} normal rows`);
    }
    if (counts.expected) write("expected", percent(counts.expected[i]), "share of the calibration rows above the threshold");
    view?.signal("threshold", threshold).runAsync();
    listRows(threshold);
  }

  if (!counts.expected) element("threshold-expected").closest(".tile").remove();
  element("threshold-controls").hidden = false;
  slider.addEventListener("input", () => {
    bar = null;
    update();
  });
  element("threshold-reset").addEventListener("click", () => {
    bar = null;
    slider.value = counts.own;
    update();
  });
  followers.set(chartId, (drawn) => {
    view = drawn;
    view.addEventListener("click", (_, item) => {
      const { from, to } = item?.datum ?? {};
      if (from === undefined) return;
      const ends = data.charts.find((chart) => chart.id === chartId).spec.layer[0].data.values.map((value) => value.to);
      bar = { from, to, isLast: to >= Math.max(...ends) };
      listRows(counts.thresholds[Number(slider.value)]);
    });
    update();
  });
})();
