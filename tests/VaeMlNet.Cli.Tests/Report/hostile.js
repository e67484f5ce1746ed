// Added to a page by ReportBrowserTests: uses every control, and says whether a name of the data ran as a script.
(async () => {
  const root = document.documentElement;
  const wait = (milliseconds) => new Promise((wake) => setTimeout(wake, milliseconds));
  const hasCharts = document.getElementById("report-data") !== null;
  for (let i = 0; hasCharts && !["drawn", "failed"].includes(root.dataset.charts); i++) await wait(50);

  const used = [];
  for (const list of document.querySelectorAll("select")) {
    for (const { value } of [...list.options]) {
      list.value = value;
      list.dispatchEvent(new Event("change"));
      await wait(150);
      used.push(value);
    }
  }

  let tooltips = 0;
  for (const place of document.querySelectorAll(".chart canvas, .chart svg.marks")) {
    place.scrollIntoView();
    const marks = place.tagName === "CANVAS" ? [place] : [...place.querySelectorAll("path, rect, text")].slice(0, 60);
    for (const mark of marks) {
      const { left, top, width, height } = mark.getBoundingClientRect();
      for (const part of [0.25, 0.5, 0.75]) {
        for (const type of ["pointermove", "mousemove", "mouseover", "pointerover"]) {
          mark.dispatchEvent(new PointerEvent(type, { clientX: left + part * width, clientY: top + part * height, bubbles: true, pointerType: "mouse" }));
        }
        if (document.getElementById("vg-tooltip-element")?.classList.contains("visible")) tooltips++;
      }
    }
  }

  const find = document.getElementById("map-find");
  if (find) {
    find.value = "3";
    find.dispatchEvent(new Event("change"));
    await wait(100);
  }

  const found = {
    ran: window.ran ?? null,
    state: root.dataset.charts ?? "none",
    controls: used.length,
    tooltips,
    requests: performance.getEntriesByType("resource").map((entry) => entry.name).filter((name) => !name.startsWith("data:")),
    // Elements that the page does not have by itself.
    strange: [...document.querySelectorAll("img[onerror], svg[onload], iframe, object, embed, base, form:not(.vega-bindings), link:not([rel=icon])")].map((element) => element.outerHTML.slice(0, 80)),
    title: document.title,
    text: document.body.innerText,
  };
  window.parent.postMessage(JSON.stringify(found), "*");
})();
