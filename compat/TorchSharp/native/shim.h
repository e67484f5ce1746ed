// The C boundary between compat/TorchSharp (C#) and libtorch. Operators go through libtorch's dispatcher by schema name
// (dispatch.cpp), so one export serves them all; the other files cover what is no operator: storage, autograd, generators.
#pragma once
#include <ATen/core/Tensor.h>
#include <cstdint>
#include <exception>
#include <string>

#define THS_EXPORT extern "C" __attribute__((visibility("default")))

enum class Kind : int32_t {
  None = 0, Tensor = 1, Int = 2, Double = 3, Bool = 4, IntList = 5, TensorList = 6,
  String = 8, Generator = 9, Device = 10, Default = 11, BoolList = 12,
};

// An argument or a result of an operator; the C# side has the same 16 bytes.
struct Value {
  Kind kind;
  int32_t count;  // of a list; the index of a device
  union {
    int64_t integer;
    double number;
    void* pointer;
  };
};

void set_error(const std::string& message);

std::string describe(const std::exception& error);

// Runs the body; an exception becomes the thread's last error and the call returns failure.
template <class Result, class Body>
Result guarded(Result failure, Body body) {
  try {
    return body();
  } catch (const std::exception& error) {
    set_error(describe(error));
  } catch (...) {
    set_error("unknown native error");
  }
  return failure;
}

template <class Body>
void guarded(Body body) {
  guarded<int>(0, [&] { body(); return 0; });
}
