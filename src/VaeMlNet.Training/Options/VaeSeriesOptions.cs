namespace VaeMlNet;

/// <summary>Options for the training of a detector for time series: how rows become windows, and how windows are learned.</summary>
/// <remarks>Thread safety: immutable.</remarks>
public sealed record VaeSeriesOptions
{
    private const string Name = nameof(VaeSeriesOptions);

    /// <summary>Gets the number W of rows in a window.</summary>
    /// <value>
    /// Default: null, chosen from the training data: for several channels, and for one without a clear period, 32, or an eighth of all rows or half of the longest
    /// series if that is less, but at least 10. For one channel with a period it is two periods, more if these have fewer than 10 rows, and one period or 100 rows if they have more than
    /// 100 or more than two fifths of all rows; the length without a period if one is longer than that, too. The period is the shortest lag at which the
    /// autocorrelation, without the linear trend, has a clear peak (<see cref="VaeSeries.Period"/>). Range: 2 to 10,000.
    /// </value>
    public int? WindowLength { get; init; }

    /// <summary>Gets the name of a column that tells several series in one view apart: text, a key or an integer.</summary>
    /// <value>Default: null, which means that all rows are one series.</value>
    /// <remarks>
    /// One model learns all series. A window has rows of one series only.
    /// The names of a key column with key values are their texts, and a missing key has the empty name.
    /// </remarks>
    public string? SeriesColumnName { get; init; }

    /// <summary>Gets whether each series has a level and a scale of its own, by which its channels are standardized.</summary>
    /// <value>
    /// Default: null, chosen from the training data: true if more than half of the variance of a channel is between series, or if its scale in one
    /// series is more than four times that in another. Ignored for a single series.
    /// </value>
    /// <remarks>
    /// The common scale of all rows is that of a channel of which a series has fewer known values than two windows have rows, of series that training did
    /// not have, and of all series if a model has more than 100,000 series and channels (their product). <see cref="VaeSeries.SeriesWithOwnScale"/> names
    /// the series with a scale of their own.
    /// </remarks>
    public bool? ScaleEachSeries { get; init; }

    /// <summary>Gets the names of the channels that are counters: numbers that only rise, and begin again from a small one after a reset.</summary>
    /// <value>
    /// Default: null, which means that they are recognized in the training data: a channel without values below 0 that rises at least 20 times, does not
    /// stand still for more than a third of the rows at once, and falls at most once for each 100 rises, to at most half of its value. An empty list
    /// means that no channel is one. Channels of a vector column have names such as <c>Load.cpu</c>.
    /// </value>
    /// <remarks>
    /// The model learns the increase of a counter since the row before, which is divided by the time in between if rows have times, as rates in
    /// monitoring systems are. The counter itself leaves the range of training over time, and says little. Numbers are float32, so that an increase
    /// is exact up to a 16-millionth of the counter.
    /// </remarks>
    public IReadOnlyList<string>? Counters { get; init; }

    /// <summary>Gets the names of the channels with a trend: their level keeps rising or falling, as the use of a disk or sales in a growing market do.</summary>
    /// <value>
    /// Default: null, which means that they are recognized in the training data: a line explains three quarters of the variance of the levels of 20 parts, or of
    /// their logarithms, and half of the levels in the last two fifths are outside of the range before. An empty list means that no channel has a trend.
    /// </value>
    /// <remarks>
    /// The level of such a channel is no reason for a high score, and its unit is the deviation from the line that fits it best. Windows of an only channel
    /// are moved to a usual level if it has a trend (<see cref="VaeSeries.IsCentered"/>), which needs a likelihood of standardized numbers.
    /// </remarks>
    public IReadOnlyList<string>? Trends { get; init; }

    /// <summary>Gets the names of the channels that change by percent, so that the model learns their logarithm: sales, prices and users often do.</summary>
    /// <value>
    /// Default: null, which means that they are recognized in the training data: a channel with a trend and without values of 0 and less, whose highest level
    /// is at least 1.2 times the lowest, and whose steps from row to row grow with the level: the logarithm of the mean step in a part of time rises by more
    /// than half of that of the level, with a correlation above 0.7. An empty list means that no channel is one.
    /// </value>
    /// <remarks>
    /// Where deviations grow with the level, those of later rows are larger than all of training. Values below the lowest of training count on the line that
    /// touches the logarithm there, so that 0 is possible, and far away. Expected values, uncertainties and filled cells are for the channel itself. A channel
    /// is not both a counter and a logarithm: one that is named here is no counter unless <see cref="Counters"/> names it, too, which is refused.
    /// </remarks>
    public IReadOnlyList<string>? Logarithms { get; init; }

    /// <summary>Gets the name of a column with the time of each row: DateTime, DateTimeOffset, TimeSpan or a number.</summary>
    /// <value>Default: null, which means that rows are equally spaced.</value>
    /// <remarks>If steps are regular, absent rows count as missing values (<see cref="VaeSeries.FillsAbsentRows"/>).</remarks>
    public string? TimestampColumnName { get; init; }

    /// <summary>Gets the longest gap between two rows of one window, in steps. A step is the median time between rows of the data.</summary>
    /// <value>Default: null, which means the length of the window. Range: above 0. Ignored without <see cref="TimestampColumnName"/>.</value>
    /// <remarks>A series whose steps are all longer has no full window, so that it is not learned. Train another model for such series.</remarks>
    public double? LongestGap { get; init; }

