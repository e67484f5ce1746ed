using System.Text.Json;

namespace VaeMlNet;

/// <summary>
/// Reads and writes sampler.json. Contents are checked when they are read, because the file may come from anywhere.
/// </summary>
internal static class SamplerJson
{
    private const int CurrentFormatVersion = 1;
    private const string Kind = "gaussian_mixture";

    /// <summary>The largest number of latents, and of components, that is read.</summary>
    public const int LargestDim = 1024;
    public const int LargestCount = 1024;

    private const double WeightTolerance = 1e-6;

    private static readonly JsonSerializerOptions Options = new(ManifestJson.Options) { WriteIndented = false };

    /// <summary>Parses the bytes of a model folder's sampler.json.</summary>
    /// <exception cref="VaeModelException">
    /// The bytes are not a mixture, have a newer version, or do not fit the model.
    /// </exception>
    public static VaeLatentMixture Parse(ReadOnlySpan<byte> utf8, int latentDim, string modelFolder)
    {
        SamplerFile file;
        try
        {
            ManifestJson.CheckTokens(utf8, ModelFolderLimits.MostSamplerTokens);
            file =
                JsonSerializer.Deserialize<SamplerFile>(utf8, Options)
                ?? throw new JsonException("It contains only null.");
        }
        catch (JsonException e)
        {
            throw ModelFolderErrors.BadSampler(modelFolder, $"it is no valid sampler ({e.Reason()})", e);
        }

        if (file is not { FormatVersion: CurrentFormatVersion, Kind: Kind })
        {
            throw ModelFolderErrors.BadSampler(
                modelFolder,
                FormattableString.Invariant(
                    $"it is a '{file.Kind}' of format version {file.FormatVersion}, expected '{Kind}' of version {CurrentFormatVersion}"
                )
            );
        }

        var mixture = new VaeLatentMixture { Components = file.Components };
        return Complaint(mixture, latentDim) is { } complaint
            ? throw ModelFolderErrors.BadSampler(modelFolder, complaint)
            : mixture;
    }

    /// <summary>Writes sampler.json. The mixture must have been checked.</summary>
    public static void Write(string path, VaeLatentMixture mixture) =>
        File.WriteAllText(
            path,
            JsonSerializer.Serialize(new SamplerFile(CurrentFormatVersion, Kind, mixture.Components), Options) + "\n"
        );

    /// <summary>Returns the problem of a mixture over L latents; null if it is valid.</summary>
    public static string? Complaint(VaeLatentMixture mixture, int latentDim)
    {
        if (latentDim > LargestDim || mixture.Components is not { Count: >= 1 and <= LargestCount })
        {
            return FormattableString.Invariant(
                $"a mixture needs 1 to {LargestCount} components over at most {LargestDim} latents, but has {mixture.Components?.Count ?? 0} over {latentDim}"
            );
        }

        double weights = 0;
        for (var k = 0; k < mixture.Components.Count; k++)
        {
            if (Complaint(mixture.Components[k], latentDim) is { } complaint)
            {
                return FormattableString.Invariant($"component {k} {complaint}");
            }

            weights += mixture.Components[k].Weight;
        }

        return Math.Abs(weights - 1) <= WeightTolerance
            ? null
            : FormattableString.Invariant($"the weights sum to {weights}, expected 1");
    }

    private static string? Complaint(VaeLatentComponent? component, int latentDim)
    {
        if (component is not { Weight: > 0 and <= 1 })
        {
            return FormattableString.Invariant($"has weight {component?.Weight}, expected a value in (0, 1]");
        }

        if (component.Mean.Count != latentDim || !component.Mean.All(double.IsFinite))
        {
            return FormattableString.Invariant($"has {component.Mean.Count} means, expected {latentDim} finite ones");
        }

        if (component.Covariance.Count != latentDim || component.Covariance.Any(r => r?.Count != latentDim))
        {
            return FormattableString.Invariant($"has a covariance that is not {latentDim} x {latentDim}");
        }

        var isSymmetric = Enumerable
            .Range(0, latentDim)
            .All(i => Enumerable.Range(0, i).All(j => component.Covariance[i][j] == component.Covariance[j][i]));
        return
            isSymmetric
            && CholeskyFactor.Compute((i, j) => component.Covariance[i][j], latentDim) is { } factor
            && factor.All(double.IsFinite)
            ? null
            : "has a covariance that is not symmetric and positive definite";
    }
}
