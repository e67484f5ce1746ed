using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// Adds to scores what the likelihood of the course of a window does not see: levels outside the range of training, levels that do not follow from
/// those of the other channels, and channels that stand still.
/// </summary>
/// <remarks>
/// <para>The level of a channel is its mean in the window. Each of the channel's known values contributes 0.2 (e² + d² + s²) nats:</para>
/// <para>The level is e units outside the range of the training windows, at most <see cref="WindowLimits.Largest"/>. So a channel that stays elsewhere
/// raises all scores alike, and an event at a new level is above them. The unit is small for channels whose level hardly moves: a quarter of the
/// range, which is about a standard deviation of the levels, and at least 0.3 of the channel's scale. In a window with missing values, e and d are multiplied
/// by the share of the channel's values that are known, because a mean of few values scatters more.</para>
/// <para>The difference from the level that follows from those of the other channels (<see cref="LevelRelations"/>) is d units outside its range, with
/// at least 0.15 of the scale as unit, times the share of the largest difference: a channel at a wrong level makes those that follow from it differ,
/// too, but less. It is 0 if a channel has no value.</para>
/// <para>In a channel that always changed in training, half of the steps without a change are usual, s = 0; if no step changes the value, s = 10.
/// Channels that stand still together share that, as in a gap that was filled with the last values.</para>
/// <para>A value is u units outside the range of training values, but at most as far as it is from the level of its window. A unit is a quarter of the range,
/// and at least half of the scale. The value contributes s f² / (2 F) nats, where f is u - 4 from 0 to 4, F the sum of f over the window, and s the spread of the
/// scores of usual windows: a single value then makes a window unusual, also among many channels that nobody can foresee.</para>
/// docs/series-benchmark.md has the measurements.
/// </remarks>
internal sealed class WindowPenalty
{
    private const float NatsOfSquare = 0.2f;
    private const float PartOfRange = 0.25f;
    private const float LeastUnitOfLevels = 0.3f; // in scales
    private const float LeastUnitOfDifferences = 0.15f;
    private const float LeastUnitOfValues = 0.5f;
    private const float UsualUnits = 4; // beyond the range of values
    private const float MostUnits = 4; // beyond those
    private const float SquareOfStandingStill = 100;
    private const float Smallest = 1e-6f; // instead of 0 as divisor
    private const float FarthestLevel = 1e15f; // in scales

    // Values beyond the limits around the mean of training are equal there, because they are limited. Limits around the median of a window leave at
    // least half of its values as they are.
    private const float NearLimit = 0.999f * WindowLimits.Largest;

    private readonly VaeSeries series;
    private readonly Range? levels;
    private readonly Range? differences;
    private readonly Range? values;
    private readonly float[]? weights; // [C, C], transposed: a column for each channel that follows
    private readonly float[]? changing; // 1 for channels that always change, [C]

    /// <param name="series">The channels, in the unit of the data.</param>
    public WindowPenalty(VaeSeries series)
    {
        this.series = series;
        if (series is { LowestLevels: { } lowest, HighestLevels: { } highest })
        {
            levels = NewRange("window.levels", InScales(lowest), InScales(highest), LeastUnitOfLevels);
        }

        if (series.LevelRelations is { } relations)
        {
            differences = NewRange(
                "window.differences",
                [.. relations.Lowest],
                [.. relations.Highest],
                LeastUnitOfDifferences
            );
            weights = [.. Transposed(relations.Weights)];
        }

        if (series is { LowestValues: { } smallest, HighestValues: { } largest })
        {
            values = NewRange("window.values", InScales(smallest), InScales(largest), LeastUnitOfValues);
        }

        changing = series.IsAlwaysChanging is { } channels ? [.. channels.Select(always => always ? 1f : 0)] : null;
    }

    /// <summary>Gets a value indicating whether there is anything to add.</summary>
    public bool IsEmpty => levels is null && changing is null && values is null;

    private int ChannelCount => series.Channels.Count;

    private float HalfOfSteps => (series.WindowLength - 1) / 2f;

