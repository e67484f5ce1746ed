using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// The part of an anomaly score that known anomalies add: a weighted sum of the values of a row and of the nats that each of them has. The weights
/// are those of a logistic regression, in nats of the score.
/// </summary>
/// <remarks>
/// A sum over slots, so that contributions still add up to the score. A missing cell has 0. Checkpoints contain the weights. Thread safety:
/// immutable.
/// </remarks>
internal sealed record KnownAnomalyWeights
{
    /// <summary>The largest standardized value, so that one number far out of range does not decide.</summary>
    public const float Largest = 6;

    /// <summary>Gets the mean of each slot, [V].</summary>
    public required float[] Means { get; init; }

    /// <summary>Gets the inverse standard deviation of each slot, [V]; 0 for a slot that does not vary.</summary>
    public required float[] Factors { get; init; }

    /// <summary>Gets the mean nats of each slot, [V].</summary>
    public required float[] MeanNats { get; init; }

    /// <summary>Gets the weight of each standardized value in nats, [V].</summary>
    public required float[] OfValues { get; init; }

    /// <summary>Gets the weight of the logarithm of the nats of each slot, [V].</summary>
    public required float[] OfNats { get; init; }

    /// <summary>Gets the number V of slots.</summary>
    public int Width => Means.Length;

    /// <summary>Returns the part of each slot in the score of a row in nats, [n, V]. The parts of missing cells are 0.</summary>
    /// <param name="values">The slots of a network's rows without marks and embedded keys, [n, V], NaN for missing cells.</param>
    /// <param name="nats">The part of each slot in the score without labels, [n, V].</param>
    public Tensor Contributions(Tensor values, Tensor nats)
    {
        var device = values.device;
        var features = Features(values, nats, Means, Factors, MeanNats); // [n, 2 V]
        var ofValues = features.narrow(1, 0, Width) * tensor(OfValues, device: device);
        return ofValues.Plus(features.narrow(1, Width, Width) * tensor(OfNats, device: device));
    }

    /// <summary>
    /// Returns what the weights are for, [n, 2 V]: standardized values between -6 and 6, and the logarithms of one nat more than the nats above or below
    /// their mean; 0 for missing cells.
    /// </summary>
    public static Tensor Features(Tensor values, Tensor nats, float[] means, float[] factors, float[] meanNats)
    {
        var device = values.device;
        var ofValues = ((values - tensor(means, device: device)) * tensor(factors, device: device)).Between(
            -Largest,
            Largest
        );
        var excess = nats - tensor(meanNats, device: device);
        var ofNats = excess.relu().log1p() - (excess * Held(-1)).relu().log1p();
        return cat([ofValues.masked_fill(values.isnan(), Held(0)), ofNats.masked_fill(values.isnan(), Held(0))], 1);
    }

    /// <summary>Compares by value, as records do. The generated method would compare the arrays by reference.</summary>
    public bool Equals(KnownAnomalyWeights? other) =>
        other is not null
        && Means.AsSpan().SequenceEqual(other.Means)
        && Factors.AsSpan().SequenceEqual(other.Factors)
        && MeanNats.AsSpan().SequenceEqual(other.MeanNats)
        && OfValues.AsSpan().SequenceEqual(other.OfValues)
        && OfNats.AsSpan().SequenceEqual(other.OfNats);

    public override int GetHashCode() => HashCode.Combine(Width, OfValues.FirstOrDefault(), OfNats.FirstOrDefault());
}
