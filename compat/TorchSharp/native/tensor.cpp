// Tensors as objects: creation from memory, metadata, storage, gradients.
#include "shim.h"
#include <ATen/ops/empty.h>
#include <cstring>

THS_EXPORT void THSTensor_dispose(at::Tensor* tensor) { delete tensor; }

THS_EXPORT at::Tensor* THSTensor_alias(at::Tensor* tensor) { return new at::Tensor(*tensor); }

// A new tensor with a copy of the data.
THS_EXPORT at::Tensor* THSTensor_from_memory(
    const void* data, const int64_t* sizes, int32_t dimensions, int8_t type, bool requires_grad) {
  return guarded<at::Tensor*>(nullptr, [&] {
    auto options = at::TensorOptions().dtype(static_cast<at::ScalarType>(type));
    at::Tensor tensor = at::empty(at::IntArrayRef(sizes, dimensions), options);
    if (tensor.numel() > 0) std::memcpy(tensor.data_ptr(), data, tensor.nbytes());
    if (requires_grad) tensor.set_requires_grad(true);
    return new at::Tensor(std::move(tensor));
  });
}

THS_EXPORT int64_t THSTensor_ndimension(at::Tensor* tensor) { return tensor->dim(); }
THS_EXPORT int64_t THSTensor_numel(at::Tensor* tensor) { return tensor->numel(); }
THS_EXPORT int64_t THSTensor_element_size(at::Tensor* tensor) { return tensor->element_size(); }
THS_EXPORT int8_t THSTensor_type(at::Tensor* tensor) { return static_cast<int8_t>(tensor->scalar_type()); }
THS_EXPORT int32_t THSTensor_device_type(at::Tensor* tensor) { return static_cast<int32_t>(tensor->device().type()); }
THS_EXPORT int32_t THSTensor_device_index(at::Tensor* tensor) { return tensor->device().index(); }
THS_EXPORT bool THSTensor_is_contiguous(at::Tensor* tensor) { return tensor->is_contiguous(); }
THS_EXPORT bool THSTensor_requires_grad(at::Tensor* tensor) { return tensor->requires_grad(); }
THS_EXPORT void* THSTensor_data(at::Tensor* tensor) {
  return guarded<void*>(nullptr, [&] { return tensor->data_ptr(); });
}

THS_EXPORT void THSTensor_sizes(at::Tensor* tensor, int64_t* sizes) {
  std::copy(tensor->sizes().begin(), tensor->sizes().end(), sizes);
}

THS_EXPORT void THSTensor_strides(at::Tensor* tensor, int64_t* strides) {
  std::copy(tensor->strides().begin(), tensor->strides().end(), strides);
}

THS_EXPORT void THSTensor_set_requires_grad(at::Tensor* tensor, bool requires_grad) {
  guarded([&] { tensor->set_requires_grad(requires_grad); });
}

// A new reference to the gradient, or null where there is none.
THS_EXPORT at::Tensor* THSTensor_grad(at::Tensor* tensor) {
  return guarded<at::Tensor*>(nullptr, [&]() -> at::Tensor* {
    const at::Tensor& grad = tensor->grad();
    return grad.defined() ? new at::Tensor(grad) : nullptr;
  });
}

THS_EXPORT void THSTensor_set_grad(at::Tensor* tensor, at::Tensor* grad) {
  guarded([&] {
    if (grad) {
      TORCH_CHECK(grad->sizes() == tensor->sizes(), "assigned grad has data of a different size");
      TORCH_CHECK(grad->scalar_type() == tensor->scalar_type(), "assigned grad has data of a different type");
    }
    tensor->mutable_grad() = grad ? *grad : at::Tensor();
  });
}
