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
        var nearest = FindNearest(x, known); // [n, K]
        var squares = known.index_select(0, nearest.flatten()).view(-1, Neighbors, 2 * Width) - x.unsqueeze(1); // [n, K, 2 V]
        squares *= squares;
        var ofSlots = squares.narrow(2, 0, Width).Plus(squares.narrow(2, Width, Width)); // [n, K, V]
        var distances = ofSlots.sum(2, keepdim: true).Plus(Held(Smoothing * Smoothing)).sqrt(); // [n, K, 1]
        var own = tensor(OwnDistances, device: device)
            .index_select(0, nearest.flatten())
            .view(-1, Neighbors)
            .mean([1], keepdim: true); // [n, 1]
        var factor = own.pow(Held((float)-Exponent)) * Held((float)(Nats / Neighbors));
        return ((ofSlots / distances).sum(1) * factor).masked_fill(values.isnan(), Held(0));
    }

    /// <summary>Adds <see cref="Contributions"/> to a graph.</summary>
    /// <param name="values">The values, [N, V].</param>
    /// <param name="isMissing">1 for missing cells and 0 for others, [N, V].</param>
    /// <param name="means">The means of p(x|z), [N, V].</param>
    public NodeValue AddContributions(NodeValue values, NodeValue isMissing, NodeValue means)
    {
        var graph = values.Graph;
        var known = values.AddConstant("neighbors.places", Places, RowCount, 2 * Width); // [M, 2 V]
        var missing = isMissing > 0;
        var x = AddPlaces(); // [N, 2 V]
        var nearest = MatrixNodes.AddNearest(x, known, Neighbors); // int64 [N, K]
        var ofNearest = known.Gather(nearest, 0) - x.Unsqueeze(1); // [N, K, 2 V]
        var squares = (ofNearest * ofNearest).Reshape(-1, Neighbors, 2, Width);
        var ofSlots = squares.Sum(2, keeps: false); // [N, K, V]
        var smoothed = ofSlots.Sum(2) + (Smoothing * Smoothing); // [N, K, 1]
        var distance = smoothed.Sqrt();
        var own = values.AddConstant("neighbors.own_distances", OwnDistances, RowCount).Gather(nearest, 0); // [N, K]
        var mean = own.Sum() / Neighbors; // [N, 1]
        var factor = mean.Node("Pow", (float)-Exponent) * (float)(Nats / Neighbors);
        var sum = (ofSlots / distance).Sum(keeps: false); // [N, V]
        return missing.Where(0, sum * factor).DeclareShape(MatrixNodes.BatchAxis, Width);

        NodeValue AddPlaces()
        {
            var ofValues = (values - Row("means", Means)) * Row("factors", Factors);
            var residuals = (values - means) * Row("residual_factors", ResidualFactors);
            var both = MatrixNodes.AddJoin(graph, missing.Where(0, ofValues), missing.Where(0, residuals));
            return both.Clip(-Largest, Largest);
        }

        NodeValue Row(string name, float[] numbers) => values.AddConstant($"neighbors.{name}", numbers, 1, Width);
    }

    /// <summary>Returns the numbers of the nearest rows, [n, 2 V] and [M, 2 V] -> [n, K], like <see cref="MatrixNodes.AddNearest"/>.</summary>
    private Tensor FindNearest(Tensor x, Tensor known)
    {
        var (own, others) = (x.to(float64), known.to(float64));
        var norms = (own * own).sum(1, keepdim: true).Plus((others * others).sum(1)); // [n, M]
        var distances = norms - nn.functional.linear(own.Plus(own), others);
        return distances.to(float32).topk(Neighbors, 1, largest: false).indexes;
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
