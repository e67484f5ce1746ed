namespace VaeMlNet;

/// <summary>A description of an ONNX file, from a model folder or from anywhere. The model is not run.</summary>
/// <remarks>Thread safety: immutable.</remarks>
public sealed record OnnxFileInfo
{
    /// <summary>Gets the version of the file format (ModelProto's <c>ir_version</c>).</summary>
    public required long IrVersion { get; init; }

    /// <summary>Gets the program that wrote it, and its version; empty where the file does not say.</summary>
    public required string Producer { get; init; }

    /// <summary>Gets the version of each operator set by its domain; ONNX's own has the name <c>ai.onnx</c>.</summary>
    public required IReadOnlyDictionary<string, long> Opsets { get; init; }

    /// <summary>Gets what has to be given; inputs with a value in the file are not among them.</summary>
    public required IReadOnlyList<OnnxFileTensor> Inputs { get; init; }

    /// <summary>Gets what it computes.</summary>
    public required IReadOnlyList<OnnxFileTensor> Outputs { get; init; }

    /// <summary>
    /// Gets how many nodes there are of each operator, sorted by name, those of inner graphs (If, Loop, Scan) and functions
    /// included; operators of other domains than ONNX's own are called <c>domain.operator</c>.
    /// </summary>
    public required IReadOnlyDictionary<string, int> Operators { get; init; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The description.</returns>
    /// <exception cref="IOException">There is no such file, it cannot be read, or it is empty, a pipe or a device.</exception>
    /// <exception cref="InvalidDataException">It is no ONNX model.</exception>
    public static OnnxFileInfo Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return OnnxFileReader.Read(OnnxFileBytes.Read(path));
    }
}
