using VaeMlNet;

namespace Microsoft.ML;

public static partial class VaeCatalog
{
    /// <summary>Joins neighboring anomalous rows of time series to segments: from, to, peak, and the channels that cause them.</summary>
    /// <remarks>The view is read once, in order. Segments and the rows of the current ones are kept in memory. The result works with <c>LoadFromEnumerable</c>.</remarks>
    /// <param name="catalog">The data catalog.</param>
    /// <param name="scored">A view with scores and labels, such as one of <c>VaeScoreSeries</c>.</param>
    /// <param name="options">The columns to read, and the longest pause. Default: see <see cref="VaeSegmentOptions"/>.</param>
    /// <returns>The segments of all series, in the order of their first rows.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type, or an option is out of its range.</exception>
    /// <example><code>
    /// foreach (VaeSegment segment in mlContext.Data.FindAnomalySegments(scored, new() { ContributionsColumnName = "Why" }))
    ///     Console.WriteLine($"rows {segment.FirstRow} to {segment.LastRow}: {segment.Channels[0].Key}");
    /// </code></example>
    public static IReadOnlyList<VaeSegment> FindAnomalySegments(
        this DataOperationsCatalog catalog,
        IDataView scored,
        VaeSegmentOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(scored);
        options ??= new();
        ArgumentOutOfRangeException.ThrowIfNegative(options.LongestPause, "options.LongestPause");
        ArgumentOutOfRangeException.ThrowIfLessThan(options.WindowLength, 1, "options.WindowLength");
        if (options.LongestGap is { } gap && !(gap > 0))
        {
            throw new ArgumentOutOfRangeException(
                nameof(options),
                gap,
                "VaeSegmentOptions.LongestGap must be above 0."
            );
        }

        return SegmentsOfSeries.Read(scored, options);
    }
}
