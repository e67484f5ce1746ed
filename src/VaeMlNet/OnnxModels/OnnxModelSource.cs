namespace VaeMlNet;

/// <summary>The bytes of an ONNX model that needs no other file, and its name in messages.</summary>
internal sealed record OnnxModelSource(string Name, byte[] Bytes, OnnxGraphSummary Graph)
{
    private const string StreamName = "(stream)";

    /// <exception cref="IOException">The file does not exist, or cannot be read.</exception>
    /// <exception cref="InvalidOperationException">
    /// The file is not an ONNX model, or its external data cannot be read.
    /// </exception>
    public static OnnxModelSource FromFile(string? path, int recursionLimit)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path, "modelFile");
        var file = Path.GetFullPath(path);
        var bytes = File.Exists(file) ? OnnxFileBytes.Read(file) : throw ModelErrors.NoFile(path);
        return Create(path, bytes, new ExternalDataFolder(Path.GetDirectoryName(file)), recursionLimit);
    }

    /// <exception cref="InvalidOperationException">The stream is not an ONNX model, or the model has external data.</exception>
    public static OnnxModelSource FromStream(Stream modelBytes, int recursionLimit)
    {
        ArgumentNullException.ThrowIfNull(modelBytes);
        using var copy = new MemoryStream();
        modelBytes.CopyTo(copy);
        return Create(StreamName, copy.ToArray(), new ExternalDataFolder(null), recursionLimit);
    }

    private static OnnxModelSource Create(string name, byte[] bytes, ExternalDataFolder folder, int recursionLimit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(recursionLimit, 1);
        try
        {
            var whole = new ExternalDataInliner(folder, recursionLimit).Inline(bytes);
            return new(name, whole, OnnxGraphSummary.Read(whole));
        }
        catch (InvalidDataException e)
        {
            throw ModelErrors.NotInitialized(name, e);
        }
    }
}