    /// <summary>Gets the part of the calendar that the model knows.</summary>
    /// <value>Default: <see cref="VaeCalendar.None"/>.</value>
    /// <remarks>
    /// <para>Choose a part if a value is normal at one time and not at another, and a window is too short to tell: on a Sunday, for windows of some
    /// hours. For <see cref="VaeCalendar.Week"/>, the training data should have each weekday at least four times.</para>
    /// <para><see cref="TimestampColumnName"/> must then name a column of type DateTime or DateTimeOffset. Times are used as they are for DateTime,
    /// and in UTC for DateTimeOffset.</para>
    /// Source: Li, Chen &amp; Pei 2018 (Bagel), where the time is one-hot.
    /// </remarks>
    public VaeCalendar Calendar { get; init; }

    /// <summary>Gets how many rows lie between the ends of two training windows of a series, in the mean: one of so many neighboring windows is learned.</summary>
    /// <value>Default: null, which means the least number that gives at most 10,000 windows. Range: 1 and up.</value>
    /// <remarks>Neighboring windows are nearly alike, so that more windows take time and memory, and add little.</remarks>
    public int? Stride { get; init; }

    /// <summary>Gets the options of the network and the training; null options are chosen for windows.</summary>
    /// <value>Default: see <see cref="VaeTrainerOptions"/>.</value>
    /// <remarks>
    /// <see cref="VaeTrainingDataOptions.ValidationShare"/> is the share of each series, at its end, that is held out to validate on; 0.1 if
    /// null. Of 20 series or more with a full window and at most 10 times its rows, such as runs of a machine, whole ones with that share of their rows are held
    /// out. Nothing is held out where fewer than 20 windows would be, such as in short series or behind gaps, or where no other window is left. <see cref="VaeTrainingDataOptions.ThresholdFolds"/> is the number of contiguous parts of each series for the thresholds, which
    /// come from all windows; 5 if null. With 0, thresholds are computed from the windows that are held out. <see cref="VaeTrainerOptions.ConditionColumns"/> and
    /// <see cref="VaeTrainerOptions.Labels"/> must be null, and <see cref="VaeTrainerOptions.NormalRows"/> false.
    /// </remarks>
    public VaeTrainerOptions Training { get; init; } = new();

    internal VaeSeriesOptions ToChecked()
    {
        if (WindowLength is { } length)
        {
            OptionRange.Require(
                length is >= 2 and <= VaeSeries.LongestWindow,
                nameof(WindowLength),
                length,
                $"2 to {VaeSeries.LongestWindow}",
                Name
            );
        }

        if (LongestGap is { } gap)
        {
            OptionRange.FiniteAboveZero(gap, nameof(LongestGap), Name);
        }

        foreach (var name in (Counters ?? []).Concat(Trends ?? []).Concat(Logarithms ?? []))
        {
            ArgumentException.ThrowIfNullOrEmpty(name, $"{nameof(Counters)}, {nameof(Trends)} or {nameof(Logarithms)}");
        }

        if (Counters?.Intersect(Logarithms ?? []).FirstOrDefault() is { } both)
        {
            throw new ArgumentException(
                $"{nameof(Counters)} and {nameof(Logarithms)} both name '{both}': a counter is learned by its increase, of which there is no logarithm. Name it in one of them."
            );
        }

        OptionRange.Member(Calendar, nameof(Calendar), Name);
        OptionRange.Require(
            Calendar == VaeCalendar.None || TimestampColumnName is not null,
            nameof(Calendar),
            Calendar,
            $"None without TimestampColumnName, which must name a column of dates",
            Name
        );
        if (Stride is { } stride)
        {
            OptionRange.AtLeast(stride, 1, nameof(Stride), Name);
        }

        var training = OptionRange.Given(Training, nameof(Training), Name).ToChecked();
        OptionRange.Require(
            training.ConditionColumns is null,
            $"{nameof(Training)}.{nameof(VaeTrainerOptions.ConditionColumns)}",
            string.Join(", ", training.ConditionColumns ?? []),
            $"null, because the only conditions of a window are those of Calendar",
            Name
        );
        OptionRange.Require(
            training.Labels is null,
            $"{nameof(Training)}.{nameof(VaeTrainerOptions.Labels)}",
            training.Labels?.ColumnName ?? "",
            $"null, because windows have no labels; make the values of known anomalies NaN, so that they are not learned",
            Name
        );
        OptionRange.Require(
            training.MissingCells != VaeMissingCells.Everywhere,
            $"{nameof(Training)}.{nameof(VaeTrainerOptions.MissingCells)}",
            training.MissingCells ?? default,
            $"another one, because the encoder would read marks of missing values that no window of the training has",
            Name
        );
        OptionRange.Require(
            training.Likelihood is not HistogramLikelihoodOptions,
            $"{nameof(Training)}.{nameof(VaeTrainerOptions.Likelihood)}",
            nameof(HistogramLikelihoodOptions),
            $"a likelihood without bins, such as Gaussian or StudentT, because scores of windows compare their values with each other",
            Name
        );
        OptionRange.Require(
            training.Likelihood is not { IsForNumbers: false },
            $"{nameof(Training)}.{nameof(VaeTrainerOptions.Likelihood)}",
            training.Likelihood?.PublicName ?? "null",
            $"a likelihood for numbers of any size, such as Gaussian or StudentT, because windows are standardized",
            Name
        );
        OptionRange.Require(
            !training.NormalRows,
            $"{nameof(Training)}.{nameof(VaeTrainerOptions.NormalRows)}",
            training.NormalRows,
            $"false, because scores of windows are not distances to training rows",
            Name
        );
        return this with
        {
            Training = training,
            Counters = Counters is null ? null : [.. Counters],
            Trends = Trends is null ? null : [.. Trends],
            Logarithms = Logarithms is null ? null : [.. Logarithms],
        };
    }
}
