namespace Microsoft.ML.Data;

public sealed class MulticlassClassificationMetrics
{
    internal MulticlassClassificationMetrics() { }

    public double LogLoss { get; internal init; }

    public double MicroAccuracy { get; internal init; }
}
