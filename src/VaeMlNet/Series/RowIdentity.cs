using Microsoft.ML;
using VaeMlNet.Views;

namespace VaeMlNet;

/// <summary>Tells rows of series apart, so that two passes over a view can be compared.</summary>
internal static class RowIdentity
{
    /// <summary>
    /// Returns a function that gives a number for the current row of a cursor, from its series and its time; without times, from its series and its channels.
    /// Equal rows have equal numbers.
    /// </summary>
    /// <param name="cursor">The cursor.</param>
    /// <param name="names">The names of the columns.</param>
    /// <param name="columns">The columns of the channels, the series and the time.</param>
    public static Func<int> Reader(DataViewRow cursor, SeriesColumns names, DataViewSchema.Column[] columns)
    {
        var series = SeriesNameReader.Create(cursor, names.Series);
        var time = TimestampReader.Create(cursor, names.Timestamp);
        var channels = names.Timestamp is null ? new ChannelsReader(cursor, columns[..names.Channels.Count]) : null;
        return () =>
        {
            HashCode identity = default;
            identity.Add(string.GetHashCode(series().Span));
            identity.Add(time());
            foreach (var value in channels is null ? [] : channels.Read())
            {
                identity.Add(value);
            }

            return identity.ToHashCode();
        };
    }

    /// <summary>Returns the columns that <see cref="Reader"/> reads.</summary>
    /// <param name="names">The names of the columns.</param>
    /// <param name="columns">The columns of the channels, the series and the time.</param>
    public static DataViewSchema.Column[] Read(SeriesColumns names, DataViewSchema.Column[] columns) =>
        names.Timestamp is null ? columns : columns[names.Channels.Count..];
}
