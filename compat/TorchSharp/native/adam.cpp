// One pass of Adam or AdamW over a list of parameters: the moments and the parameter are read and written once,
// where the same step out of operators would pass over memory about ten times.
#include "shim.h"
#include <ATen/Parallel.h>
#include <ATen/ops/zeros_like.h>
#include <c10/core/GradMode.h>
#include <cmath>

struct AdamSettings {
  double learning_rate, beta1, beta2, eps, weight_decay;
  int32_t amsgrad, maximize, decoupled;
};

namespace {

template <class T>
struct Coefficients {
  T beta1, beta2, one_minus_beta1, one_minus_beta2, eps, step_size, root_correction, coupled_decay, shrink, sign;
};

template <class T>
Coefficients<T> coefficients(const AdamSettings& s, int64_t step) {
  double correction1 = 1 - std::pow(s.beta1, step);
  double correction2 = 1 - std::pow(s.beta2, step);
  return {
      (T)s.beta1, (T)s.beta2, (T)(1 - s.beta1), (T)(1 - s.beta2), (T)s.eps, (T)(s.learning_rate / correction1),
      (T)std::sqrt(correction2), (T)(s.decoupled ? 0 : s.weight_decay),
      (T)(s.decoupled ? 1 - s.learning_rate * s.weight_decay : 1), (T)(s.maximize ? -1 : 1)};
}

template <class T>
__attribute__((target_clones("avx512f", "avx2", "default"), optimize("O3"))) void update(
    const Coefficients<T>& c, T* __restrict parameter, const T* __restrict gradient, T* __restrict mean,
    T* __restrict square, T* __restrict largest, int64_t begin, int64_t end) {
  for (int64_t i = begin; i < end; ++i) {
    T p = parameter[i] * c.shrink;
    T g = c.sign * gradient[i] + c.coupled_decay * p;
    T m = mean[i] * c.beta1 + g * c.one_minus_beta1;
    T v = square[i] * c.beta2 + g * g * c.one_minus_beta2;
    mean[i] = m;
    square[i] = v;
    if (largest) largest[i] = v = v > largest[i] ? v : largest[i];
    parameter[i] = p - c.step_size * (m / (std::sqrt(v) / c.root_correction + c.eps));
  }
}

template <class T>
void step_one(const AdamSettings& s, int64_t step, at::Tensor& p, at::Tensor& g, at::Tensor& m, at::Tensor& v, at::Tensor* x) {
  auto c = coefficients<T>(s, step);
  T *parameter = p.data_ptr<T>(), *gradient = g.data_ptr<T>(), *mean = m.data_ptr<T>(), *square = v.data_ptr<T>();
  T* largest = x ? x->data_ptr<T>() : nullptr;
  at::parallel_for(0, p.numel(), 65536, [&](int64_t begin, int64_t end) {
    update<T>(c, parameter, gradient, mean, square, largest, begin, end);
  });
}

}  // namespace

// steps, mean, square and largest (null without amsgrad) have one entry a parameter. Parameters without gradient are skipped.
THS_EXPORT void THSAdam_step(
    const AdamSettings* settings, int32_t count, at::Tensor** parameters, int64_t* steps, at::Tensor** mean,
    at::Tensor** square, at::Tensor** largest) {
  guarded([&] {
    c10::AutoGradMode no_grad(false);
    for (int i = 0; i < count; ++i) {
      at::Tensor& parameter = *parameters[i];
      if (!parameter.grad().defined()) continue;
      ++steps[i];
      at::Tensor p = parameter.detach().contiguous();
      at::Tensor g = parameter.grad().contiguous();
      TORCH_CHECK(p.device().is_cpu() && g.scalar_type() == p.scalar_type(), "Adam: parameter and gradient do not match");
      at::Tensor* x = settings->amsgrad ? largest[i] : nullptr;
      if (p.scalar_type() == at::kDouble) step_one<double>(*settings, steps[i], p, g, *mean[i], *square[i], x);
      else step_one<float>(*settings, steps[i], p, g, *mean[i], *square[i], x);
      if (p.data_ptr() != parameter.data_ptr()) parameter.detach().copy_(p);
      else parameter.unsafeGetTensorImpl()->bump_version();
    }
  });
}
