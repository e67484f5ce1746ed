#!/usr/bin/env bash
# Makes the pictures of docs/guide/report.md and compare.md again: reports of onnx/mnist, of a table of films and, with ANOMALY_DATA=FOLDER, of
# its cardio.csv (the data of the Anomaly target), and a comparison of models of machines, opened in chromium.
# Needs chromium, node and npm, and the tool: dotnet build src/VaeMlNet.Cli --configuration Release
set -euo pipefail
cd "$(dirname "$0")/.."

root=$PWD
work=artifacts/report
images=docs/images
films_sum=e63c499759e3b07b49563e036f55290f87feb56def8703ec049ca305ab1523d3
largest=400000

vaemlnet() { dotnet "$root"/src/VaeMlNet.Cli/bin/Release/net10.0/VaeMlNet.Cli.dll "$@"; }

chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || {
    echo "screenshots.sh needs chromium, which is not on the PATH: sudo apt-get install chromium" >&2
    exit 1
}

# The films of vega-datasets, as docs/tables.md takes them: money and votes as logarithms, '0 dollars' among them.
fetch_films() {
    [ -f artifacts/tables/movies.json ] || (
        mkdir -p artifacts/tables
        packed=$(npm pack --silent --pack-destination artifacts/tables vega-datasets@3.2.1)
        tar -xzf "artifacts/tables/$packed" -C artifacts/tables --strip-components=2 package/data/movies.json
        rm "artifacts/tables/$packed"
    )
    echo "$films_sum  artifacts/tables/movies.json" | sha256sum --check --quiet
    node eng/films.mjs artifacts/tables/movies.json > "$work/films.csv"
}

# screenshot PAGE NAME WIDTH HEIGHT SECTIONS DARK [SCRIPT]: of the sections named, which it opens, or of the page from its top. A script runs
# when the charts are drawn.
screenshot() {
    local page=$work/shown.html hidden="" open="" profile drawn="document.documentElement.dataset.charts === 'drawn'"
    for section in $5; do
        hidden="$hidden:not(#$section)"
        open="$open document.querySelector('#$section > .fold')?.setAttribute('open', '');"
    done
    [ -z "$hidden" ] || hidden="header, footer, main > section$hidden { display: none; } main { padding-top: 18px; }"
    sed "s|^</style>|&<style>$hidden</style>|" "$1" > "$page"
    echo "<script>(async () => { while (!($drawn)) await new Promise((wake) => setTimeout(wake, 50)); $open ${7:-} })();</script>" >> "$page"
    profile=$(mktemp --directory)
    "$chromium" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
        --disable-component-update --disable-sync --hide-scrollbars --user-data-dir="$profile" --virtual-time-budget=30000 \
        --blink-settings=preferredColorScheme="$6" --window-size="$3,$4" --screenshot="$images/$2" "file://$PWD/$page" 2> "$work/chromium.log"
    rm -rf "$profile"
    [ "$(stat --format=%s "$images/$2")" -le $largest ] || {
        echo "$images/$2 is larger than $largest bytes: show less of the page" >&2
        exit 1
    }
    echo "$images/$2: $(stat --format=%s "$images/$2") bytes"
}

mkdir -p "$work"
vaemlnet report onnx/mnist --data=artifacts/mnist/t10k-images-idx3-ubyte --labels=artifacts/mnist/t10k-labels-idx1-ubyte --out="$work/mnist.html"
fetch_films
vaemlnet export --model=table --data="$work/films.csv" --ignore=Title --label-column=Genre --seed=1 --out="$work/films"
vaemlnet report "$work/films" --data="$work/films.csv" --label-column=Genre --title="Films" --out="$work/films.html"

awk 'NR == 1 || NR % 10 > 2' docs/guide/machines.csv > "$work/train.csv"
awk 'NR == 1 || NR % 10 <= 2' docs/guide/machines.csv > "$work/test.csv"
vaemlnet export --data="$work/train.csv" --label-column=fault --out="$work/machines"
vaemlnet export --model=detector --data="$work/train.csv" --label-column=fault --out="$work/machine-detector"
(cd "$work" && vaemlnet compare machines machine-detector --train=train.csv --data=test.csv --label-column=fault --out=compare.html)

light=1 dark=0
choose() { echo "const list = document.getElementById('$1'); list.value = '$2'; list.dispatchEvent(new Event('change'));"; }
screenshot "$work/mnist.html" report-mnist.png 1200 1400 "" $light
screenshot "$work/mnist.html" report-umap.png 1200 880 "map" $light "$(choose map-positions umap)"
screenshot "$work/mnist.html" report-dark.png 1200 1320 "anomalies reconstructions samples" $dark
screenshot "$work/films.html" report-table.png 1200 1440 "anomalies" $light
screenshot "$work/films.html" report-columns.png 1200 1640 "columns drift" $dark "$(choose histogram-column 2)"
screenshot "$work/films.html" report-phone.png 390 2100 "" $light
screenshot "$work/compare.html" compare.png 1000 1400 "" $light
if [ -n "${ANOMALY_DATA:-}" ]; then
    vaemlnet export --model=detector --data="$ANOMALY_DATA/cardio.csv" --label-column=label --seed=1 --out="$work/cardio"
    vaemlnet report "$work/cardio" --data="$ANOMALY_DATA/cardio.csv" --label-column=label --title="Cardio" --out="$work/cardio.html"
    screenshot "$work/cardio.html" report-detector.png 1200 1560 "overview scores" $light
fi
