using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>The score of a row of a series. It is final once all windows that contain the row are scored.</summary>
/// <param name="place">The number of the row since its series began or was interrupted.</param>
/// <param name="series">The number of the row's series.</param>
internal sealed class SeriesRowScore(long place, int series)
{
    private double ownSum;
    private int ownCount;
    private bool isScored;

    /// <summary>Gets or sets the number of the row since its series began or was interrupted.</summary>
    public long Place { get; set; } = place;

    public int Series => series;

    /// <summary>Gets the <see cref="RowIdentity"/> of the row.</summary>
    public int Identity { get; init; }

    /// <summary>Gets a value indicating whether the data do not have the row.</summary>
    public bool IsAbsent { get; init; }

    /// <summary>Gets or sets whether all windows that contain the row are scored, and its missing counters are filled.</summary>
    public bool IsFinal
    {
        get => isScored && MissingCounters == 0;
        set => isScored = value;
    }

    /// <summary>Gets or sets the number of missing counters that wait for the next known value.</summary>
    public int MissingCounters { get; set; }

    /// <summary>Gets or sets a value indicating whether the score is from full windows, and not from the rows so far.</summary>
    public bool IsOfFullWindows { get; set; }

    /// <summary>Gets or sets the score in nats. Until it is final, the score of the window that ends with the row.</summary>
    public float Score { get; set; }

    /// <summary>Gets or sets the contributions of the channels: float32 [C]; null if nobody reads them.</summary>
    public float[]? OfChannels { get; set; }

    /// <summary>Gets or sets the contributions of the rows of the window that ends with the row: float32 [W]; null if nobody reads them.</summary>
    public float[]? OfRows { get; set; }

    /// <summary>Gets the mean contribution of the row to the windows that contain it, in nats.</summary>
    public float Own => (float)(ownSum / ownCount);

    /// <summary>Gets or sets the expected values of the channels; null if nobody reads them.</summary>
    public RowExpectation? Expectation { get; set; }

    /// <summary>Gets or sets the contributions of the window's cells: float32 [W · C]; null if nobody reads them.</summary>
    public float[]? OfCells { get; set; }

    /// <summary>Adds the contribution of the row to a window.</summary>
    /// <param name="contribution">The contribution in nats.</param>
    /// <param name="isFirst">True if the window replaces those before.</param>
    public void AddOwn(float contribution, bool isFirst) =>
        (ownSum, ownCount) = isFirst ? (contribution, 1) : (ownSum + contribution, ownCount + 1);
}

/// <summary>The expected values of a row's channels and their uncertainties, from the windows that contain the row.</summary>
/// <remarks>
/// Each window counts alike. The expected value is the mean of the windows' means, and its variance is the mean of the windows' variances plus
/// the variance of their means (the law of total variance for a mixture).
/// </remarks>
/// <param name="observed">The channels of the row: float32 [C], NaN for missing ones.</param>
/// <param name="unit">How the row follows from that of the windows, as <see cref="ChannelUnits.ToOwn"/> says: float32 [5, C]; empty if they are the same.</param>
internal sealed class RowExpectation(float[] observed, float[] unit)
{
    private readonly double[] means = new double[observed.Length];
    private readonly double[] variances = new double[observed.Length];
    private readonly double[] squaredDistances = new double[observed.Length];
    private (float Value, float? Uncertainty)?[]? counters; // [C], of missing cells; null for others
    private int count;

    /// <summary>Gets the expected values: float32 [C].</summary>
    public float[] Means => [.. means.Select((_, c) => counters?[c]?.Value ?? (float)OfRow(c).Value)];

    /// <summary>Gets the standard deviations: float32 [C].</summary>
    public float[] Uncertainties =>
        [.. variances.Select((_, c) => counters?[c]?.Uncertainty ?? (float)UncertaintyOf(c))];

    /// <summary>Gets the channels of the row with the expected values of missing ones: float32 [C].</summary>
    public float[] Filled => [.. observed.Zip(Means, (value, mean) => float.IsNaN(value) ? mean : value)];

    /// <summary>
    /// Returns a counter: its value (NaN where it is missing), the value from which it is counted and the steps since, and the expected increase in a step
    /// with its standard deviation.
    /// </summary>
    /// <param name="channel">The index of the counter.</param>
    public (float Value, float Origin, float Steps, double Rate, double Uncertainty) Counter(int channel)
    {
        var (origin, steps) = (unit[(3 * observed.Length) + channel], unit[(4 * observed.Length) + channel]);
        return (
            observed[channel],
            origin,
            steps,
            (OfRow(channel).Value - origin) / steps,
            UncertaintyOf(channel) / steps
        );
    }

