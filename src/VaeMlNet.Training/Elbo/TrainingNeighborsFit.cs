using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>Chooses the training rows to which distances are measured, and what a score consists of.</summary>
internal static class TrainingNeighborsFit
{
    private const int MostRows = 5000;
    private const int MostNumbers = 2_000_000;
    private const int RowsPerBlock = 256;

    // Own distances of few rows say little about how dense the rows are.
    private const double LargestExponent = 0.5;
    private const double RowsOfHalfExponent = 300;

    private const double FloorOfOwnDistances = 0.1;
    private const double SmallestResidual = 0.1;
    private const double UnusualQuantile = 0.99;
    private const int ScoredRows = 2000;

    // Planted cells are not the anomalies of the data, so that a small difference does not decide.
    private const double PlantedShare = 0.1;
    private const double Advantage = 0.05;

    /// <summary>Keeps rows of the training. The score is the distance.</summary>
    /// <param name="network">The trained network of a table.</param>
    /// <param name="rows">The training rows.</param>
    /// <param name="seed">The seed by which rows are chosen where there are too many.</param>
    /// <returns>The rows; null for fewer than two.</returns>
    public static TrainingNeighbors? Fit(VariationalAutoencoder network, MemoryRows rows, int seed)
    {
        var width = network.ScoredWidth;
        if (rows.Count < 2)
        {
            return null;
        }

        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var kept = rows.Draw(Math.Min(MostRows, MostNumbers / (2 * width)), seed);
        var (values, means) = Decode(network, kept);
        var scaling = Scale(network.Table!, values, means);
        var places = TrainingNeighbors.PlacesOf(values, means, scaling); // [M, 2 V]
        var (near, nearest) = DistancesAmong(places);
        var floor = FloorOfOwnDistances * Math.Max(Quantile.Compute(near, 0.5), near.Average());
        float[] own = [.. near.Select(distance => (float)Math.Max(distance + floor, 1e-12))];
        var exponent = LargestExponent * kept.Count / (kept.Count + RowsOfHalfExponent);
        // The score of each kept row by the others.
        double[] scores =
        [
            .. near.Select(
                (distance, row) => distance * Math.Pow(nearest[row].Average(other => own[other]), -exponent)
            ),
        ];
        var likelihoods = RowScores.Compute(network, kept.First(ScoredRows)).Scores[VaeScoreKind.NegativeElbo];
        return new()
        {
            Means = scaling.Means,
            Factors = scaling.Factors,
            ResidualFactors = scaling.ResidualFactors,
            Places = TensorValues.Floats(places),
            OwnDistances = own,
            Smoothing = (float)Math.Max(floor, 1e-6),
            Exponent = exponent,
            // The distances of usual rows differ by as many nats as their likelihoods.
            Nats = Math.Max(Spread([.. likelihoods]), 1) / Math.Max(Spread(scores), 1e-6),
            Description = new() { Rows = (int)kept.Count, Score = VaeNormalRows.OfDistance },
        };
    }

    /// <summary>
    /// Chooses between the likelihood, the distance and their sum: how well each one tells rows from the same rows with planted cells. The distance
    /// is kept where another one is not clearly better.
    /// </summary>
    /// <param name="network">The network with its neighbors, which are then the chosen ones.</param>
    /// <param name="heldOut">Rows that neither has learned from.</param>
    /// <param name="seed">The seed of the planted cells.</param>
    public static VaeNormalRows Choose(VariationalAutoencoder network, MemoryRows heldOut, int seed)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var fitted = network.Neighbors!;
        var rows = heldOut.Spread(ScoredRows);
        using var normal = new RowsOfTensor(rows.Slice(0, rows.Count));
        using var planted = new RowsOfTensor(Plant(network.Table!, normal.Slice(0, rows.Count), seed));
        var areas = new[] { VaeNormalRows.OfLikelihood, VaeNormalRows.OfDistance, VaeNormalRows.OfBoth }.ToDictionary(
            score => score,
            score =>
            {
                network.Neighbors = fitted with { Description = fitted.Description with { Score = score } };
                return AreaUnderRoc(Scores(normal), Scores(planted));
            }
        );
        var best = areas.MaxBy(area => area.Value).Key;
        var chosen = fitted.Description with
        {
            Score = areas[best] > areas[VaeNormalRows.OfDistance] + Advantage ? best : VaeNormalRows.OfDistance,
            AreaOfLikelihood = areas[VaeNormalRows.OfLikelihood],
            AreaOfDistance = areas[VaeNormalRows.OfDistance],
            AreaOfBoth = areas[VaeNormalRows.OfBoth],
        };
        network.Neighbors = fitted with { Description = chosen };
        return chosen;

