namespace VaeMlNet.Benchmarks;

/// <summary>A graph of a model folder and the outputs that are asked for, as every contestant runs it.</summary>
/// <param name="ModelFolder">The folder.</param>
/// <param name="File">The graph's file there.</param>
/// <param name="Input">Its input, float32 [N, width].</param>
/// <param name="Outputs">Its wanted outputs, float32 [N, width] each.</param>
internal sealed record ModelGraph(string ModelFolder, string File, string Input, params string[] Outputs)
{
    public const string MnistFolder = "onnx/mnist";
    public const string FeaturesName = "features";

    /// <summary>Rows of a run unless the number of rows is what is measured: the default of VaeMlNet's steps.</summary>
    public static int BatchSize { get; } = new VaeStepOptions().BatchSize;

    public string Path => System.IO.Path.Combine(ModelFolder, File);

    public static ModelGraph Encoder(string modelFolder) => new(modelFolder, "encoder.onnx", FeaturesName, "mean");

    public static ModelGraph Decoder(string modelFolder) =>
        new(modelFolder, "decoder.onnx", "latent", "reconstruction");

    /// <param name="modelFolder">The folder.</param>
    /// <param name="outputs">The wanted ones, such as <c>score</c>.</param>
    public static ModelGraph Scorer(string modelFolder, params string[] outputs) =>
        new(modelFolder, "scorer.onnx", FeaturesName, outputs);
}