    /// <summary>Returns the nats of each known value, [n, W, C] -> [n, W, C] or [n, 1, C].</summary>
    /// <param name="windows">The windows in scales, before they are moved, with NaN for missing values.</param>
    /// <param name="means">The levels, [n, 1, C].</param>
    /// <param name="spread">The spread of the scores of usual windows in nats.</param>
    public Tensor Nats(Tensor windows, Tensor means, double spread)
    {
        var squares = zeros(1, device: windows.device);
        if (levels is not null)
        {
            var share = TableWindows.KnownCounts(windows) / Held((double)series.WindowLength);
            var units = (levels.Units(means) * share).clamp_max(Held((double)WindowLimits.Largest));
            squares = units * units;
            if (differences is not null)
            {
                var matrix = tensor(weights!, [ChannelCount, ChannelCount], device: windows.device);
                var expected = means.squeeze(1).mm(matrix).unsqueeze(1);
                squares = squares.Plus(SquaresOfDifferences(differences.Units(means - expected), share));
            }
        }

        if (changing is not null)
        {
            squares = squares.Plus(SquaresOfStandingStill(UnchangedCounts(windows)));
        }

        var nats = squares * Held((double)NatsOfSquare);
        return values is null ? nats : nats.Plus(NatsOfValues(values, windows, means, spread));
    }

    /// <summary>Returns the nats of values far outside the range of training and away from the level of their window, [n, W, C].</summary>
    private static Tensor NatsOfValues(Range values, Tensor windows, Tensor means, double spread)
    {
        var fromLevel = (windows - means).abs();
        var beyond = (values.Units(windows, fromLevel) - Held((double)UsualUnits)).nan_to_num(0).Between(0, MostUnits);
        var sum = beyond.sum([1L, 2L], keepdim: true).clamp_min(Held((double)Smallest));
        return beyond * (beyond / sum) * Held((double)RangeDistance.NatsPerTail(spread));
    }

    private static Tensor SquaresOfDifferences(Tensor distances, Tensor share)
    {
        var hasAll = share.amin([2], keepdim: true).gt(Held(0));
        var units = distances * share * hasAll;
        var ofLargest = units / units.amax([2], keepdim: true).clamp_min(Held((double)Smallest));
        var limited = units.clamp_max(Held((double)WindowLimits.Largest)) * ofLargest;
        return limited * limited;
    }

    /// <summary>Returns how many values are those of the row before, [n, W, C] -> [n, 1, C].</summary>
    private Tensor UnchangedCounts(Tensor windows)
    {
        var steps = series.WindowLength - 1;
        var last = windows.narrow(1, 1, steps);
        var isUnchanged = last.eq(windows.narrow(1, 0, steps));
        if (!series.IsCentered)
        {
            isUnchanged = isUnchanged.logical_and(last.abs().lt(Held((double)NearLimit)));
        }

        return isUnchanged.to(float32).sum(1, keepdim: true);
    }

    private Tensor SquaresOfStandingStill(Tensor unchanged)
    {
        var beyondHalf = (unchanged / Held((double)HalfOfSteps)) - Held(1); // [n, 1, C]
        var part = beyondHalf.Between(0, 1) * tensor(changing!, device: unchanged.device);
        var still = part.pow(Held(4));
        var share = still / still.sum([2], keepdim: true).clamp_min(Held((double)Smallest));
        return still * share * Held((double)SquareOfStandingStill);
    }

    /// <summary>Adds <see cref="Nats"/> to a graph.</summary>
    /// <param name="windows">The windows in scales, [N, W, C], with any values for missing ones.</param>
    /// <param name="isMissing">Whether values are missing, bool [N, W, C].</param>
    /// <param name="means">The levels, [N, 1, C].</param>
    /// <param name="spread">The spread of the scores of usual windows in nats.</param>
    public NodeValue AddNats(NodeValue windows, NodeValue isMissing, NodeValue means, double spread)
    {
        List<NodeValue> squares = [];
        if (levels is not null)
        {
            var known = TableWindows.AddKnownCounts(isMissing); // [N, 1, C]
            var share = known / series.WindowLength;
            squares.Add(Square((levels.AddUnits(means) * share).Min(WindowLimits.Largest)));
            if (differences is not null)
            {
                squares.Add(AddSquaresOfDifferences(known, share, means));
            }
        }

        if (changing is not null)
        {
            squares.Add(AddSquaresOfStandingStill(AddUnchangedCounts(windows, isMissing)));
        }

        List<NodeValue> nats = squares.Count > 0 ? [Sum(squares) * NatsOfSquare] : [];
        if (values is not null)
        {
            nats.Add(AddNatsOfValues(values, windows, isMissing, means, spread));
        }

        return Sum(nats);

        NodeValue Sum(IEnumerable<NodeValue> terms) => terms.Aggregate((a, b) => a + b);
    }

