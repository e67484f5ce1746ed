// Added to a report by ReportBrowserTests: uses the controls of the page, and says what they did.
(async () => {
  const root = document.documentElement;
  const element = (id) => document.getElementById(id);
  const wait = (milliseconds) => new Promise((wake) => setTimeout(wake, milliseconds));
  while (!["drawn", "failed"].includes(root.dataset.charts)) await wait(50);

  function choose(id, value) {
    element(id).value = value;
    element(id).dispatchEvent(new Event("change"));
  }

  // Draws around the whole map.
  async function lasso() {
    const canvas = document.querySelector("#latent-map canvas");
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const inner = [left + 0.12 * width, top + 0.04 * height, left + width - 12, top + 0.7 * height];
    const corners = [[inner[0], inner[1]], [inner[2], inner[1]], [inner[2], inner[3]], [inner[0], inner[3]], [inner[0], inner[1]]];
    const send = (type, [clientX, clientY]) => canvas.dispatchEvent(new PointerEvent(type, { clientX, clientY, bubbles: true, button: 0, pointerType: "mouse" }));
    send("pointerdown", corners[0]);
    corners.forEach((corner) => send("pointermove", corner));
    send("pointerup", corners[0]);
    await wait(200);
    return element("map-rows").innerText;
  }

  const isOpen = (id) => element(id).querySelector(".fold").open;
  const found = { folded: !isOpen("training") };
  document.querySelector('nav a[href="#training"]').click();
  await wait(100);
  found.opened = isOpen("training");
  found.others = isOpen("scores");
  element("open-all").click();
  await wait(300);
  found.all = isOpen("scores");
  if (element("latent-map")) {
    element("latent-map").scrollIntoView();
    element("map-drag").value = "select";
    found.selected = await lasso();
    choose("map-find", "3");
    found.row = element("map-rows").innerText;
    choose("map-color", "score");
    await wait(300);
    found.caption = document.querySelector("#map figcaption").textContent;
    if (element("map-positions").querySelector("[value=umap]")) {
      choose("map-positions", "umap");
      for (let i = 0; i < 200 && element("map").dataset.positions !== "umap"; i++) await wait(50);
      found.status = element("map-status").textContent;
    }
  }
  if (element("histogram-next")) {
    element("histogram-next").click();
    await wait(300);
    found.column = element("histogram-column").selectedOptions[0].textContent;
    found.histogram = document.querySelector("#column-histogram svg") !== null;
  }
  const slider = element("threshold-slider");
  const move = (value) => {
    slider.value = value;
    slider.dispatchEvent(new Event("input"));
    return element("threshold-above-hint").textContent;
  };
  found.lowest = move(slider.min);
  found.none = move(slider.max);
  element("threshold-reset").click();
  found.own = element("threshold-value").textContent;
  found.state = root.dataset.charts;
  window.parent.postMessage(JSON.stringify(found), "*");
})();
