using Microsoft.ML;

namespace VaeMlNet.Tests;

/// <summary>The requirements of the contract for our steps beyond ML.NET's interfaces.</summary>
internal static class SubjectHooks
{
    /// <summary>Runs of all sessions of a step, or of the steps of a chain.</summary>
    public static long CountRuns(ITransformer transformer) =>
        SavedZip.Flatten(transformer).Cast<VaeTransformer>().Sum(t => t.Sessions.Leases.Sum(l => l.Session.RunCount));

    public static ITransformer RestoreBatching(ITransformer loaded) =>
        new MLContext(seed: 4).Model.RestoreBatching(loaded);

    public static float ThresholdOf(ITransformer detector) => ((VaeScoreTransformer)detector).Threshold;
}
