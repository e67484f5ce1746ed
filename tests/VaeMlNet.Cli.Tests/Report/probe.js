// Added to a report by ReportBrowserTests: waits for the charts, points at the latent map, and says what it found.
(async () => {
  const root = document.documentElement;
  while (!["drawn", "failed"].includes(root.dataset.charts)) await new Promise((wake) => setTimeout(wake, 50));

  // The page as it opens, and then with all sections open.
  const openedScrollWidth = document.scrollingElement.scrollWidth;
  const openedHeight = document.scrollingElement.scrollHeight;
  document.getElementById("open-all").click();
  await new Promise((wake) => setTimeout(wake, 500));

  // Names that screen readers read of charts, other than their own, and charts that are no pictures to them.
  const isHidden = (element) => element.closest("[aria-hidden=true]") !== null;
  const isPicture = (chart) => chart.getAttribute("role") === "img" && !chart.hasAttribute("aria-roledescription");
  const strangeNames = [
    ...[...document.querySelectorAll(".chart [aria-label], .chart [role]")].filter((element) => !isHidden(element)),
    ...[...document.querySelectorAll(".chart")].filter((chart) => !isPicture(chart)),
  ].map((element) => `${element.id} ${element.getAttribute("aria-label")}`);

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

  // Pairs of labels of one axis that touch each other. Vega keeps hidden labels, with an opacity of 0.
  function collisions() {
    const found = [];
    for (const group of document.querySelectorAll(".role-axis-label")) {
      const labels = [...group.querySelectorAll("text")].filter((label) => label.textContent !== "" && getComputedStyle(label).opacity !== "0");
      const boxes = labels.map((label) => label.getBoundingClientRect());
      for (let i = 0; i < boxes.length; i++) {
        for (let j = i + 1; j < boxes.length; j++) {
          const [a, b] = [boxes[i], boxes[j]];
          if (a.left < b.right && b.left < a.right && a.top + 2 < b.bottom && b.top + 2 < a.bottom) found.push(`${labels[i].textContent} | ${labels[j].textContent}`);
        }
      }
    }
    return found;
  }

  // Texts of charts that reach beyond their chart, such as names in legends.
  function cutTexts() {
    const found = [];
    for (const svg of document.querySelectorAll(".chart svg.marks")) {
      const { left, right } = svg.getBoundingClientRect();
      for (const label of svg.querySelectorAll("text")) {
        const box = label.getBoundingClientRect();
        if (box.width > 0 && getComputedStyle(label).opacity !== "0" && (box.left < left - 2 || box.right > right + 2)) found.push(label.textContent);
      }
    }
    return found;
  }

  const text = document.querySelector("#score-histogram svg text");
  const found = JSON.stringify({
    charts: charts,
    state: root.dataset.charts,
    openedScrollWidth,
    openedHeight,
    height: document.scrollingElement.scrollHeight,
    strangeNames,
    innerWidth: window.innerWidth,
    scrollWidth: document.scrollingElement.scrollWidth,
    background: getComputedStyle(document.body).backgroundColor,
    chartText: text === null ? "" : getComputedStyle(text).fill,
    broken: [...document.images].filter((image) => image.naturalWidth === 0).length,
    withoutText: [...document.images].filter((image) => image.alt === "").length,
    tooltip: pointAtMap(),
    collisions: collisions(),
    cutTexts: cutTexts(),
    requests: performance.getEntriesByType("resource").map((entry) => entry.name).filter((name) => !name.startsWith("data:")),
  });
  window.parent.postMessage(found, "*");
})();
