namespace VaeMlNet.Benchmarks;

/// <summary>The size, accuracy and differences of one weight format.</summary>
internal sealed record FormatFigures
{
    /// <summary>Gets the name of the format in manifests, such as <c>int8</c>.</summary>
    public required string Format { get; init; }

    /// <summary>Gets the size of the three graphs together, in bytes.</summary>
    public required long GraphBytes { get; init; }

    /// <summary>Gets the differences of the latents from those of float32, in standard deviations of the prior.</summary>
    public required Difference Latents { get; init; }

    /// <summary>Gets the differences of the scores from those of float32, in nats.</summary>
    public required Difference Scores { get; init; }

    /// <summary>Gets the accuracy of a logistic regression on the latents of MNIST's test images.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Gets the AUROC of a detector by the name of the labeled set. Empty without labeled sets.</summary>
    public required IReadOnlyDictionary<string, double> AreaUnderRoc { get; init; }
}

/// <summary>The largest and mean absolute difference between two sets of numbers.</summary>
internal sealed record Difference(double Largest, double Mean)
{
    public static Difference Compute(float[] values, float[] reference)
    {
        double[] differences = [.. values.Zip(reference, (a, b) => Math.Abs((double)a - b))];
        return new(differences.Max(), differences.Average());
    }
}
