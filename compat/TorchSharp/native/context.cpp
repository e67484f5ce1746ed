// Random generators, threads and CUDA.
#include "shim.h"
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <dlfcn.h>
#include <torch/cuda.h>
#include <mutex>

// libtorch has CUDA in a library of its own, and asks only once whether it is there.
__attribute__((constructor)) static void load_cuda() { dlopen("libtorch_cuda.so", RTLD_NOW | RTLD_GLOBAL); }

THS_EXPORT bool THSTorchCuda_is_available() { return torch::cuda::is_available(); }
THS_EXPORT int32_t THSTorchCuda_device_count() { return static_cast<int32_t>(torch::cuda::device_count()); }
THS_EXPORT void THSTorchCuda_synchronize(int64_t device) { guarded([&] { torch::cuda::synchronize(device); }); }
THS_EXPORT void THSCuda_manual_seed_all(uint64_t seed) { guarded([&] { torch::cuda::manual_seed_all(seed); }); }

THS_EXPORT at::Generator* THSGenerator_new(uint64_t seed) {
  return guarded<at::Generator*>(nullptr, [&] { return new at::Generator(at::detail::createCPUGenerator(seed)); });
}

THS_EXPORT at::Generator* THSGenerator_default() {
  return guarded<at::Generator*>(nullptr, [&] { return new at::Generator(at::detail::getDefaultCPUGenerator()); });
}

THS_EXPORT void THSGenerator_dispose(at::Generator* generator) { delete generator; }

THS_EXPORT at::Tensor* THSGenerator_get_state(at::Generator* generator) {
  return guarded<at::Tensor*>(nullptr, [&] {
    std::lock_guard<std::mutex> lock(generator->mutex());
    return new at::Tensor(generator->get_state());
  });
}

THS_EXPORT void THSGenerator_set_state(at::Generator* generator, at::Tensor* state) {
  guarded([&] {
    std::lock_guard<std::mutex> lock(generator->mutex());
    generator->set_state(*state);
  });
}

// Seeds the default generator of every device.
THS_EXPORT void THSTorch_manual_seed(uint64_t seed) {
  guarded([&] { at::manual_seed(seed); });
}

// TorchSharp's libtorch has MKL, which set_num_threads governs with the rest. Here the threads go to OpenBLAS alone:
// OpenMP's regions cost more than they bring to the operators of small batches, and OpenBLAS has threads of its own.
THS_EXPORT int32_t THSTorch_get_num_threads() {
  static auto get = reinterpret_cast<int (*)()>(dlsym(RTLD_DEFAULT, "openblas_get_num_threads"));
  return get ? get() : at::get_num_threads();
}
THS_EXPORT void THSTorch_set_num_threads(int32_t count) {
  static auto set = reinterpret_cast<void (*)(int)>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads"));
  guarded([&] {
    TORCH_CHECK(count > 0, "set_num_threads expects a positive integer");
    if (set) set(count);
    at::set_num_threads(set ? 1 : count);
  });
}

