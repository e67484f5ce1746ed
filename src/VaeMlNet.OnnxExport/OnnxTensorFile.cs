namespace VaeMlNet.OnnxExport;

/// <summary>
/// Writes a tensor as a file of its own (a serialized <c>TensorProto</c>), as in the <c>test_data_set_0</c> folders
/// that accompany ONNX models: <c>input_0.pb</c>, <c>output_0.pb</c>. Safe to use from several threads.
/// </summary>
public static class OnnxTensorFile
{
    /// <summary>Writes float32 data; the file appears whole or not at all, and an existing one is replaced.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="name">The tensor's name: that of the model's input or output.</param>
    /// <param name="data">The elements, row-major.</param>
    /// <param name="shape">The shape; its product is the length of <paramref name="data"/>. None for a scalar.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> or <paramref name="name"/> is null or empty.</exception>
    /// <exception cref="OnnxExportException">
    /// Shape and data do not fit, the file would exceed 2 GiB, or it cannot be written.
    /// </exception>
    public static void Write(string path, string name, ReadOnlySpan<float> data, params long[] shape)
    {
        CheckNames(path, name, shape);
        Write(path, OnnxTensor.FromFloats(name, data, shape));
    }

    /// <summary>Writes bool data; the file appears whole or not at all, and an existing one is replaced.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="name">The tensor's name: that of the model's input or output.</param>
    /// <param name="data">The elements, row-major.</param>
    /// <param name="shape">The shape; its product is the length of <paramref name="data"/>. None for a scalar.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> or <paramref name="name"/> is null or empty.</exception>
    /// <exception cref="OnnxExportException">
    /// Shape and data do not fit, the file would exceed 2 GiB, or it cannot be written.
    /// </exception>
    public static void Write(string path, string name, ReadOnlySpan<bool> data, params long[] shape)
    {
        CheckNames(path, name, shape);
        Write(path, OnnxTensor.FromBooleans(name, data, shape));
    }

    /// <summary>Writes uint32 data; the file appears whole or not at all, and an existing one is replaced.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="name">The tensor's name: that of the model's input or output.</param>
    /// <param name="data">The elements, row-major.</param>
    /// <param name="shape">The shape; its product is the length of <paramref name="data"/>. None for a scalar.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> or <paramref name="name"/> is null or empty.</exception>
    /// <exception cref="OnnxExportException">
    /// Shape and data do not fit, the file would exceed 2 GiB, or it cannot be written.
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
        // Recorded tensors come in thousands, each of which would wait for the disk.
        WholeFile.Write(path, "ONNX tensor", OnnxModelFormat.Tensor(tensor), flush: false);
}
