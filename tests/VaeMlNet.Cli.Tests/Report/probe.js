// Added to a report by ReportBrowserTests: waits for the charts, points at the latent map, and says what it found.
(async () => {
  const root = document.documentElement;
  while (!["drawn", "failed"].includes(root.dataset.charts)) await new Promise((wake) => setTimeout(wake, 50));

  const size = (element) => (element === null ? { width: 0, height: 0 } : element.getBoundingClientRect());
  const charts = [...document.querySelectorAll(".chart")].map((place) => {
    const { width, height } = size(place.querySelector("canvas, svg"));
    return { id: place.id, width, height, room: size(place).width };
  });

  function pointAtMap() {
    const map = document.querySelector("#latent-map canvas");
    if (map === null) return null;
    map.scrollIntoView();
    const { left, top, width, height } = map.getBoundingClientRect();
    for (let y = top + 4; y < top + height; y += 4) {
      for (let x = left + 4; x < left + width; x += 4) {
        for (const type of ["pointermove", "mousemove"]) {
          map.dispatchEvent(new PointerEvent(type, { clientX: x, clientY: y, bubbles: true, pointerType: "mouse" }));
        }
        const tooltip = document.getElementById("vg-tooltip-element");
        if (tooltip?.classList.contains("visible")) {
          const picture = tooltip.querySelector(".picture");
          return { text: tooltip.innerText, picture: picture === null ? "" : getComputedStyle(picture).backgroundImage.slice(0, 30) };
        }
      }
    }
    return null;
  }

  const text = document.querySelector("#score-histogram svg text");
  const found = JSON.stringify({
    charts: charts,
    state: root.dataset.charts,
    innerWidth: window.innerWidth,
    scrollWidth: document.scrollingElement.scrollWidth,
    background: getComputedStyle(document.body).backgroundColor,
    chartText: text === null ? "" : getComputedStyle(text).fill,
    broken: [...document.images].filter((image) => image.naturalWidth === 0).length,
    withoutText: [...document.images].filter((image) => image.alt === "").length,
    tooltip: pointAtMap(),
    requests: performance.getEntriesByType("resource").map((entry) => entry.name).filter((name) => !name.startsWith("data:")),
  });
  window.parent.postMessage(found, "*");
})();
