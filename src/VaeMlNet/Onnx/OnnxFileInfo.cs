namespace VaeMlNet;

/// <summary>A description of any ONNX file, from a model folder or from elsewhere. The model is not run.</summary>
/// <remarks>Thread safety: immutable.</remarks>
public sealed record OnnxFileInfo
{
    /// <summary>Gets the version of the file format (ModelProto's <c>ir_version</c>).</summary>
    public required long IrVersion { get; init; }

    /// <summary>Gets the program that wrote the file, and its version; empty if the file does not say.</summary>
    public required string Producer { get; init; }

    /// <summary>Gets the version of each operator set by its domain. ONNX's own domain has the name <c>ai.onnx</c>.</summary>
    public required IReadOnlyDictionary<string, long> Opsets { get; init; }

    /// <summary>Gets the inputs that a caller must pass. Inputs with a value in the file are not included.</summary>
    public required IReadOnlyList<OnnxFileTensor> Inputs { get; init; }

    /// <summary>Gets the outputs.</summary>
    public required IReadOnlyList<OnnxFileTensor> Outputs { get; init; }

    /// <summary>
    /// Gets the number of nodes of each operator, sorted by name. It includes nodes of inner graphs (If, Loop, Scan) and
    /// functions. Operators of other domains than ONNX's own are called <c>domain.operator</c>.
    /// </summary>
    public required IReadOnlyDictionary<string, int> Operators { get; init; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The description.</returns>
    /// <exception cref="IOException">The file does not exist, cannot be read, is empty, or is a pipe or a device.</exception>
    /// <exception cref="InvalidDataException">The file is not an ONNX model.</exception>
    public static OnnxFileInfo Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return OnnxFileReader.Read(OnnxFileBytes.Read(path));
    }
}

/// <summary>Reads the bytes of ONNX files.</summary>
internal static class OnnxFileBytes
{
    /// <summary>Reads a whole file, following links.</summary>
    public static byte[] Read(string path)
    {
        var file = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        // Pipes and devices have length 0. Opening a pipe could wait forever, and a device can have no end.
        return new FileInfo(file).Length > 0
            ? File.ReadAllBytes(file)
            : throw new IOException($"'{path}' is empty, or a pipe or device");
    }
}
