namespace VaeMlNet;

/// <summary>A table whose only column is the window of a time series.</summary>
internal static class WindowTable
{
    /// <summary>Returns the table with the mean and scale of the channel in each slot: all places of a channel have one unit.</summary>
    public static Table Standardize(Table table, VaeSeries series)
    {
        var count = series.Channels.Count;
        return table with
        {
            Columns =
            [
                .. table.Columns.Select(column =>
                    column with
                    {
                        Means = [.. column.Means.Select((_, slot) => series.Means[slot % count])],
                        Scales = [.. column.Scales.Select((_, slot) => series.Scales[slot % count])],
                    }
                ),
            ],
        };
    }
}
