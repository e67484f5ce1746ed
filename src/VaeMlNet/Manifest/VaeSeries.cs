using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>The windows of a model of time series: their channels, and the way from rows to windows.</summary>
/// <remarks>It is part of <see cref="VaeManifest"/>. Thread safety: immutable.</remarks>
public sealed record VaeSeries
{
    /// <summary>The longest window: 10,000 rows.</summary>
    internal const int LongestWindow = 10_000;

    /// <summary>Gets the number W of rows in a window. Range: 2 to 10,000.</summary>
    public required int WindowLength { get; init; }

    /// <summary>
    /// Gets the period of the only channel, in rows; null for several channels, and without a clear period. Steps do not read it.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Period { get; init; }

    /// <summary>Gets the names of the C channels, in the order of a window's slots.</summary>
    public required IReadOnlyList<string> Channels { get; init; }

    /// <summary>Gets the mean of each channel in the training data, in the channel's unit: float32 [C].</summary>
    public required IReadOnlyList<float> Means { get; init; }

    /// <summary>Gets the unit in which a channel's distance from its mean counts, near its standard deviation: float32 [C], above 0.</summary>
    public required IReadOnlyList<float> Scales { get; init; }

    /// <summary>
    /// Gets the scale of each series by its name; null if one scale is that of all series. A value at a distance from the mean of its series counts as
    /// one at the same distance, in scales, from <see cref="Means"/>. Series that are not named have the common scale.
    /// </summary>
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    internal IReadOnlyDictionary<string, SeriesScale>? OwnScales { get; init; }

    /// <summary>
    /// Gets the names of the series that have a mean and a scale of their own; null if one scale is that of all series. The model reads a series of
    /// another name in the common scale.
    /// </summary>
    [JsonIgnore]
    public IReadOnlySet<string>? SeriesWithOwnScale => OwnScales?.Keys.ToHashSet(StringComparer.Ordinal);

    /// <summary>
    /// Gets the names of the channels that are counters, such as requests since the start of a server; null without any. Windows have their increase
    /// since the row before, per <see cref="TimeStep"/> if rows have times. <see cref="Means"/>, scales and levels are those of increases.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Counters { get; init; }

    /// <summary>Returns whether a channel is one of <see cref="Counters"/>.</summary>
    internal bool IsCounter(string channel) => Counters?.Contains(channel) == true;

    /// <summary>
    /// Gets the median time between two rows of a series in training, by which increases of <see cref="Counters"/> are divided, in seconds for dates and in
    /// the column's own unit for numbers; null without times, and in older models without counters.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? TimeStep { get; init; }

    /// <summary>
    /// Gets a value indicating whether windows have missing values for rows that are absent in gaps shorter than a window, such as those that a logger skipped.
    /// Absent rows get no scores. True if the rows of the training came at regular steps of <see cref="TimeStep"/>, at most a quarter of them absent, most of these not in gaps that recur, and the
    /// graphs fill missing values; false in older models.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool FillsAbsentRows { get; init; }

    /// <summary>
    /// Gets the names of the channels with a trend, whose level is no reason for a high score; null without any. The unit of such a channel is its deviation
    /// from a line.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Trends { get; init; }

    /// <summary>Returns whether a channel is one of <see cref="Trends"/>.</summary>
    internal bool HasTrend(string channel) => Trends?.Contains(channel) == true;

    /// <summary>
    /// Gets the channels of which windows have the logarithm, because their deviations grow with their level, as those of sales do, and the lowest training
    /// value of each; null without any. Below it, the line that touches the logarithm there replaces it. <see cref="Means"/>, scales and levels are those of
    /// logarithms.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, float>? Logarithms { get; init; }

    /// <summary>
    /// Gets a value indicating whether the graphs move each channel of a window by its level before the network reads it, so that a channel that
    /// stays elsewhere for good is not anomalous for good. True for several channels, and for one with a trend.
    /// </summary>
    public bool IsCentered { get; init; }

    /// <summary>
    /// Gets the lowest level of each channel in a training window, in the channel's unit: float32 [C]. A level is the mean of a channel in a window.
    /// Levels below it raise the score. Null unless <see cref="IsCentered"/>.
    /// </summary>
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    internal IReadOnlyList<float>? LowestLevels { get; init; }

