namespace VaeMlNet.OnnxExport;

/// <summary>
/// A tensor as the contents of a separate file (a serialized <c>TensorProto</c>), as in the <c>test_data_set_0</c> folders of ONNX
/// models: <c>input_0.pb</c>, <c>output_0.pb</c>. Thread safety: may be used from several threads at once.
/// </summary>
public static class OnnxTensorFile
{
    /// <summary>Returns the bytes of a file with float32 data.</summary>
    /// <param name="name">The name of the tensor: the name of the model's input or output.</param>
    /// <param name="data">The elements, row-major.</param>
    /// <param name="shape">The shape. Its product is the length of <paramref name="data"/>. Empty for a scalar.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is null or empty.</exception>
    /// <exception cref="OnnxExportException">Shape and data do not match, or the file would exceed 2 GiB.</exception>
    public static byte[] ToBytes(string name, ReadOnlySpan<float> data, params long[] shape)
    {
        CheckName(name, shape);
        return ToBytes(OnnxTensor.FromFloats(name, data, shape));
    }

    /// <summary>Returns the bytes of a file with Boolean data.</summary>
    /// <param name="name">The name of the tensor: the name of the model's input or output.</param>
    /// <param name="data">The elements, row-major.</param>
    /// <param name="shape">The shape. Its product is the length of <paramref name="data"/>. Empty for a scalar.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is null or empty.</exception>
    /// <exception cref="OnnxExportException">Shape and data do not match, or the file would exceed 2 GiB.</exception>
    public static byte[] ToBytes(string name, ReadOnlySpan<bool> data, params long[] shape)
    {
        CheckName(name, shape);
        return ToBytes(OnnxTensor.FromBooleans(name, data, shape));
    }

    /// <summary>Returns the bytes of a file with uint32 data.</summary>
    /// <param name="name">The name of the tensor: the name of the model's input or output.</param>
    /// <param name="data">The elements, row-major.</param>
    /// <param name="shape">The shape. Its product is the length of <paramref name="data"/>. Empty for a scalar.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is null or empty.</exception>
    /// <exception cref="OnnxExportException">Shape and data do not match, or the file would exceed 2 GiB.</exception>
    public static byte[] ToBytes(string name, ReadOnlySpan<uint> data, params long[] shape)
    {
        CheckName(name, shape);
        return ToBytes(OnnxTensor.FromUnsigned(name, data, shape));
    }

    private static void CheckName(string name, long[] shape)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(shape);
    }

    private static byte[] ToBytes(OnnxTensor tensor)
    {
        var message = OnnxModelFormat.Tensor(tensor);
        OnnxModelFormat.CheckSize(message.Size, $"ONNX tensor '{tensor.Name}'");
        return message.ToArray();
    }
}
