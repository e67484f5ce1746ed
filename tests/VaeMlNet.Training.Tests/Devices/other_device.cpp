// A device for tests of libtorch on machines without a GPU. It computes on the CPU, but is as strict as CUDA: an operation must not
// mix its tensors with those of the CPU, except for tensors without axes, and must not draw from a generator of the CPU. It has the
// name XLA, a device that libtorch knows but does not contain.
#include <ATen/ATen.h>
#include <ATen/EmptyTensor.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/native/DispatchStub.h>
#include <ATen/ops/as_strided_native.h>
#include <ATen/ops/view_native.h>
#include <c10/core/impl/DeviceGuardImplInterface.h>
#include <torch/library.h>

#include <cstdlib>

namespace {

using torch::jit::Stack;

constexpr auto kDevice = c10::DeviceType::XLA;
constexpr auto kKey = c10::DispatchKey::XLA;

struct Memory final : c10::Allocator {
  static void release(void* data) { std::free(data); }
  c10::DataPtr allocate(size_t size) const override {
    void* data = std::malloc(size == 0 ? 1 : size);
    return {data, data, &release, c10::Device(kDevice, 0)};
  }
  c10::DeleterFnPtr raw_deleter() const override { return &release; }
};

Memory memory;

at::Tensor empty(
    at::IntArrayRef size, c10::optional<at::ScalarType> dtype, c10::optional<at::Layout>, c10::optional<at::Device>,
    c10::optional<bool>, c10::optional<at::MemoryFormat> format) {
  return at::detail::empty_generic(size, &memory, c10::DispatchKeySet(kKey), c10::dtype_or_default(dtype), format);
}

at::Tensor empty_strided(
    at::IntArrayRef size, at::IntArrayRef stride, c10::optional<at::ScalarType> dtype, c10::optional<at::Layout>,
    c10::optional<at::Device>, c10::optional<bool>) {
  return at::detail::empty_strided_generic(size, stride, &memory, c10::DispatchKeySet(kKey), c10::dtype_or_default(dtype));
}

// A tensor of the CPU in the same memory.
at::Tensor on_cpu(const at::Tensor& tensor) {
  return at::from_blob(
      tensor.data_ptr(), tensor.sizes(), tensor.strides(), tensor.options().device(at::kCPU).requires_grad(false));
}

bool is_ours(const at::Tensor& tensor) { return tensor.defined() && tensor.device().type() == kDevice; }

at::Tensor copy_from(const at::Tensor& from, const at::Tensor& to, bool) {
  at::NoGradGuard no_grad;
  auto target = is_ours(to) ? on_cpu(to) : to;
  target.copy_(is_ours(from) ? on_cpu(from) : from);
  return to;
}

const at::Tensor& resize_ours(const at::Tensor& self, at::IntArrayRef size, c10::optional<at::MemoryFormat>) {
  auto* impl = self.unsafeGetTensorImpl();
  auto fresh = at::detail::empty_generic(size, &memory, c10::DispatchKeySet(kKey), self.scalar_type(), c10::nullopt);
  if (fresh.numel() > self.numel()) {
    impl->set_storage_keep_dtype(fresh.storage());
    impl->set_storage_offset(0);
  }
  impl->set_sizes_contiguous(size);
  return self;
}

at::Tensor to_device(const at::Tensor& result) {
  at::Tensor copy = at::detail::empty_strided_generic(
      result.sizes(), result.strides(), &memory, c10::DispatchKeySet(kKey), result.scalar_type());
  copy_from(result, copy, false);
  return copy;
}

bool is_written(const c10::Argument& argument) {
  // The declaration of batch normalization does not say that it changes its averages.
  return (argument.alias_info() && argument.alias_info()->isWrite()) || argument.name() == "running_mean" ||
      argument.name() == "running_var";
}

// Runs an operation of the CPU on copies of the arguments, and copies the results back.
void compute_on_cpu(const c10::OperatorHandle& op, Stack* stack) {
  at::NoGradGuard no_grad;
  const auto& arguments = op.schema().arguments();
  const auto first = stack->size() - arguments.size();
  std::vector<std::pair<at::Tensor, at::Tensor>> written; // ours, and its copy
  auto copy_of = [&](const at::Tensor& tensor, const c10::Argument& argument) {
    if (!tensor.defined()) return tensor;
    if (!is_ours(tensor)) {
      TORCH_CHECK(
          tensor.dim() == 0 && !is_written(argument),
          "Expected all tensors to be on the same device, but argument '", argument.name(), "' of ", op.schema().name(),
          " is on the CPU");
      return tensor;
    }
    auto copy = on_cpu(tensor).clone();
    if (is_written(argument)) written.emplace_back(tensor, copy);
    return copy;
  };
  for (size_t i = 0; i < arguments.size(); i++) {
    auto& value = (*stack)[first + i];
    if (value.isTensor()) {
      value = copy_of(value.toTensor(), arguments[i]);
    } else if (value.isTensorList()) {
      auto copies = value.toTensorVector();
      for (auto& tensor : copies) tensor = copy_of(tensor, arguments[i]);
      value = copies;
    } else if (value.isOptionalTensorList()) {
      auto list = value.toOptionalTensorList();
      c10::List<c10::optional<at::Tensor>> copies;
      for (size_t j = 0; j < list.size(); j++) {
        c10::optional<at::Tensor> item = list.get(j);
        copies.push_back(item.has_value() ? c10::make_optional(copy_of(*item, arguments[i])) : c10::nullopt);
      }
      value = copies;
    } else if (value.isDevice()) {
      value = c10::Device(at::kCPU);
    } else {
      TORCH_CHECK(!value.isGenerator(), "Expected a generator of this device for ", op.schema().name());
    }
  }

  op.redispatchBoxed(c10::DispatchKeySet(c10::DispatchKey::CPU), stack);

  for (const auto& [ours, copy] : written) {
    if (ours.sizes() != copy.sizes()) resize_ours(ours, copy.sizes(), c10::nullopt);
    copy_from(copy, ours, false);
  }
  auto ours_of = [&](const at::Tensor& result) -> at::Tensor {
    if (!result.defined()) return result;
    for (const auto& [ours, copy] : written) {
      if (copy.is_same(result)) return ours;
    }
    return to_device(result);
  };
  for (auto i = stack->size() - op.schema().returns().size(); i < stack->size(); i++) {
    auto& value = (*stack)[i];
    if (value.isTensor()) {
      value = ours_of(value.toTensor());
    } else if (value.isTensorList()) {
      auto results = value.toTensorVector();
      for (auto& tensor : results) tensor = ours_of(tensor);
      value = results;
    }
  }
}

at::Tensor convolution(
    const at::Tensor& input, const at::Tensor& weight, const c10::optional<at::Tensor>& bias, at::IntArrayRef stride,
    at::IntArrayRef padding, at::IntArrayRef dilation, bool transposed, at::IntArrayRef output_padding, int64_t groups) {
  TORCH_CHECK(is_ours(input) && is_ours(weight), "Expected all tensors of the convolution to be on the same device");
  at::NoGradGuard no_grad;
  auto own_bias = bias.has_value() && bias->defined() ? c10::make_optional(on_cpu(*bias)) : c10::nullopt;
  return to_device(at::convolution(
      on_cpu(input), on_cpu(weight), own_bias, stride, padding, dilation, transposed, output_padding, groups));
}

std::tuple<at::Tensor, at::Tensor, at::Tensor> convolution_backward(
    const at::Tensor& gradient, const at::Tensor& input, const at::Tensor& weight, at::IntArrayRef stride,
    at::IntArrayRef padding, at::IntArrayRef dilation, bool transposed, at::IntArrayRef output_padding, int64_t groups,
    std::array<bool, 3> needed) {
  at::NoGradGuard no_grad;
  std::vector<int64_t> bias_size = {transposed ? weight.size(1) * groups : weight.size(0)};
  auto [of_input, of_weight, of_bias] = at::convolution_backward(
      on_cpu(gradient), on_cpu(input), on_cpu(weight), bias_size, stride, padding, dilation, transposed, output_padding,
      groups, needed);
  auto moved = [](const at::Tensor& result) { return result.defined() ? to_device(result) : result; };
  return {moved(of_input), moved(of_weight), moved(of_bias)};
}

struct Guard final : c10::impl::DeviceGuardImplInterface {
  Guard() = default;
  explicit Guard(c10::DeviceType) {}
  c10::DeviceType type() const override { return kDevice; }
  c10::Device exchangeDevice(c10::Device) const override { return {kDevice, 0}; }
  c10::Device getDevice() const override { return {kDevice, 0}; }
  void setDevice(c10::Device) const override {}
  void uncheckedSetDevice(c10::Device) const noexcept override {}
  c10::Stream getStream(c10::Device device) const noexcept override { return c10::Stream(c10::Stream::DEFAULT, device); }
  c10::Stream exchangeStream(c10::Stream stream) const noexcept override { return stream; }
  c10::DeviceIndex deviceCount() const noexcept override { return 1; }
  void record(void**, const c10::Stream&, const c10::DeviceIndex, const c10::EventFlag) const override {}
  void block(void*, const c10::Stream&) const override {}
  bool queryEvent(void*) const override { return true; }
  void destroyEvent(void*, const c10::DeviceIndex) const noexcept override {}
};

C10_REGISTER_GUARD_IMPL(XLA, Guard);

TORCH_LIBRARY_IMPL(aten, XLA, m) {
  m.impl("empty.memory_format", empty);
  m.impl("empty_strided", empty_strided);
  m.impl("_copy_from", copy_from);
  m.impl("resize_", resize_ours);
  m.impl("as_strided", at::native::as_strided_tensorimpl);
  m.impl("view", at::native::view);
  m.impl("convolution_overrideable", convolution);
  m.impl("convolution_backward_overrideable", convolution_backward);
}

TORCH_LIBRARY_IMPL(_, XLA, m) {
  m.fallback(torch::CppFunction::makeFromBoxedFunction<&compute_on_cpu>());
}

} // namespace
