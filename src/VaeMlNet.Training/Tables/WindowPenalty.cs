using VaeMlNet.OnnxExport;
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
/// range, which is about a standard deviation of the levels, and at least 0.3 of the channel's scale.</para>
/// <para>The difference from the level that follows from those of the other channels (<see cref="LevelRelations"/>) is d units outside its range, with
/// at least 0.15 of the scale as unit, times the share of the largest difference: a channel at a wrong level makes those that follow from it differ,
/// too, but less. In a window with missing values, d is multiplied by the share of the known ones, because a mean of few values scatters more; it is 0
/// if a channel has none.</para>
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
    /// <param name="spread">The spread of the scores of usual windows in nats.</param>
    public Tensor Nats(Tensor windows, double spread)
    {
        var means = TableWindows.Levels(windows); // [n, 1, C]
        var squares = zeros(1, device: windows.device);
        if (levels is not null)
        {
            var units = levels.Units(means).clamp_max(Held((double)WindowLimits.Largest));
            squares = units * units;
            if (differences is not null)
            {
                var matrix = tensor(weights!, [ChannelCount, ChannelCount], device: windows.device);
                var expected = means.squeeze(1).mm(matrix).unsqueeze(1);
                squares = squares.Plus(
                    SquaresOfDifferences(differences.Units(means - expected), TableWindows.KnownCounts(windows))
                );
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

    private Tensor SquaresOfDifferences(Tensor distances, Tensor known)
    {
        var hasAll = known.amin([2], keepdim: true).gt(Held(0));
        var units = distances * known / Held((double)series.WindowLength) * hasAll;
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
    /// <param name="graph">The graph.</param>
    /// <param name="windows">The windows in scales, [N, W, C], with any values for missing ones.</param>
    /// <param name="isMissing">Whether values are missing, bool [N, W, C].</param>
    /// <param name="means">The levels, [N, 1, C].</param>
    /// <param name="spread">The spread of the scores of usual windows in nats.</param>
    public OnnxValue AddNats(
        OnnxGraphBuilder graph,
        OnnxValue windows,
        OnnxValue isMissing,
        OnnxValue means,
        double spread
    )
    {
        List<OnnxValue> squares = [];
        if (levels is not null)
        {
            squares.Add(AddSquare(graph, AddLimited(graph, levels.AddUnits(graph, means))));
        }

        if (differences is not null)
        {
            squares.Add(AddSquaresOfDifferences(graph, isMissing, means));
        }

        if (changing is not null)
        {
            squares.Add(AddSquaresOfStandingStill(graph, AddUnchangedCounts(graph, windows, isMissing)));
        }

        List<OnnxValue> nats =
            squares.Count > 0 ? [graph.AddNode("Mul", [Sum(squares), graph.AddScalar(NatsOfSquare)])] : [];
        if (values is not null)
        {
            nats.Add(AddNatsOfValues(graph, values, windows, isMissing, means, spread));
        }

        return Sum(nats);

        OnnxValue Sum(IEnumerable<OnnxValue> terms) => terms.Aggregate((a, b) => graph.AddNode("Add", [a, b]));
    }

    private static OnnxValue AddNatsOfValues(
        OnnxGraphBuilder graph,
        Range values,
        OnnxValue windows,
        OnnxValue isMissing,
        OnnxValue means,
        double spread
    )
    {
        var fromLevel = graph.AddNode("Abs", [graph.AddNode("Sub", [windows, means])]);
        var units = graph.AddNode("Sub", [values.AddUnits(graph, windows, fromLevel), graph.AddScalar(UsualUnits)]);
        var limited = graph.AddNode(
            "Min",
            [graph.AddNode("Max", [units, graph.AddScalar(0)]), graph.AddScalar(MostUnits)]
        );
        var beyond = graph.AddNode("Where", [isMissing, graph.AddScalar(0), limited]); // [N, W, C]
        var sum = MatrixNodes.AddSum(graph, MatrixNodes.AddSum(graph, beyond), 2);
        var share = graph.AddNode("Div", [beyond, graph.AddNode("Max", [sum, graph.AddScalar(Smallest)])]);
        var nats = graph.AddNode("Mul", [beyond, graph.AddScalar(RangeDistance.NatsPerTail(spread))]);
        return graph.AddNode("Mul", [nats, share]);
    }

    private OnnxValue AddSquaresOfDifferences(OnnxGraphBuilder graph, OnnxValue isMissing, OnnxValue means)
    {
        var matrix = graph.AddInitializer("window.level_weights", weights!, ChannelCount, ChannelCount);
        var difference = graph.AddNode("Sub", [means, graph.AddNode("MatMul", [means, matrix])]);
        var known = TableWindows.AddKnownCounts(graph, isMissing); // [N, 1, C]
        var fewest = MatrixNodes.AddReduced(graph, "ReduceMin", known, 2);
        var hasAll = graph.AddNode("Min", [fewest, graph.AddScalar(1)]); // 0 or 1
        var share = graph.AddNode("Mul", [graph.AddNode("Div", [known, graph.AddScalar(series.WindowLength)]), hasAll]);
        var units = graph.AddNode("Mul", [differences!.AddUnits(graph, difference), share]);
        var largest = MatrixNodes.AddReduced(graph, "ReduceMax", units, 2);
        var ofLargest = graph.AddNode("Div", [units, graph.AddNode("Max", [largest, graph.AddScalar(Smallest)])]);
        return AddSquare(graph, graph.AddNode("Mul", [AddLimited(graph, units), ofLargest]));
    }

    private OnnxValue AddUnchangedCounts(OnnxGraphBuilder graph, OnnxValue windows, OnnxValue isMissing)
    {
        var last = AddSteps(graph, windows, 1);
        var isSame = graph.AddNode("Equal", [last, AddSteps(graph, windows, 0)]);
        if (!series.IsCentered)
        {
            var isWithin = graph.AddNode("Less", [graph.AddNode("Abs", [last]), graph.AddScalar(NearLimit)]);
            isSame = graph.AddNode("And", [isSame, isWithin]);
        }

        var isUnknown = graph.AddNode("Or", [AddSteps(graph, isMissing, 1), AddSteps(graph, isMissing, 0)]);
        var unchanged = graph.AddCast(
            graph.AddNode("And", [isSame, graph.AddNode("Not", [isUnknown])]),
            OnnxElementType.Float32
        );
        return MatrixNodes.AddSum(graph, unchanged); // [N, 1, C]
    }

    private OnnxValue AddSquaresOfStandingStill(OnnxGraphBuilder graph, OnnxValue unchanged)
    {
        var halves = graph.AddNode("Div", [unchanged, graph.AddScalar(HalfOfSteps)]); // [N, 1, C]
        var beyondHalf = graph.AddNode("Sub", [halves, graph.AddScalar(1)]);
        var part = graph.AddNode(
            "Mul",
            [
                graph.AddNode("Max", [beyondHalf, graph.AddScalar(0)]),
                graph.AddInitializer("window.is_always_changing", changing!, 1, 1, ChannelCount),
            ]
        );
        var still = AddSquare(graph, AddSquare(graph, part));
        var sum = graph.AddNode("Max", [MatrixNodes.AddSum(graph, still, 2), graph.AddScalar(Smallest)]);
        var share = graph.AddNode("Div", [still, sum]);
        return graph.AddNode("Mul", [graph.AddNode("Mul", [still, share]), graph.AddScalar(SquareOfStandingStill)]);
    }

    /// <summary>Adds all rows of windows but the last, or all but the first: [N, W, C] -> [N, W - 1, C].</summary>
    private OnnxValue AddSteps(OnnxGraphBuilder graph, OnnxValue windows, int first) =>
        graph.AddNode(
            "Slice",
            [windows, graph.AddIndices(first), graph.AddIndices(first + series.WindowLength - 1), graph.AddIndices(1)]
        );

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

    private static OnnxValue AddLimited(OnnxGraphBuilder graph, OnnxValue units) =>
        graph.AddNode("Min", [units, graph.AddScalar(WindowLimits.Largest)]);

    private static OnnxValue AddSquare(OnnxGraphBuilder graph, OnnxValue x) => graph.AddNode("Mul", [x, x]);

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
        public OnnxValue AddUnits(OnnxGraphBuilder graph, OnnxValue numbers, OnnxValue? most = null)
        {
            var distance = graph.AddNode(
                "Max",
                [
                    graph.AddNode("Sub", [Row("lowest", lowest), numbers]),
                    graph.AddNode("Sub", [numbers, Row("highest", highest)]),
                    graph.AddScalar(0),
                ]
            );
            return graph.AddNode(
                "Div",
                [most is null ? distance : graph.AddNode("Min", [distance, most]), Row("units", units)]
            );

            OnnxValue Row(string part, float[] ofChannels) =>
                graph.AddInitializer($"{name}.{part}", ofChannels, 1, 1, ofChannels.Length);
        }
    }
}
