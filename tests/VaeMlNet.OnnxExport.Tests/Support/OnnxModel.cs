using Microsoft.ML.OnnxRuntime;
using static TorchSharp.torch;

namespace VaeMlNet.OnnxExport.Tests;

/// <summary>An exported model in ONNX Runtime on the CPU.</summary>
internal sealed class OnnxModel : IDisposable
{
    private readonly InferenceSession session;

    /// <param name="bytes">The model.</param>
    /// <param name="isForModelFolders">
    /// Whether to check it as graphs of a model folder are checked. So a converter that writes something else is noticed here;
    /// false where a test writes nodes of its own. Graphs of other operator sets than 17 cannot stand in a model folder.
    /// </param>
    public OnnxModel(byte[] bytes, bool isForModelFolders = true)
    {
        if (isForModelFolders && OnnxFileReader.Read(bytes).Opsets["ai.onnx"] == OnnxOpset.Default)
        {
            GraphChecker.Check(bytes, givesRows: false);
        }

        using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        session = new InferenceSession(bytes, options);
    }

    public OnnxModel(string path, bool isForModelFolders = true)
        : this(File.ReadAllBytes(path), isForModelFolders) { }

    public IReadOnlyDictionary<string, NodeMetadata> Inputs => session.InputMetadata;

    public IReadOnlyDictionary<string, NodeMetadata> Outputs => session.OutputMetadata;

    public ModelMetadata Metadata => session.ModelMetadata;

    /// <summary>Runs a model with float32 inputs and returns one of its float32 outputs.</summary>
    public (float[] Data, long[] Shape) Run(string output, params (string Name, float[] Data, long[] Shape)[] inputs)
    {
        var feeds = inputs.ToDictionary(
            input => input.Name,
            input => OrtValue.CreateTensorValueFromMemory(input.Data, input.Shape)
        );
        try
        {
            using var options = new RunOptions();
            using var results = session.Run(options, feeds, [output]);
            return (results[0].GetTensorDataAsSpan<float>().ToArray(), results[0].GetTensorTypeAndShape().Shape);
        }
        finally
        {
            foreach (var feed in feeds.Values)
            {
                feed.Dispose();
            }
        }
    }

    /// <summary>Runs a model on tensors in the order of its inputs and returns its float32 outputs in their order.</summary>
    public Tensor[] Run(params Tensor[] inputs)
    {
        var feeds = session.InputNames.Zip(inputs).ToDictionary(pair => pair.First, pair => ToOrtValue(pair.Second));
        using var options = new RunOptions();
        using var results = session.Run(options, feeds, session.OutputNames);
        foreach (var feed in feeds.Values)
        {
            feed.Dispose();
        }

        return
        [
            .. results.Select(result =>
                tensor(result.GetTensorDataAsSpan<float>().ToArray()).reshape(result.GetTensorTypeAndShape().Shape)
            ),
        ];
    }

    public void Dispose() => session.Dispose();

    private static OrtValue ToOrtValue(Tensor input) =>
        input.dtype == ScalarType.Int64
            ? OrtValue.CreateTensorValueFromMemory(input.contiguous().data<long>().ToArray(), input.shape)
            : OrtValue.CreateTensorValueFromMemory(input.contiguous().data<float>().ToArray(), input.shape);
}
