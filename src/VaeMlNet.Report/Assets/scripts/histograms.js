// The choice of the column whose distributions are drawn.
(() => {
  "use strict";
  const { data, element, shapes, redraw } = report;
  const histograms = data.histograms;
  if (!histograms) return;
  const choice = element("histogram-column");
  const last = histograms.columns.length - 1;

  shapes.set("column-histogram", () => {
    const column = histograms.columns[Number(choice.value)];
    return { ...histograms.specs[column.kind], description: `${column.name}. ${column.about}`, height: column.height, data: { values: column.values } };
  });

  function show(index) {
    choice.value = index;
    const { name, about, note } = histograms.columns[index];
    element("column-histogram-name").textContent = name;
    element("column-histogram-about").textContent = about;
    element("histogram-note").textContent = note;
    element("histogram-previous").disabled = index === 0;
    element("histogram-next").disabled = index === last;
    redraw("column-histogram");
  }

  choice.addEventListener("change", () => show(Number(choice.value)));
  element("histogram-previous").addEventListener("click", () => show(Math.max(0, Number(choice.value) - 1)));
  element("histogram-next").addEventListener("click", () => show(Math.min(last, Number(choice.value) + 1)));
  element("histogram-previous").disabled = Number(choice.value) === 0;
  element("histogram-next").disabled = Number(choice.value) === last;
  element("histogram-controls").hidden = false;
})();
