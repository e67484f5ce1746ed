using System.Diagnostics.CodeAnalysis;

namespace VaeMlNet.OnnxExport;

/// <summary>The formats of a model's stored weights. Inputs and outputs are float32 in each.</summary>
[SuppressMessage("Naming", "CA1720:Identifiers should not contain type names", Justification = "These are types.")]
public enum OnnxWeightFormat
{
    /// <summary>
    /// Stores the weights as they were trained. Only this format agrees with TorchSharp within float32 rounding.
    /// </summary>
    Float32,

    /// <summary>
    /// Stores float32 tensors of two or more axes in half precision, which are cast back when the model is loaded. The file is
    /// about half as large; memory and speed do not change. The error of each weight is at most 0.05 % (for magnitudes below
    /// 6e-5, at most 3e-8). A tensor with a number beyond 65,504 is not converted.
    /// </summary>
    Float16,

    /// <summary>
    /// Stores weights of <c>MatMul</c> and <c>Gemm</c> in 8 bits, with a scale for each output. The products are computed in
    /// integers, after quantizing each row of the other factor by its largest magnitude (<c>QuantizeLinear</c>,
    /// <c>MatMulInteger</c>). The file is about a quarter of the size. The result of a row does not depend on the other rows of
    /// its batch. Measure the loss of accuracy with <see cref="OnnxParity"/>.
    /// </summary>
    Int8,
}
