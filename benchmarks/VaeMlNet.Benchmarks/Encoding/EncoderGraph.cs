namespace VaeMlNet.Benchmarks.Encoding;

/// <summary>The graph that every contestant runs, and the batch size that all with batches use.</summary>
internal static class EncoderGraph
{
    public const string ModelFolder = "onnx/mnist";
    public const string InputName = "features";
    public const string OutputName = "mean";

    /// <summary>The default of VaeEncode.</summary>
    public const int BatchSize = 256;

    public static string Path => System.IO.Path.Combine(ModelFolder, "encoder.onnx");
}