        float[] Scores(MemoryRows of) =>
            [.. RowScores.Compute(network, of).Scores[VaeScoreKind.NegativeElbo].Select(score => (float)score)];
    }

    /// <summary>Returns the values of rows and the means of p(x|z), [n, V].</summary>
    private static (Tensor Values, Tensor Means) Decode(VariationalAutoencoder network, MemoryRows rows)
    {
        var width = network.ScoredWidth;
        var decoded = Evaluation.OfAllRows(
            network,
            rows,
            x => [ScoredSlots(network.Values(x)), ScoredSlots(network.Likelihood.Mean(network.forward(x)))]
        );
        return (decoded[0], decoded[1]);

        Tensor ScoredSlots(Tensor slots) => slots.narrow(1, 0, width);
    }

    /// <summary>Standardizes numbers. Booleans and categories keep their unit.</summary>
    private static (float[] Means, float[] Factors, float[] ResidualFactors) Scale(
        Table table,
        Tensor values,
        Tensor means
    )
    {
        var observed = values.isnan().logical_not().to(float32);
        var count = observed.sum([0L]).clamp_min(Held(1));
        var mean = values.nan_to_num(0).sum([0L]) / count; // [V]
        var deviations = Root((values - mean).nan_to_num(0));
        var residuals = Root((values - means).nan_to_num(0));
        var numbers = table.NumberCount;
        return (
            TensorValues.Floats(mean),
            [.. deviations.Select((deviation, slot) => slot < numbers && deviation > 0 ? 1 / deviation : 1)],
            [
                .. residuals.Select(
                    (residual, slot) =>
                        slot < numbers
                            ? 1
                                / Math.Max(
                                    residual,
                                    (float)SmallestResidual * (deviations[slot] > 0 ? deviations[slot] : 1)
                                )
                            : 1
                ),
            ]
        );

        float[] Root(Tensor differences) => TensorValues.Floats(((differences * differences).sum([0L]) / count).sqrt());
    }

    /// <summary>Returns the mean distance of each row to its nearest others, and the numbers of these.</summary>
    private static (double[] Distances, long[][] Nearest) DistancesAmong(Tensor places)
    {
        var count = (int)places.shape[0];
        var neighbors = Math.Min(TrainingNeighbors.MostNeighbors, count - 1);
        var precise = places.to(float64); // distances are small differences of large numbers where rows lie close together
        List<double> distances = [];
        List<long[]> nearest = [];
        for (long first = 0; first < count; first += RowsPerBlock)
        {
            using var scope = NewDisposeScope();
            var block = precise.narrow(0, first, Math.Min(RowsPerBlock, count - first));
            var all = cdist(block, precise).to(float32); // [n, M]
            var own = tensor([.. Enumerable.Range((int)first, (int)block.shape[0]).Select(row => (long)row)])
                .unsqueeze(1);
            var others = all.scatter(1, own, zeros_like(own, float32).Plus(Held(float.PositiveInfinity)));
            var (near, rows) = others.topk(neighbors, 1, largest: false);
            distances.AddRange(TensorValues.Floats(near.mean([1])).Select(distance => (double)distance));
            nearest.AddRange(TensorValues.Integers(rows).Chunk(neighbors));
        }

        return ([.. distances], [.. nearest]);
    }

    /// <summary>Returns rows in which one cell or more comes from another row. The marks of missing cells do not change.</summary>
    private static Tensor Plant(Table table, Tensor rows, int seed)
    {
        using var generator = new Generator(unchecked((ulong)seed));
        var width = table.ValueWidth;
        var others = rows.index_select(0, randperm(rows.shape[0], ScalarType.Int64, generator: generator));
        TableColumn[] columns = [.. table.Sorted];
        var drawn = rand(rows.shape[0], columns.Length, generator: generator); // [n, columns]
        var isPlanted = drawn.lt(Held(PlantedShare)).logical_or(drawn.eq(drawn.amin([1], keepdim: true)));
        long[] columnOfSlot =
        [
            .. columns.Index().SelectMany(column => Enumerable.Repeat((long)column.Index, column.Item.EncodedWidth)),
        ];
        var (own, theirs) = (rows.narrow(1, 0, width), others.narrow(1, 0, width));
        var isChanged = isPlanted
            .index_select(1, tensor(columnOfSlot))
            .logical_and(own.isnan().logical_or(theirs.isnan()).logical_not());
        return cat([where(isChanged, theirs, own), rows.narrow(1, width, rows.shape[1] - width)], 1);
    }

    private static double AreaUnderRoc(float[] normal, float[] planted) =>
        new RankingCurve(
            [.. normal, .. planted],
            [.. normal.Select(_ => false), .. planted.Select(_ => true)]
        ).AreaUnderRoc;

    private static double Spread(double[] scores) =>
        Quantile.Compute(scores, UnusualQuantile) - Quantile.Compute(scores, 0.5);
}
