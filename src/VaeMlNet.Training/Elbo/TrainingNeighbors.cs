using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// The part of an anomaly score that is the distance of a row to its nearest training rows, which are known to be normal: the mean distance to the
/// nearest five, divided by a power of their own distances to their neighbors, so that a gap counts more where rows are dense (Ramaswamy et al. 2000;
/// Breunig et al. 2000).
/// </summary>
/// <remarks>
/// A place of a row has two coordinates for each slot: its value, and its difference from the mean of p(x|z). Values that do not fit together are far
/// away in the second although each of them is usual. A missing cell has 0 in both, which is the mean. Checkpoints contain the rows. Thread
/// safety: immutable. Equality compares the arrays by reference.
/// </remarks>
internal sealed record TrainingNeighbors
{
    /// <summary>The number of neighbors, or all of fewer rows.</summary>
    public const int MostNeighbors = 5;

    /// <summary>The largest coordinate. The range penalty distinguishes places further out.</summary>
    public const float Largest = 1000;

    /// <summary>The number of rows that are measured exactly, of those that a matrix product finds.</summary>
    public const int MostCandidates = 32;

    /// <summary>Gets the mean of each slot, [V].</summary>
    public required float[] Means { get; init; }

    /// <summary>Gets the factor of the value of each slot, [V].</summary>
    public required float[] Factors { get; init; }

    /// <summary>Gets the factor of the difference from the mean of p(x|z) of each slot, [V].</summary>
    public required float[] ResidualFactors { get; init; }

    /// <summary>Gets the places of the kept training rows, [M, 2 V], row by row.</summary>
    public required float[] Places { get; init; }

    /// <summary>Gets the mean distance of each kept row to its nearest others, and a floor, [M].</summary>
    public required float[] OwnDistances { get; init; }

    /// <summary>
    /// Gets the distance below which distances count by their squares, above 0. The root of a number near 0 would make much of its rounding.
    /// </summary>
    public required float Smoothing { get; init; }

    /// <summary>Gets the power of the own distances, in [0, 0.5].</summary>
    public required double Exponent { get; init; }

    /// <summary>Gets the nats of a distance of 1, above 0.</summary>
    public required double Nats { get; init; }

    /// <summary>Gets what the score consists of, and how it was chosen.</summary>
    public required VaeNormalRows Description { get; init; }

    /// <summary>Gets the number V of slots.</summary>
    public int Width => Means.Length;

    /// <summary>Gets the number M of kept rows.</summary>
    public int RowCount => OwnDistances.Length;

    /// <summary>Gets the number of neighbors that count.</summary>
    public int Neighbors => Math.Min(MostNeighbors, RowCount);

    /// <summary>Gets the number of candidates.</summary>
    public int Candidates => Math.Min(MostCandidates, RowCount);

    /// <summary>Gets whether the score contains the likelihood and the KL divergence.</summary>
    public bool HasLikelihood => Description.Score != VaeNormalRows.OfDistance;

    /// <summary>Gets whether the score contains the distance.</summary>
    public bool HasDistance => Description.Score != VaeNormalRows.OfLikelihood;

    /// <summary>Returns the part of each slot in the score of a row in nats, [n, V]. The parts of missing cells are 0.</summary>
    /// <param name="values">The slots of a network's rows without marks and embedded keys, [n, V], NaN for missing cells.</param>
    /// <param name="means">The means of p(x|z), [n, V].</param>
    public Tensor Contributions(Tensor values, Tensor means)
    {
        var device = values.device;
        var known = tensor(Places, [RowCount, 2 * Width], device: device);
        var x = PlacesOf(values, means); // [n, 2 V]
        var norms = (known * known).sum(1); // [M]
        var products = norms.Plus(nn.functional.linear(x, known) * Held(-2)); // [n, M], without |x|^2
        var candidates = products.topk(Candidates, 1, largest: false).indexes; // [n, C]
        var differences = known.index_select(0, candidates.flatten()).view(-1, Candidates, 2 * Width) - x.unsqueeze(1);
        var exact = (differences * differences).sum(2); // [n, C]
        var nearest = exact.topk(Neighbors, 1, largest: false).indexes; // [n, K]
        var squares = differences.gather(1, nearest.unsqueeze(2).expand(-1, -1, 2 * Width)); // [n, K, 2 V]
        squares *= squares;
        var ofSlots = squares.narrow(2, 0, Width).Plus(squares.narrow(2, Width, Width)); // [n, K, V]
        var distances = ofSlots.sum(2, keepdim: true).Plus(Held(Smoothing * Smoothing)).sqrt(); // [n, K, 1]
        var own = tensor(OwnDistances, device: device)
            .index_select(0, candidates.gather(1, nearest).flatten())
            .view(-1, Neighbors)
            .mean([1], keepdim: true); // [n, 1]
        var factor = own.pow(Held((float)-Exponent)) * Held((float)(Nats / Neighbors));
        return ((ofSlots / distances).sum(1) * factor).masked_fill(values.isnan(), Held(0));
    }

    /// <summary>Returns the places of rows, [n, 2 V].</summary>
    public Tensor PlacesOf(Tensor values, Tensor means) => PlacesOf(values, means, (Means, Factors, ResidualFactors));

    public static Tensor PlacesOf(
        Tensor values,
        Tensor means,
        (float[] Means, float[] Factors, float[] ResidualFactors) scaling
    )
    {
        var ofValues = (values - Row(scaling.Means)) * Row(scaling.Factors);
        var residuals = (values - means) * Row(scaling.ResidualFactors);
        return cat([ofValues, residuals], 1).nan_to_num(0).Between(-Largest, Largest);

        Tensor Row(float[] numbers) => tensor(numbers, device: values.device);
    }
}
