#!/usr/bin/python3
"""Checks ONNX models, and tensors in .pb files, with Python's onnx package (Debian: python3-onnx).

usage: check_onnx.py [--opset=NUMBER] FILE...

Beyond onnx.checker with full_check: the declared opset and IR version, and that each initializer holds as many bytes
as its dimensions ask for, which the checker does not look at.
"""
import math
import sys

import onnx
import onnx.numpy_helper


def check_model(path, opset):
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    assert model.ir_version == (8 if opset > 14 else 7), f"IR version {model.ir_version}"
    assert [(o.domain, o.version) for o in model.opset_import] == [("", opset)], model.opset_import
    for tensor in model.graph.initializer:
        size = onnx.mapping.TENSOR_TYPE_TO_NP_TYPE[tensor.data_type].itemsize
        assert len(tensor.raw_data) == size * math.prod(tensor.dims), tensor.name
    return f"{len(model.graph.node)} nodes, produced by {model.producer_name} {model.producer_version}"


def check_tensor(path):
    tensor = onnx.TensorProto()
    with open(path, "rb") as file:
        tensor.ParseFromString(file.read())
    return f"{tensor.name} {onnx.numpy_helper.to_array(tensor).tolist()}"


opset = 17
for argument in sys.argv[1:]:
    if argument.startswith("--opset="):
        opset = int(argument.removeprefix("--opset="))
    else:
        print(f"{argument}: {check_tensor(argument) if argument.endswith('.pb') else check_model(argument, opset)}")