    /// <summary>Gets the highest level of each channel in a training window, like <see cref="LowestLevels"/>: float32 [C].</summary>
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    internal IReadOnlyList<float>? HighestLevels { get; init; }

    /// <summary>
    /// Gets the lowest value of each channel in training, in the channel's unit, without isolated ones: float32 [C]. Values far below raise the score. Null in
    /// older models.
    /// </summary>
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    internal IReadOnlyList<float>? LowestValues { get; init; }

    /// <summary>Gets the highest value of each channel in training, like <see cref="LowestValues"/>: float32 [C].</summary>
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    internal IReadOnlyList<float>? HighestValues { get; init; }

    /// <summary>
    /// Gets by channel the number of training values that were far outside all others, or all others of their series, at one time only, and were learned as the
    /// nearest of the others; null without any. Steps do not read it.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, int>? IsolatedValues { get; init; }

    /// <summary>Gets the levels that follow from those of the other channels; null unless there are 2 to 128 channels and enough training windows.</summary>
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    internal LevelRelations? LevelRelations { get; init; }

    /// <summary>
    /// Gets for each channel whether at least half of the steps of every training window changed its value: bool [C]. A window in which such a
    /// channel stands still has a higher score. Null if no channel is like that.
    /// </summary>
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    internal IReadOnlyList<bool>? IsAlwaysChanging { get; init; }

    /// <summary>
    /// Gets the usual contribution of each channel to a score, in nats: float32 [C], the mean over windows of the training without the lowest and the highest
    /// one in 100; null in older models, and before a trained model is exported.
    /// </summary>
    /// <remarks>
    /// Contributions are parts of a log density, so that a channel with much noise usually has a large one, and a channel with little noise a negative one. The
    /// channels that cause a high score are those whose contributions are most above these.
    /// </remarks>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<float>? UsualContributions { get; init; }

    /// <summary>
    /// Gets the part of the calendar that the model knows. Unless it is <see cref="VaeCalendar.None"/>, every row needs a time: a DateTime or
    /// DateTimeOffset column, or seconds since 1970.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public VaeCalendar Calendar { get; init; }

    /// <summary>Gets a value indicating whether the model knows a part of the calendar.</summary>
    [JsonIgnore]
    internal bool HasCalendar => Calendar != VaeCalendar.None;

    /// <summary>
    /// Gets the longest time between two rows of one window, in seconds for dates and in the column's own unit for numbers; null if the
    /// training had no timestamps, so that gaps are not noticed.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? LongestGap { get; init; }

    /// <summary>
    /// Gets the threshold in nats for covering scores (<c>VaeSeriesScoreOptions.IsCausal</c>); null if it was not computed. The thresholds for scores
    /// of single windows are in <see cref="VaeManifest.Threshold"/>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? CoveringThreshold { get; init; }

    /// <summary>
    /// Gets the name of the training data's column with the time of each row; null if rows were equally spaced. Steps do not read it: it tells
    /// programs such as <c>vaemlnet score</c> which column to name.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TimeColumn { get; init; }

    /// <summary>
    /// Gets the name of the training data's column that tells several series apart; null if all rows were one series. Steps do not read it, as
    /// for <see cref="TimeColumn"/>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SeriesColumn { get; init; }

    /// <summary>Returns the names of a window's slots: <c>channel@-k</c> for k rows before the last row, the oldest row first.</summary>
    internal static string[] SlotNames(int windowLength, IReadOnlyList<string> channels) =>
        [
            .. Enumerable
                .Range(0, windowLength)
                .SelectMany(place =>
                    channels.Select(channel => FormattableString.Invariant($"{channel}@-{windowLength - 1 - place}"))
                ),
        ];
}

/// <summary>The usual level and unit of the channels of one series; see <see cref="VaeSeries.OwnScales"/>.</summary>
internal sealed record SeriesScale
{
    /// <summary>Gets the mean of each channel in the series, in the channel's unit: float32 [C].</summary>
    public required IReadOnlyList<float> Means { get; init; }

    /// <summary>Gets the unit in which a channel's distance from its mean counts, near its standard deviation: float32 [C], above 0.</summary>
    public required IReadOnlyList<float> Scales { get; init; }
}
