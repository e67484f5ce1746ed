// The backward pass and the modes that switch recording on and off.
#include "shim.h"
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/autograd.h>
#include <algorithm>

namespace {

torch::autograd::variable_list to_list(at::Tensor** tensors, int32_t count) {
  torch::autograd::variable_list list;
  for (int i = 0; i < count; ++i) list.push_back(tensors[i] ? *tensors[i] : at::Tensor());
  return list;
}

}  // namespace

// retain_graph: 0 or 1; -1 leaves it to create_graph.
THS_EXPORT void THSAutograd_backward(
    at::Tensor** tensors, int32_t count, at::Tensor** gradients, int32_t gradient_count, int32_t retain_graph,
    bool create_graph, at::Tensor** inputs, int32_t input_count) {
  guarded([&] {
    torch::autograd::backward(
        to_list(tensors, count), to_list(gradients, gradient_count), retain_graph < 0 ? create_graph : retain_graph != 0,
        create_graph, to_list(inputs, input_count));
  });
}

// Writes one new tensor (or null where unused) for each input.
THS_EXPORT void THSAutograd_grad(
    at::Tensor** outputs, int32_t output_count, at::Tensor** inputs, int32_t input_count, at::Tensor** gradients,
    int32_t gradient_count, bool retain_graph, bool create_graph, bool allow_unused, at::Tensor** results) {
  guarded([&] {
    auto grads = torch::autograd::grad(
        to_list(outputs, output_count), to_list(inputs, input_count), to_list(gradients, gradient_count), retain_graph,
        create_graph, allow_unused);
    std::transform(grads.begin(), grads.end(), results, [](const at::Tensor& grad) {
      return grad.defined() ? new at::Tensor(grad) : nullptr;
    });
  });
}

THS_EXPORT bool THSAutograd_is_grad_enabled() { return c10::GradMode::is_enabled(); }
THS_EXPORT void THSAutograd_set_grad_enabled(bool enabled) { c10::GradMode::set_enabled(enabled); }

