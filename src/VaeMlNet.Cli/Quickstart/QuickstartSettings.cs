namespace VaeMlNet.Cli;

/// <summary>What the quickstart is asked to do.</summary>
/// <param name="MnistFolder">Where MNIST is; null looks in the usual place and fetches it.</param>
/// <param name="EpochCount">Passes over the training images.</param>
/// <param name="Seed">Decides weights, shuffling, planted anomalies and samples.</param>
/// <param name="OutputFolder">Where everything is written.</param>
internal sealed record QuickstartSettings(string? MnistFolder, int EpochCount, int Seed, string OutputFolder)
{
    /// <summary>How many of the test images are turned. Default: 500.</summary>
    public int PlantedCount { get; init; } = 500;

    /// <summary>The model folder.</summary>
    public string ModelFolder => Path.Combine(OutputFolder, "onnx", "mnist");

    /// <summary>Test images above their reconstructions.</summary>
    public string ReconstructionsFile => Path.Combine(OutputFolder, "reconstructions.png");

    /// <summary>Decoded draws from the prior.</summary>
    public string SamplesFile => Path.Combine(OutputFolder, "samples.png");
}
