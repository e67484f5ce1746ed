using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>The distances of numbers from their <see cref="SeenRange"/> in tails; 0 inside of it and for slots without one.</summary>
/// <remarks>
/// A distance of e tails adds s e / 2 nats to an anomaly score, where s is the spread of the scores of usual rows. The density of a column then has an
/// exponential tail there. A robust likelihood costs an outlier only its logarithm, so that training does not follow it. A score needs the opposite: a
/// value that is farther away must be more unusual, whatever the other columns of its row are. The penalty does not depend on the model, and so belongs
/// to the score and not to the loss.
/// </remarks>
internal sealed class RangeDistance
{
    /// <summary>The nats of a distance of one tail, in spreads.</summary>
    private const double SpreadsPerTail = 0.5;

    private readonly float[] highs; // in the unit of the numbers
    private readonly float[] lows;
    private readonly float[] inverseHighTails; // 0 for slots without a range
    private readonly float[] inverseLowTails;
    private readonly float[] signs;
    private readonly float[] signLimits; // below which a number times its sign has the other sign; below 0 for slots without a sign
    private readonly float[] signTails;

    /// <param name="columns">The columns of the numbers.</param>
    /// <param name="means">What was subtracted from each slot.</param>
    /// <param name="scales">What it was divided by then.</param>
    public RangeDistance(IEnumerable<TableColumn> columns, float[] means, float[] scales)
    {
        SeenRange?[] ranges =
        [
            .. columns.SelectMany(column => Enumerable.Range(0, column.Width).Select(column.SeenRangeOf)),
        ];
        highs = OfSlots((range, slot) => (range.High - means[slot]) / scales[slot]);
        lows = OfSlots((range, slot) => (range.Low - means[slot]) / scales[slot]);
        inverseHighTails = OfSlots((range, slot) => scales[slot] / range.HighTail);
        inverseLowTails = OfSlots((range, slot) => scales[slot] / range.LowTail);
        signs = OfSlots((range, _) => range.Sign);
        signTails = OfSlots((range, _) => range.SignTails);
        signLimits =
        [
            .. ranges.Select(
                (range, slot) =>
                    range is { Sign: not 0 } known ? -(known.LeastSize + (known.Sign * means[slot])) / scales[slot] : -1
            ),
        ];

        float[] OfSlots(Func<SeenRange, int, float> value) =>
            [.. ranges.Select((range, slot) => range is { } known ? value(known, slot) : 0)];
    }

    /// <summary>Returns the nats of a distance of one tail.</summary>
    /// <param name="spread">The spread of the scores of usual rows in nats.</param>
    public static float NatsPerTail(double spread) => (float)(SpreadsPerTail * spread);

    /// <summary>Gets whether a slot has a range.</summary>
    public bool HasRanges => inverseHighTails.Any(inverse => inverse > 0);

    private bool HasSigns => signs.Any(sign => sign != 0);

    /// <summary>Returns the distances, [N, n] -> [N, n]. Those of missing cells are not defined.</summary>
    public Tensor Of(Tensor numbers)
    {
        var above = (numbers - Row(highs)) * Row(inverseHighTails);
        var below = (Row(lows) - numbers) * Row(inverseLowTails);
        var distance = above.maximum(below).Between(0, SeenRange.LargestDistance);
        if (!HasSigns)
        {
            return distance;
        }

        var isOther = (numbers * Row(signs)).lt(Row(signLimits)).to(numbers.dtype);
        return distance.Plus(isOther * Row(signTails)).Between(0, SeenRange.LargestDistance);

        Tensor Row(float[] values) => tensor(values, device: numbers.device);
    }

    /// <summary>Adds the distances to a graph, [N, n] -> [N, n].</summary>
    public NodeValue AddTo(NodeValue numbers, string name)
    {
        var above = (numbers - Row("highs", highs)) * Row("inverse_high_tails", inverseHighTails);
        var below = (Row("lows", lows) - numbers) * Row("inverse_low_tails", inverseLowTails);
        var distance = above.Max(below, 0);
        if (HasSigns)
        {
            var isOther = (numbers * Row("signs", signs)) < Row("sign_limits", signLimits);
            distance += isOther.Where(Row("sign_tails", signTails), 0);
        }

        return distance.Min(SeenRange.LargestDistance);

        NodeValue Row(string row, float[] values) => numbers.AddConstant($"{name}.{row}", values, 1, values.Length);
    }
}