    private static NodeValue AddNatsOfValues(
        Range values,
        NodeValue windows,
        NodeValue isMissing,
        NodeValue means,
        double spread
    )
    {
        var fromLevel = (windows - means).Abs();
        var units = values.AddUnits(windows, fromLevel) - UsualUnits;
        var beyond = isMissing.Where(0, units.Max(0).Min(MostUnits)); // [N, W, C]
        var share = beyond / beyond.Sum().Sum(2).Max(Smallest);
        return beyond * RangeDistance.NatsPerTail(spread) * share;
    }

    private NodeValue AddSquaresOfDifferences(NodeValue known, NodeValue share, NodeValue means)
    {
        var matrix = means.AddConstant("window.level_weights", weights!, ChannelCount, ChannelCount);
        var difference = means - means.Times(matrix);
        var hasAll = known.Reduced("ReduceMin", 2).Min(1); // 0 or 1
        var units = differences!.AddUnits(difference) * (share * hasAll);
        var ofLargest = units / units.Reduced("ReduceMax", 2).Max(Smallest);
        return Square(units.Min(WindowLimits.Largest) * ofLargest);
    }

    private NodeValue AddUnchangedCounts(NodeValue windows, NodeValue isMissing)
    {
        var last = AddSteps(windows, 1);
        var isSame = last.Equal(AddSteps(windows, 0));
        if (!series.IsCentered)
        {
            isSame &= last.Abs() < NearLimit;
        }

        var isUnknown = AddSteps(isMissing, 1) | AddSteps(isMissing, 0);
        return (isSame & !isUnknown).ToFloats().Sum(); // [N, 1, C]
    }

    private NodeValue AddSquaresOfStandingStill(NodeValue unchanged)
    {
        var beyondHalf = (unchanged / HalfOfSteps) - 1; // [N, 1, C]
        var part =
            beyondHalf.Max(0) * unchanged.AddConstant("window.is_always_changing", changing!, 1, 1, ChannelCount);
        var still = Square(Square(part));
        var share = still / still.Sum(2).Max(Smallest);
        return still * share * SquareOfStandingStill;
    }

    /// <summary>Adds all rows of windows but the last, or all but the first: [N, W, C] -> [N, W - 1, C].</summary>
    private NodeValue AddSteps(NodeValue windows, int first)
    {
        var graph = windows.Graph;
        var end = first + series.WindowLength - 1;
        return windows.Node("Slice", graph.AddIndices(first), graph.AddIndices(end), graph.AddIndices(1));
    }

    /// <summary>Creates a range that levels of channels with a trend never leave.</summary>
    private Range NewRange(string name, float[] lowest, float[] highest, float leastUnit)
    {
        foreach (var (c, channel) in series.Channels.Index())
        {
            if (series.HasTrend(channel))
            {
                (lowest[c], highest[c]) = (-FarthestLevel, FarthestLevel);
            }
        }

        return new(name, lowest, highest, leastUnit);
    }

    private static NodeValue Square(NodeValue x) => x * x;

    private float[] InScales(IReadOnlyList<float> values) =>
        [.. values.Select((value, c) => (value - series.Means[c]) / series.Scales[c])];

    private IEnumerable<float> Transposed(IReadOnlyList<float> matrix) =>
        Enumerable.Range(0, matrix.Count).Select(i => matrix[(i % ChannelCount * ChannelCount) + (i / ChannelCount)]);

    /// <summary>The range of a number of each channel in training, and the unit of distances from it.</summary>
    private sealed class Range(string name, float[] lowest, float[] highest, float leastUnit)
    {
        private readonly float[] units =
        [
            .. highest.Zip(lowest, (high, low) => float.Hypot(PartOfRange * (high - low), leastUnit)),
        ];

        /// <summary>Returns how many units numbers are outside the range, [n, 1 or W, C].</summary>
        /// <param name="numbers">The numbers.</param>
        /// <param name="most">The largest distances; null for any.</param>
        public Tensor Units(Tensor numbers, Tensor? most = null)
        {
            var distance = (Row(lowest) - numbers).maximum(numbers - Row(highest)).clamp_min(Held(0));
            return (most is null ? distance : distance.minimum(most)) / Row(units);

            Tensor Row(float[] ofChannels) => tensor(ofChannels, device: numbers.device);
        }

        /// <summary>Adds <see cref="Units"/> to a graph.</summary>
        public NodeValue AddUnits(NodeValue numbers, NodeValue? most = null)
        {
            var below = Row("lowest", lowest) - numbers;
            var distance = below.Max(numbers - Row("highest", highest), 0);
            return (most is null ? distance : distance.Min(most)) / Row("units", units);

            NodeValue Row(string part, float[] ofChannels) =>
                numbers.AddConstant($"{name}.{part}", ofChannels, 1, 1, ofChannels.Length);
        }
    }
}
