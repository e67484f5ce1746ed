// Writes the films of vega-datasets as CSV: node eng/films.mjs movies.json > films.csv
import { readFileSync } from "node:fs";

const films = JSON.parse(readFileSync(process.argv[2], "utf8"));
const logarithm = (value) => (value === null ? null : Math.log10(Math.max(value, 1)).toFixed(4));
const columns = {
  Title: (film) => film.Title,
  Year: (film) => new Date(`${film["Release Date"]} UTC`).getUTCFullYear(),
  Summer: (film) => [4, 5, 6, 7].includes(new Date(`${film["Release Date"]} UTC`).getUTCMonth()),
  Minutes: (film) => film["Running Time min"],
  Budget: (film) => logarithm(film["Production Budget"]),
  UsGross: (film) => logarithm(film["US Gross"]),
  WorldGross: (film) => logarithm(film["Worldwide Gross"]),
  Votes: (film) => logarithm(film["IMDB Votes"]),
  Viewers: (film) => film["IMDB Rating"],
  Critics: (film) => film["Rotten Tomatoes Rating"],
  Genre: (film) => film["Major Genre"],
  Source: (film) => film.Source,
  Kind: (film) => film["Creative Type"],
  Rating: (film) => film["MPAA Rating"],
};

function cell(value) {
  const text = value === null ? "" : String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const line = (cells) => console.log(cells.map(cell).join(","));
line(Object.keys(columns));
for (const film of films) line(Object.values(columns).map((value) => value(film)));
