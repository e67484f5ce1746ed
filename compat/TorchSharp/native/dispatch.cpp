// Calls any ATen operator by its schema name through the dispatcher, as TorchScript's interpreter does.
#include "shim.h"
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/ivalue.h>
#include <ATen/core/stack.h>
#include <vector>

namespace {

thread_local std::string last_error;
thread_local bool has_error = false;
thread_local std::vector<Value> results;

at::Tensor* as_tensor(void* pointer) { return static_cast<at::Tensor*>(pointer); }

c10::IValue to_ivalue(const Value& value, const c10::Argument& schema) {
  switch (value.kind) {
    case Kind::None:
      return c10::IValue();
    case Kind::Tensor:
      return value.pointer ? c10::IValue(*as_tensor(value.pointer)) : c10::IValue();
    case Kind::Int:
      return c10::IValue(value.integer);
    case Kind::Double:
      return c10::IValue(value.number);
    case Kind::Bool:
      return c10::IValue(value.integer != 0);
    case Kind::IntList: {
      auto* items = static_cast<const int64_t*>(value.pointer);
      return c10::IValue(std::vector<int64_t>(items, items + value.count));
    }
    case Kind::BoolList: {
      auto* items = static_cast<const int64_t*>(value.pointer);
      c10::List<bool> list;
      for (int i = 0; i < value.count; ++i) list.push_back(items[i] != 0);
      return c10::IValue(std::move(list));
    }
    case Kind::TensorList: {
      auto* items = static_cast<void* const*>(value.pointer);
      c10::List<at::Tensor> list;
      list.reserve(value.count);
      for (int i = 0; i < value.count; ++i) list.push_back(*as_tensor(items[i]));
      return c10::IValue(std::move(list));
    }
    case Kind::String:
      return c10::IValue(std::string(static_cast<const char*>(value.pointer)));
    case Kind::Generator:
      return value.pointer ? c10::IValue(*static_cast<at::Generator*>(value.pointer)) : c10::IValue();
    case Kind::Device:
      return c10::IValue(c10::Device(static_cast<c10::DeviceType>(value.integer), value.count));
    case Kind::Default:
      break;
  }
  TORCH_CHECK(schema.default_value().has_value(), "no default for argument '", schema.name(), "'");
  return *schema.default_value();
}

void push_result(Kind kind, int64_t integer, double number = 0, void* pointer = nullptr) {
  Value value{};
  value.kind = kind;
  if (kind == Kind::Double) value.number = number;
  else if (kind == Kind::Tensor) value.pointer = pointer;
  else value.integer = integer;
  results.push_back(value);
}

void push_tensor(const at::Tensor& tensor) {
  push_result(Kind::Tensor, 0, 0, tensor.defined() ? new at::Tensor(tensor) : nullptr);
}

void from_ivalue(const c10::IValue& value) {
  if (value.isTensor()) push_tensor(value.toTensor());
  else if (value.isTensorList()) for (const at::Tensor& tensor : value.toTensorVector()) push_tensor(tensor);
  else if (value.isInt()) push_result(Kind::Int, value.toInt());
  else if (value.isBool()) push_result(Kind::Bool, value.toBool());
  else if (value.isDouble()) push_result(Kind::Double, 0, value.toDouble());
  else if (value.isNone()) push_result(Kind::None, 0);
  else TORCH_CHECK(false, "unsupported result of kind ", value.tagKind());
}

}  // namespace

void set_error(const std::string& message) {
  last_error = message;
  has_error = true;
}

std::string describe(const std::exception& error) {
  auto* torch_error = dynamic_cast<const c10::Error*>(&error);
  return torch_error ? torch_error->what_without_backtrace() : error.what();
}

// The last error of this thread, or null; the text lives until the next error.
THS_EXPORT const char* THSTorch_take_last_error() {
  if (!has_error) return nullptr;
  has_error = false;
  return last_error.c_str();
}

// Finds an operator; handles live as long as the process.
THS_EXPORT const c10::OperatorHandle* THSOperator_find(const char* name, const char* overload) {
  return guarded<const c10::OperatorHandle*>(nullptr, [&] {
    return new c10::OperatorHandle(c10::Dispatcher::singleton().findSchemaOrThrow(name, overload));
  });
}

// Calls an operator; arguments left out take the schema's defaults. The results stay valid until this thread's next call,
// except that each tensor among them belongs to the caller. Returns null on error.
THS_EXPORT const Value* THSOperator_call(
    const c10::OperatorHandle* op, const Value* arguments, int32_t count, int32_t* result_count) {
  return guarded<const Value*>(nullptr, [&] {
    torch::jit::Stack stack;
    results.clear();
    const auto& schema = op->schema().arguments();
    TORCH_CHECK(count <= (int32_t)schema.size(), "too many arguments for ", op->schema().name());
    const Value missing{Kind::Default, 0, {0}};
    stack.reserve(schema.size());
    for (size_t i = 0; i < schema.size(); ++i)
      stack.push_back(to_ivalue((int32_t)i < count ? arguments[i] : missing, schema[i]));
    op->callBoxed(&stack);
    results.reserve(stack.size() + 1);
    for (const auto& value : stack) from_ivalue(value);
    *result_count = (int32_t)results.size();
    return (const Value*)results.data();
  });
}
