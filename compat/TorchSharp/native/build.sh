#!/usr/bin/env bash
# Compiles the native part of compat/TorchSharp: build.sh OUTDIR writes OUTDIR/libLibTorchSharp.so.
# Does nothing when the sources have not changed since the last build there.
# TORCH_HOME: the folder of libtorch's include and lib, such as that of PyTorch's Python package. Default: Debian's libtorch.
# TORCH_FLAGS: more flags of the compiler, such as -D_GLIBCXX_USE_CXX11_ABI=0.
set -euo pipefail
source_dir=$(cd "$(dirname "$0")" && pwd)
out=${1:?usage: build.sh OUTDIR}
mkdir -p "$out"
out=$(cd "$out" && pwd)
cd "$source_dir"

# Two builds at once would compile twice into the same file.
exec 9> "$out/.lock"
flock 9

include=${TORCH_HOME:-/usr}/include
flags=(-std=c++17 ${TORCH_FLAGS:-} -I"$include" -I"$include/torch/csrc/api/include" -DAT_PER_OPERATOR_HEADERS)
libraries=(${TORCH_HOME:+-L"$TORCH_HOME/lib" -Wl,-rpath,"$TORCH_HOME/lib"} -ltorch_cpu -lc10)

hash=$( (cat build.sh shim.h ./*.cpp; echo "${flags[*]}" "${libraries[*]}") | sha256sum | cut -d' ' -f1)
stamp="$out/libLibTorchSharp.sha256"
if [ -f "$out/libLibTorchSharp.so" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$hash" ]; then
  touch "$out/libLibTorchSharp.so"
  exit 0
fi

objects=$(mktemp -d)
trap 'rm -rf "$objects"' EXIT
printf '%s\0' *.cpp | xargs -0 -P 2 -I '{}' \
  "${CXX:-g++}" -c '{}' -o "$objects/{}.o" -O2 -fno-math-errno -fPIC -fvisibility=hidden "${flags[@]}"
"${CXX:-g++}" -shared -o "$objects/lib.so" "$objects"/*.o "${libraries[@]}"
mv "$objects/lib.so" "$out/libLibTorchSharp.so"
echo "$hash" > "$stamp"
