using Microsoft.Extensions.Options;

namespace VaeMlNet.Hosting;

/// <summary>Checks the options of a scorer without opening its model folder.</summary>
internal sealed class HostedScorerOptionsValidator : IValidateOptions<VaeHostedScorerOptions>
{
    private const int LargestBatchSize = 4096;

    // That of VaeSessionOptions.
    private const int MostThreads = 1024;

    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, VaeHostedScorerOptions options)
    {
        var failures = Failures(options).Select(failure => $"VaeScorer '{name}': {failure}").ToArray();
        return failures.Length > 0 ? ValidateOptionsResult.Fail(failures) : ValidateOptionsResult.Success;
    }

    private static IEnumerable<string> Failures(VaeHostedScorerOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.ModelFolder))
        {
            yield return $"{nameof(options.ModelFolder)} is empty. Set it to a model folder, such as 'onnx/machines'.";
        }

        if (
            options.PollInterval != TimeSpan.Zero
            && (options.PollInterval < ShortestInterval || options.PollInterval > LongestInterval)
        )
        {
            yield return $"{nameof(options.PollInterval)} is {options.PollInterval}, expected {ShortestInterval} to {LongestInterval}, or 0 to read the folder only at the start.";
        }

        if (options.MaxBatchSize is < 1 or > LargestBatchSize)
        {
            yield return FormattableString.Invariant(
                $"{nameof(options.MaxBatchSize)} is {options.MaxBatchSize}, expected 1 to {LargestBatchSize}."
            );
        }

        if (options.Kind is not (VaeScoreKind.NegativeElbo or VaeScoreKind.ReconstructionError))
        {
            yield return $"{nameof(options.Kind)} is {options.Kind}, expected {VaeScoreKind.NegativeElbo} or {VaeScoreKind.ReconstructionError}.";
        }

        if (options.Session is null)
        {
            yield return $"{nameof(options.Session)} is null. Set it to new {nameof(VaeSessionOptions)}(), which is the default.";
            yield break;
        }

        if (options.Session.IntraOpThreadCount is < 1 or > MostThreads)
        {
            yield return FormattableString.Invariant(
                $"{nameof(options.Session)}.{nameof(VaeSessionOptions.IntraOpThreadCount)} is {options.Session.IntraOpThreadCount}, expected 1 to {MostThreads}."
            );
        }

        if (options.Session.GpuMemoryLimit is < 1)
        {
            yield return FormattableString.Invariant(
                $"{nameof(options.Session)}.{nameof(VaeSessionOptions.GpuMemoryLimit)} is {options.Session.GpuMemoryLimit}, expected at least 1."
            );
        }
    }
}
