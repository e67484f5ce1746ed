namespace VaeMlNet;

/// <summary>Names and widths of what the three graphs of a model folder take and give.</summary>
internal static class GraphTensors
{
    public const string LatentName = "latent";
    public const string Mean = "mean";
    public const string LogVariance = "log_variance";
    public const string Score = "score";
    public const string ReconstructionError = "reconstruction_error";
    public const string Contributions = "contributions";

    public static GraphTensor Features(VaeManifest manifest) => new("features", manifest.Architecture.InputDim);

    public static GraphTensor Latent(VaeManifest manifest) => new(LatentName, manifest.Latent.Dim);

    public static GraphTensor[] EncoderOutputs(VaeManifest manifest) =>
        [new(Mean, manifest.Latent.Dim), new(LogVariance, manifest.Latent.Dim)];

    public static GraphTensor[] DecoderOutputs(VaeManifest manifest) =>
        [new("reconstruction", manifest.Architecture.InputDim)];

    public static GraphTensor[] ScorerOutputs(VaeManifest manifest) =>
        [new(Score, 1), new(ReconstructionError, 1), new("kl", 1), new(Contributions, manifest.Architecture.InputDim)];
}
