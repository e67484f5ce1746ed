// The examined rows: their tooltips, their pictures and lists of them.
report.rows = (() => {
  "use strict";
  const { data, escape, line, contents, number, pValue } = report;
  const rows = data.rows;
  if (!rows) return null;
  const gap = 2; // in pixels, between the images of the sheet
  const zoomTo = (width) => Math.max(2, Math.round(width / (rows.pictures?.width ?? width)));
  const tooltipZoom = zoomTo(90); // in pixels, about the width of a picture
  const listZoom = zoomTo(60);
  const mostListed = 100;

  if (rows.pictures) {
    const style = document.createElement("style");
    const { source } = rows.pictures;
    style.textContent = `.picture { background-image: url("${source}"); }`;
    document.head.append(style);
  }

  function picture(i, zoom) {
    const p = rows.pictures;
    const left = (i % p.perLine) * (p.width + gap) + gap;
    const top = Math.floor(i / p.perLine) * (p.height + gap) + gap;
    const size = `background-size:${p.sheetWidth * zoom}px ${p.sheetHeight * zoom}px`;
    return `<div class="picture" style="width:${p.width * zoom}px;height:${p.height * zoom}px;background-position:-${left * zoom}px -${top * zoom}px;${size}"></div>`;
  }

  const cell = (i, j) => (rows.cells[i][j] === "" ? "missing" : rows.cells[i][j]);

  // A point of the map has only the index of its row.
  contents.push((value) => {
    if (Object.keys(value).join() !== "i") return null;
    const i = Number(value.i);
    const lines = [line("row", rows.numbers[i].toLocaleString("en-US"))];
    if (rows.label !== undefined) lines.push(line(rows.label, rows.labels[i]));
    if (rows.scores[i] !== null) lines.push(line("score", number(rows.scores[i])));
    if (rows.pValues) lines.push(line("p-value", pValue(rows.pValues[i])));
    rows.columns.forEach((column, j) => lines.push(line(column, cell(i, j))));
    if (rows.columns.length > 0 && rows.moreColumns > 0) lines.push(line("…", `${rows.moreColumns} more columns`));
    return `${rows.pictures ? picture(i, tooltipZoom) : ""}<table>${lines.join("")}</table>`;
  });

  function imageList(shown) {
    const cards = shown.map((i) => {
      const label = rows.label === undefined ? "" : `<br>${escape(rows.labels[i])}`;
      return `<li>${picture(i, listZoom)}row ${rows.numbers[i].toLocaleString("en-US")}${label}<br>${number(rows.scores[i])}</li>`;
    });
    return `<ul class="pictures">${cards.join("")}</ul>`;
  }

  function table(shown) {
    const headings = ["row", ...(rows.label === undefined ? [] : [rows.label]), "score", ...(rows.pValues ? ["p-value"] : []), ...rows.columns];
    const lines = shown.map((i) => {
      const cells = [rows.numbers[i].toLocaleString("en-US"), ...(rows.label === undefined ? [] : [rows.labels[i]]), number(rows.scores[i]), ...(rows.pValues ? [pValue(rows.pValues[i])] : []), ...rows.columns.map((_, j) => cell(i, j))];
      return `<tr>${cells.map((text, j) => (j === 0 ? `<th scope="row">${escape(text)}</th>` : `<td>${escape(text)}</td>`)).join("")}</tr>`;
    });
    const head = headings.map((heading) => `<th scope="col">${escape(heading)}</th>`).join("");
    return `<div class="scroll short" tabindex="0" role="region" aria-label="Rows"><table><caption class="unseen">The rows, the highest score first</caption><thead><tr>${head}</tr></thead><tbody>${lines.join("")}</tbody></table></div>`;
  }

  // Lists rows, the highest score first, below a sentence about them.
  function list(place, indices, sentence) {
    place.hidden = false;
    const ordered = [...indices].sort((a, b) => (rows.scores[b] ?? Infinity) - (rows.scores[a] ?? Infinity));
    const shown = ordered.slice(0, mostListed);
    const rest = ordered.length > shown.length ? ` The ${mostListed} with the highest scores are listed.` : "";
    const more = !rows.pictures && rows.moreColumns > 0 ? ` ${rows.moreColumns} more columns are not listed.` : "";
    const content = shown.length === 0 ? "" : rows.pictures ? imageList(shown) : table(shown);
    place.innerHTML = `<p class="note">${escape(sentence)}${rest}${shown.length > 0 ? more : ""}</p>${content}`;
  }

  return { list };
})();