    /// <summary>Replaces the expected value of a missing counter, and its uncertainty unless that is null.</summary>
    public void SetCounter(int channel, float value, float? uncertainty)
    {
        counters ??= new (float, float?)?[observed.Length];
        counters[channel] = (value, uncertainty);
    }

    /// <summary>Forgets the windows so far.</summary>
    public void Clear()
    {
        Array.Clear(means);
        Array.Clear(variances);
        Array.Clear(squaredDistances);
        count = 0;
    }

    /// <summary>Adds a window.</summary>
    /// <param name="expected">The expected values of the row in this window: float32 [C].</param>
    /// <param name="uncertainties">Their standard deviations: float32 [C].</param>
    public void Add(ReadOnlySpan<float> expected, ReadOnlySpan<float> uncertainties)
    {
        count++;
        for (var c = 0; c < expected.Length; c++)
        {
            // Welford's updates do not cancel where a level is large and a deviation small.
            var distance = expected[c] - means[c];
            means[c] += distance / count;
            squaredDistances[c] += distance * (expected[c] - means[c]);
            variances[c] += (double)uncertainties[c] * uncertainties[c];
        }
    }

    private double UncertaintyOf(int channel) =>
        OfRow(channel).Slope * Math.Sqrt((variances[channel] + squaredDistances[channel]) / count);

    /// <summary>Returns the expected value of a channel, and by how much it grows with that in the windows.</summary>
    private (double Value, double Slope) OfRow(int channel)
    {
        if (unit.Length == 0)
        {
            return (means[channel], 1);
        }

        var count = observed.Length;
        var (factor, offset, lowest) = (unit[channel], unit[count + channel], unit[(2 * count) + channel]);
        var value = (means[channel] * factor) + offset;
        if (float.IsNaN(lowest))
        {
            return (value, factor);
        }

        var (exponential, slope) = ChannelUnits.Exponential(value, lowest);
        return (exponential, factor * slope);
    }
}

/// <summary>The expected values of the current window of a cursor, and the rows that it contains.</summary>
internal sealed class WindowExpectation
{
    private const int UnitsPlace = 3;

    private readonly int channelCount;
    private readonly ValueGetter<VBuffer<float>>[] getters;
    private readonly VBuffer<float>[] cells;

    public WindowExpectation(DataViewRow windows, WindowStep step)
    {
        channelCount = step.Channels!.Count;
        getters = [.. ColumnsFor(step).Select(name => windows.GetGetter<VBuffer<float>>(windows.Schema[name]))];
        cells = new VBuffer<float>[getters.Length];
    }

    /// <summary>
    /// Returns the columns that are read, each of W · C cells: the windows' values, the expected values and their uncertainties. Where windows do not
    /// have rows as they are, the row and its unit follow.
    /// </summary>
    public static string[] ColumnsFor(WindowStep step) =>
        [
            step.OutputColumnName,
            SeriesScoreStep.ExpectedColumn,
            SeriesScoreStep.UncertaintyColumn,
            .. step.UnitsColumnName is { } units ? (string[])[units] : [],
        ];

    /// <summary>Reads the current window.</summary>
    /// <returns>The expectation of its last row, without any window.</returns>
    public RowExpectation Read()
    {
        for (var i = 0; i < getters.Length; i++)
        {
            getters[i](ref cells[i]);
        }

        var own = getters.Length > UnitsPlace ? cells[UnitsPlace].GetValues() : [];
        return own.IsEmpty
            ? new(CellsOf(0, rowsBeforeTheLast: 0).ToArray(), [])
            : new(own[..channelCount].ToArray(), own[channelCount..].ToArray());
    }

    public void AddTo(RowExpectation row, int rowsBeforeTheLast) =>
        row.Add(CellsOf(1, rowsBeforeTheLast), CellsOf(2, rowsBeforeTheLast));

    private ReadOnlySpan<float> CellsOf(int column, int rowsBeforeTheLast)
    {
        var values = cells[column].GetValues();
        return values.Slice(values.Length - ((rowsBeforeTheLast + 1) * channelCount), channelCount);
    }
}
