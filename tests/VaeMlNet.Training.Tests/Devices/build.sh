#!/usr/bin/env bash
# Compiles a device for tests, against libtorch's headers: build.sh OUTPUT writes the library OUTPUT.
set -euo pipefail
mkdir -p "$(dirname "$1")"
source=$(dirname "$0")/other_device.cpp
"${CXX:-g++}" "$source" -o "$1.tmp" -shared -std=c++17 -O1 -fPIC -DAT_PER_OPERATOR_HEADERS -ltorch_cpu -lc10
mv "$1.tmp" "$1"
