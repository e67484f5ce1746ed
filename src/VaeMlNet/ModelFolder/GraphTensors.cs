namespace VaeMlNet;

/// <summary>Names and widths of what the three graphs of a model folder take and give.</summary>
internal static class GraphTensors
{
    public const string LatentName = "latent";
    public const string Mean = "mean";
    public const string LogVariance = "log_variance";
    public const string Probabilities = "probabilities";
    public const string Reconstruction = "reconstruction";
    public const string Variance = "variance";
    public const string Scale = "scale";
    public const string Score = "score";
    public const string ReconstructionError = "reconstruction_error";
    public const string Contributions = "contributions";

    public static GraphTensor Features(VaeManifest manifest) => new("features", manifest.Architecture.InputDim);

    public static GraphTensor Latent(VaeManifest manifest) => new(LatentName, manifest.Latent.Dim);

    /// <summary>The first is the code of a row: what decoder.onnx takes.</summary>
    public static GraphTensor[] EncoderOutputs(VaeManifest manifest) =>
        manifest.Latent.Kind == VaeLatentSpace.Categorical
            ? [new(Probabilities, manifest.Latent.Dim)]
            : [new(Mean, manifest.Latent.Dim), new(LogVariance, manifest.Latent.Dim)];

    /// <summary>The mean of the likelihood, then its other parameters where it has any.</summary>
    public static GraphTensor[] DecoderOutputs(VaeManifest manifest)
    {
        int width = manifest.Architecture.InputDim;
        List<GraphTensor> outputs = [new(Reconstruction, width)];
        if (manifest.Columns.Any(c => c.Likelihood == VaeColumn.Gaussian))
        {
            outputs.Add(new(Variance, width));
        }
        if (manifest.Columns.Any(c => c.Likelihood == VaeColumn.StudentT))
        {
            outputs.Add(new(Scale, width));
        }
        return [.. outputs];
    }

    public static GraphTensor[] ScorerOutputs(VaeManifest manifest) =>
        [new(Score, 1), new(ReconstructionError, 1), new("kl", 1), new(Contributions, manifest.Architecture.InputDim)];
}
