// Draws the charts. Draws them again when the color scheme changes, or when the page becomes as narrow as a phone or wider again.
// The attribute data-charts of <html> has the state: drawing, drawn or failed.
(() => {
  "use strict";
  const { data, drawAll, darkness, phone } = report;
  const root = document.documentElement;
  darkness.addEventListener("change", drawAll);
  phone.addEventListener("change", drawAll);
  if (data.charts.some((chart) => chart.spec.vconcat)) {
    let [width, waiting] = [root.clientWidth, 0];
    window.addEventListener("resize", () => {
      // Phones also report that the address bar appears, which changes only the height.
      if (root.clientWidth === width) return;
      width = root.clientWidth;
      clearTimeout(waiting);
      waiting = setTimeout(drawAll, 200);
    });
  }
  drawAll();
})();
