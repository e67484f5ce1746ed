#!/usr/bin/env bash
# Runs the tests and benchmarks of this folder on this machine, and ends with a report: run.sh [--device=cpu] [--tests-only] [--out=FOLDER] ...
# VAEMLNET_PYTHON: the Python that has PyTorch. Default: python3.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
export VAEMLNET_PYTHON=${VAEMLNET_PYTHON:-$(command -v python3 || echo python3)}

# The libraries of CUDA that lie beside PyTorch also serve ONNX Runtime.
libraries=$("$VAEMLNET_PYTHON" - 2>/dev/null <<'PY' || true
import glob, os, torch
home = os.path.dirname(torch.__file__)
beside = glob.glob(os.path.join(os.path.dirname(home), "nvidia", "*", "lib"))
print(":".join([os.path.join(home, "lib"), *beside]) if torch.version.cuda else "")
PY
)
if [ -n "$libraries" ]; then
  # ONNX Runtime loads cuDNN by its name without a version, which PyTorch's packages lack.
  mkdir -p "$here/links"
  IFS=: read -ra folders <<< "$libraries"
  for folder in "${folders[@]}"; do
    if [ -e "$folder/libcudnn.so.9" ]; then
      ln -sf "$folder/libcudnn.so.9" "$here/links/libcudnn.so"
    fi
  done
  export LD_LIBRARY_PATH="$libraries:$here/links:/usr/local/cuda/lib64${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
fi

# ONNX Runtime does not name the libraries that it cannot load.
provider=$(find "$here/app" -name libonnxruntime_providers_cuda.so)
missing=$([ -z "$provider" ] || ldd "$provider" 2>/dev/null | awk '/not found/ { print $1 }' | sort -u | tr '\n' ' ' || true)
if [ -n "$missing" ]; then
  echo "run.sh: ONNX Runtime's CUDA provider lacks $missing" >&2
fi
export VAEMLNET_MISSING_LIBRARIES=$missing

for argument; do
  if [ "$argument" = --device=cpu ] && [ -n "$libraries" ]; then
    echo "run.sh: tests still use CUDA; set CUDA_VISIBLE_DEVICES= to skip them" >&2
  fi
done
exec "$here/app/CudaReport" "--mnist=$here/mnist" "$@"
