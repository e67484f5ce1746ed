using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.Transforms.Onnx;

/// <summary>A session and what it says about the graph. Runs may overlap.</summary>
internal sealed class OnnxModel : IDisposable
{
    private readonly InferenceSession _session;
    private readonly byte[] _bytes; // null where the model is a file
    private readonly RunOptions _runOptions = new();
    private bool _disposed;

    private OnnxModel(InferenceSession session, byte[] bytes, FileStream stream, IDictionary<string, int[]> shapes)
    {
        _session = session;
        _bytes = bytes;
        ModelStream = stream;
        try
        {
            Inputs = Variables(session.InputMetadata, shapes, declared: []);
            Outputs = Variables(session.OutputMetadata, shapes, OnnxDeclaredShapes.OfOutputs(ToByteArray()));
            Initializers = session.OverridableInitializerMetadata.Keys.ToArray();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>
    /// Gets the model file, or null for a model from bytes. The file stays open as long as the model is open.
    /// </summary>
    internal FileStream ModelStream { get; }

    public OnnxVariable[] Inputs { get; }

    public OnnxVariable[] Outputs { get; }

    private string[] Initializers { get; }

    public static OnnxModel FromFile(string path, OnnxOptions options) =>
        Open(
            settings => new InferenceSession(path, settings),
            options,
            session => new OnnxModel(
                session,
                bytes: null,
                new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read),
                options.ShapeDictionary
            )
        );

    public static OnnxModel FromBytes(byte[] bytes, OnnxOptions options) =>
        Open(
            settings => new InferenceSession(bytes, settings),
            options,
            session => new OnnxModel(session, bytes, stream: null, options.ShapeDictionary)
        );

    public OnnxVariable GetInput(string name) =>
        Array.Find(Inputs, input => input.Name == name)
        ?? throw new ArgumentOutOfRangeException(
            nameof(name),
            name,
            $"Input tensor, {name}, does not exist in the ONNX model. Available input names are "
                + $"[{Names(Inputs)}]. Available initializers are [{string.Join(",", Initializers)}]"
        );

    public OnnxVariable GetOutput(string name) =>
        Array.Find(Outputs, output => output.Name == name)
        ?? throw new ArgumentOutOfRangeException(
            nameof(name),
            name,
            $"Ouput tensor, {name}, does not exist in the ONNX model. Available output names are [{Names(Outputs)}]."
        );

    public IDisposableReadOnlyCollection<OrtValue> Run(string[] inputs, OrtValue[] values, string[] outputs)
    {
        // The runtime would follow a null handle.
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _session.Run(_runOptions, inputs, values, outputs);
    }

    public byte[] ToByteArray() => _bytes ?? File.ReadAllBytes(ModelStream.Name);

    public void Dispose()
    {
        _disposed = true;
        _session.Dispose();
        _runOptions.Dispose();
        ModelStream?.Dispose();
    }

    private static OnnxModel Open(
        Func<SessionOptions, InferenceSession> open,
        OnnxOptions options,
        Func<InferenceSession, OnnxModel> wrap
    )
    {
        if (options.GpuDeviceId is not { } device)
        {
            return wrap(OpenOnCpu(open, options));
        }

        try
        {
            using var settings = SessionOptions.MakeSessionOptionWithCudaProvider(device);
            return wrap(open(settings));
        }
        catch (OnnxRuntimeException) when (options.FallbackToCpu)
        {
            return wrap(OpenOnCpu(open, options));
        }
    }

    private static InferenceSession OpenOnCpu(Func<SessionOptions, InferenceSession> open, OnnxOptions options)
    {
        using var settings = new SessionOptions
        {
            InterOpNumThreads = options.InterOpNumThreads ?? 0,
            IntraOpNumThreads = options.IntraOpNumThreads ?? 0,
        };
        return open(settings);
    }

    private static OnnxVariable[] Variables(
        IReadOnlyDictionary<string, NodeMetadata> nodes,
        IDictionary<string, int[]> shapes,
        Dictionary<string, int[]> declared
    ) =>
        nodes
            .Where(node => !IsUnused(node.Key))
            .Select(node => OnnxVariable.Create(node.Key, node.Value, shapes, declared.GetValueOrDefault(node.Key)))
            .ToArray();

    // ML.NET's own exporter marks columns that a graph only carries along.
    private static bool IsUnused(string name) =>
        name.StartsWith("mlnet.", StringComparison.Ordinal)
        && (
            name.EndsWith(".unusedInput", StringComparison.Ordinal)
            || name.EndsWith(".unusedOutput", StringComparison.Ordinal)
        );

    private static string Names(OnnxVariable[] variables) =>
        string.Join(",", variables.Select(variable => variable.Name));
}
