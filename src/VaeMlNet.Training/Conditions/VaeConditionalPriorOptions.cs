namespace VaeMlNet;

/// <summary>
/// Options for a prior that depends on the conditions: p(z|c) is Gaussian, and a small network computes its mean and log-variance from c
/// (Sohn, Lee &amp; Yan 2015, section 4.1).
/// </summary>
public sealed record VaeConditionalPriorOptions
{
    /// <summary>Gets the widths of the hidden layers of the prior's network.</summary>
    /// <value>Default: [32]. Range: each at least 1. An empty array makes mean and log-variance linear in the conditions.</value>
    public int[] HiddenDims { get; init; } = [32];

    internal void Check(string path)
    {
        OptionRange.Given(HiddenDims, $"{path}.{nameof(HiddenDims)}");
        FullyConnectedNetworkOptions.CheckWidths(HiddenDims, $"{path}.{nameof(HiddenDims)}");
    }
}
