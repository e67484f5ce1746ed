using System.Diagnostics.CodeAnalysis;

namespace VaeMlNet.OnnxExport;

/// <summary>The formats of a model's stored weights. Inputs and outputs are float32 in each.</summary>
[SuppressMessage("Naming", "CA1720:Identifiers should not contain type names", Justification = "These are types.")]
public enum OnnxWeightFormat
{
    /// <summary>
    /// The weights as they were trained: the only format whose results agree with TorchSharp within float32 rounding.
    /// </summary>
    Float32,

    /// <summary>
    /// Float32 tensors of two axes or more are stored in half precision and cast back when the model is loaded: the file
    /// is about half as large, memory and speed are as before, and each weight is off by 0.05 % at most (numbers below
    /// 6e-5 in magnitude by 3e-8). A tensor with a number beyond 65,504 stays as it is.
    /// </summary>
    Float16,

    /// <summary>
    /// Weights of <c>MatMul</c> and <c>Gemm</c> are stored in 8 bits with a scale for each output, and the products are
    /// computed in integers after quantizing the other factor, each row by its largest magnitude (<c>QuantizeLinear</c>,
    /// <c>MatMulInteger</c>): about a quarter of the size. A row's result does not depend on the other rows of its batch.
    /// Measure what it costs with <see cref="OnnxParity"/>.
    /// </summary>
    Int8,
}
