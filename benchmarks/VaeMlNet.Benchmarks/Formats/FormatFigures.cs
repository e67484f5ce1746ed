namespace VaeMlNet.Benchmarks;

/// <summary>What a format of weights costs and what it keeps.</summary>
internal sealed record FormatFigures
{
    /// <summary>Its name in manifests, such as <c>int8</c>.</summary>
    public required string Format { get; init; }

    /// <summary>The three graphs together.</summary>
    public required long GraphBytes { get; init; }

    /// <summary>Largest and mean absolute difference of latents from float32's, in standard deviations of the prior.</summary>
    public required Difference Latents { get; init; }

    /// <summary>The same of scores, in nats.</summary>
    public required Difference Scores { get; init; }

    /// <summary>Accuracy of a logistic regression on the latents of MNIST's test images.</summary>
    public required double Accuracy { get; init; }

    /// <summary>AUROC of a detector on labeled sets, by their names; empty without the data.</summary>
    public required IReadOnlyDictionary<string, double> AreaUnderRoc { get; init; }
}

/// <summary>How far numbers are from others.</summary>
internal sealed record Difference(double Largest, double Mean)
{
    public static Difference Of(float[] values, float[] reference)
    {
        double[] differences = [.. values.Zip(reference, (a, b) => Math.Abs((double)a - b))];
        return new(differences.Max(), differences.Average());
    }
}
