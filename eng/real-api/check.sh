#!/usr/bin/env bash
# check.sh SHARED_DIR: builds the solution against the whole public API of the real ML.NET and TorchSharp, which
# SHARED_DIR/api lists. Works in artifacts/real-api; the repository's own bin and obj stay as they are.
# Exit status: 0 no errors, 1 errors or a failed build, 2 something that the check needs is missing.
set -uo pipefail
missing() { echo "real API: cannot check: $1" >&2; exit 2; }
export DOTNET_CLI_UI_LANGUAGE=en DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 PYTHONDONTWRITEBYTECODE=1

[ $# -eq 1 ] || missing "usage: check.sh SHARED_DIR (the folder whose api/ holds the listings)"
listings=$1/api
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$root/artifacts/real-api
command -v python3 >/dev/null || missing "python3 is not on the PATH"
[ -d "$listings" ] || missing "no folder $listings with the listings of the real packages' API"
[ -d "$root/artifacts/onnxruntime" ] && grep -q compat "$root/artifacts/deps.props" 2>/dev/null ||
  missing "compat is not set up here; run ./build.sh --target=Bootstrap --deps=compat"

mkdir -p "$work"
python3 "$here/generate_stubs.py" "$listings" "$work/stubs" >"$work/stubs.log" || exit $? # 2 where a listing is missing
python3 "$here/mirror_tree.py" "$root" "$work/stubs" "$work/tree" || exit 1

cd "$work/tree" || exit 1
dotnet build VaeMlNet.sln -c Release -v q -clp:"ErrorsOnly;NoSummary" >"$work/build.log" 2>&1
status=$?
# a project that several others refer to may report an error more than once: drop the project's name, then sort
grep -E '(^|[ :])error [A-Z]+[0-9]+' "$work/build.log" | sed -e 's/ \[[^]]*\]$//' -e 's/^ *//' -e "s|$work/tree/||g" |
  sort -u | tee "$work/errors.txt"
count=$(wc -l <"$work/errors.txt")
if [ "$status" -ne 0 ] && [ "$count" -eq 0 ]; then
  echo "The build failed, but not with a compile error; the end of $work/build.log:"
  tail -20 "$work/build.log"
fi
echo "real API: $count errors"
[ "$status" -eq 0 ] && [ "$count" -eq 0 ]
