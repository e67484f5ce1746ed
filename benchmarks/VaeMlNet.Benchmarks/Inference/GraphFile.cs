namespace VaeMlNet.Benchmarks;

/// <summary>A graph of a model folder and the outputs that every candidate asks for.</summary>
/// <param name="ModelFolder">The model folder.</param>
/// <param name="File">The file of the graph in that folder.</param>
/// <param name="Input">The name of the input, float32 [N, width].</param>
/// <param name="Outputs">The names of the outputs, float32 [N, width] each.</param>
internal sealed record GraphFile(string ModelFolder, string File, string Input, params string[] Outputs)
{
    public const string MnistFolder = "onnx/mnist";
    public const string FeaturesName = "features";

    /// <summary>Gets the number of rows in a run, unless a benchmark varies it. It is the default of VaeMlNet's steps on the CPU.</summary>
    public const int BatchSize = 256;

    public string Path => System.IO.Path.Combine(ModelFolder, File);

    public static GraphFile Encoder(string modelFolder) => new(modelFolder, "encoder.onnx", FeaturesName, "mean");

    public static GraphFile Decoder(string modelFolder) => new(modelFolder, "decoder.onnx", "latent", "reconstruction");

    /// <param name="modelFolder">The model folder.</param>
    /// <param name="outputs">The names of the outputs, such as <c>score</c>.</param>
    public static GraphFile Scorer(string modelFolder, params string[] outputs) =>
        new(modelFolder, "scorer.onnx", FeaturesName, outputs);
}
