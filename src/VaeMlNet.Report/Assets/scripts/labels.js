// The labels that a reader gives to the rows with the highest scores, as a file for `--known-rows`.
(() => {
  "use strict";
  const { element } = report;
  const list = element("labels");
  if (!list) return;
  const answers = new Map();
  const download = element("labels-download");
  const count = element("labels-count");

  // A cell of CSV. The reasons of a row can contain separators and quotes.
  const cell = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

  function file() {
    const rows = [...answers].sort(([a], [b]) => a - b);
    const lines = rows.map(([row, { label, score, reasons }]) => [row, label, score, reasons].map(String).map(cell).join());
    return `Row,Label,Score,Reasons\n${lines.map((line) => `${line}\n`).join("")}`;
  }

  function show() {
    download.disabled = answers.size === 0;
    count.textContent = `${answers.size} ${answers.size === 1 ? "row" : "rows"} labeled`;
  }

  for (const group of list.querySelectorAll(".answers")) {
    const buttons = [...group.querySelectorAll("button")];
    const { row, score } = group.dataset;
    const reasons = [...group.closest("li").querySelectorAll(".reasons li")].map((reason) => reason.textContent);
    for (const button of buttons) {
      button.addEventListener("click", () => {
        const isChosen = button.getAttribute("aria-pressed") !== "true";
        buttons.forEach((other) => other.setAttribute("aria-pressed", String(isChosen && other === button)));
        if (isChosen) answers.set(Number(row), { label: button.value, score, reasons: reasons.join("; ") });
        else answers.delete(Number(row));
        show();
      });
    }
    group.hidden = false;
  }
  download.addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([file()], { type: "text/csv" }));
    link.download = "labels.csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href));
  });
  element("labels-file").hidden = false;
  show();
})();
