namespace VaeMlNet.OnnxExport;

/// <summary>
/// Writes a tensor as a separate file (a serialized <c>TensorProto</c>), as in the <c>test_data_set_0</c> folders of ONNX
/// models: <c>input_0.pb</c>, <c>output_0.pb</c>. Thread safety: may be used from several threads at once.
/// </summary>
public static class OnnxTensorFile
{
    /// <summary>Writes float32 data. The file is written completely or not at all. An existing file is replaced.</summary>
    /// <param name="path">The file. Its folder must exist.</param>
    /// <param name="name">The name of the tensor: the name of the model's input or output.</param>
    /// <param name="data">The elements, row-major.</param>
    /// <param name="shape">The shape. Its product is the length of <paramref name="data"/>. Empty for a scalar.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> or <paramref name="name"/> is null or empty.</exception>
    /// <exception cref="OnnxExportException">
    /// Shape and data do not match, the file would exceed 2 GiB, or it cannot be written.
    /// </exception>
    public static void Write(string path, string name, ReadOnlySpan<float> data, params long[] shape)
    {
        CheckNames(path, name, shape);
        Write(path, OnnxTensor.FromFloats(name, data, shape));
    }

    /// <summary>Writes Boolean data. The file is written completely or not at all. An existing file is replaced.</summary>
    /// <param name="path">The file. Its folder must exist.</param>
    /// <param name="name">The name of the tensor: the name of the model's input or output.</param>
    /// <param name="data">The elements, row-major.</param>
    /// <param name="shape">The shape. Its product is the length of <paramref name="data"/>. Empty for a scalar.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> or <paramref name="name"/> is null or empty.</exception>
    /// <exception cref="OnnxExportException">
    /// Shape and data do not match, the file would exceed 2 GiB, or it cannot be written.
    /// </exception>
    public static void Write(string path, string name, ReadOnlySpan<bool> data, params long[] shape)
    {
        CheckNames(path, name, shape);
        Write(path, OnnxTensor.FromBooleans(name, data, shape));
    }

    /// <summary>Writes uint32 data. The file is written completely or not at all. An existing file is replaced.</summary>
    /// <param name="path">The file. Its folder must exist.</param>
    /// <param name="name">The name of the tensor: the name of the model's input or output.</param>
    /// <param name="data">The elements, row-major.</param>
    /// <param name="shape">The shape. Its product is the length of <paramref name="data"/>. Empty for a scalar.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> or <paramref name="name"/> is null or empty.</exception>
    /// <exception cref="OnnxExportException">
    /// Shape and data do not match, the file would exceed 2 GiB, or it cannot be written.
    /// </exception>
    public static void Write(string path, string name, ReadOnlySpan<uint> data, params long[] shape)
    {
        CheckNames(path, name, shape);
        Write(path, OnnxTensor.FromUnsigned(name, data, shape));
    }

    private static void CheckNames(string path, string name, long[] shape)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(shape);
    }

    private static void Write(string path, OnnxTensor tensor) =>
        // There can be thousands of recorded tensors, and flushing each would be slow.
        WholeFile.Write(path, "ONNX tensor", OnnxModelFormat.Tensor(tensor), flush: false);
}
