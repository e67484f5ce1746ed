#!/usr/bin/env bash
# Tunes tables and compares the result with the defaults, on rows that the tuning did not see.
#   measure.sh FOLDER OUT OBJECTIVE LIMIT PROCESSES TABLE...
# LIMIT is a time, such as 10m, or a number of trials. FOLDER has TABLE.csv. 30 % of the rows of each are kept apart. The tool is $VAEMLNET; the default is vaemlnet.
set -euo pipefail
folder=$1 out=$2 objective=$3 limit=$4 processes=$5
shift 5
tool=${VAEMLNET:-vaemlnet}
length=--time=$limit
[[ $limit =~ ^[0-9]+$ ]] && length=--trials=$limit
for table in "$@"; do
  to=$out/$table-$objective
  mkdir -p "$to"
  # Any seed gives a fair split; the rows of the files are in no useful order.
  python3 - "$folder/$table.csv" "$to" <<'PY'
import csv, random, sys
rows = list(csv.reader(open(sys.argv[1], newline="", encoding="utf-8")))
header, rows = rows[0], rows[1:]
random.Random(7).shuffle(rows)
cut = len(rows) * 7 // 10
for name, part in (("train", rows[:cut]), ("test", rows[cut:])):
    with open(f"{sys.argv[2]}/{name}.csv", "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *part])
PY
  model=table
  [ "$objective" = detection ] && model=detector
  $tool tune "$to/train.csv" --objective="$objective" "$length" --parallel="$processes" --out="$to/tuning" --resume > "$to/tune.log"
  $tool train --model=$model --data="$to/train.csv" --out="$to/defaults" > "$to/train.log"
  tail -n 1 "$to/tune.log"
  for checkpoint in defaults tuning/checkpoint; do
    echo "$table $checkpoint: $($tool evaluate --checkpoint="$to/$checkpoint" --data="$to/test.csv" --objective="$objective" | tail -n 1)"
  done
done
