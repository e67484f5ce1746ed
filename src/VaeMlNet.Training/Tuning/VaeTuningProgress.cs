namespace VaeMlNet;

/// <summary>The progress of a <see cref="VaeTuner"/>, which is reported after each training.</summary>
/// <remarks>Thread safety: immutable.</remarks>
/// <param name="Finished">The finished trial.</param>
/// <param name="Share">The share of the work or of the time that is done, in [0, 1].</param>
public sealed record VaeTuningProgress(VaeTrial Finished, double Share);
