using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>The names of the columns that a step for time series reads.</summary>
/// <param name="Step">The name of the step in messages.</param>
/// <param name="Channels">The columns of the channels: Single, or Vector&lt;Single&gt; of known size with a channel in each slot.</param>
/// <param name="Series">The column that names the series of a row; null if all rows are one series.</param>
/// <param name="Timestamp">The column with the time of a row; null if rows are equally spaced.</param>
internal sealed record SeriesColumns(string Step, IReadOnlyList<string> Channels, string? Series, string? Timestamp)
{
    /// <summary>Creates the names after checking them.</summary>
    public static SeriesColumns Checked(string step, IReadOnlyList<string> channels, string? series, string? timestamp)
    {
        ArgumentNullException.ThrowIfNull(channels);
        if (channels.Count == 0)
        {
            throw new ArgumentException($"{step} has no channels. Name at least one column.", nameof(channels));
        }

        string[] all = [.. channels, .. new[] { series, timestamp }.OfType<string>()];
        foreach (var name in all)
        {
            ArgumentException.ThrowIfNullOrEmpty(name, nameof(channels));
        }

        return all.GroupBy(name => name).FirstOrDefault(names => names.Count() > 1) is { Key: var twice }
            ? throw new ArgumentException(
                $"{step} reads column '{twice}' twice. A channel, the series and the timestamp are different columns.",
                nameof(channels)
            )
            : new(step, [.. channels], series, timestamp);
    }

    /// <summary>Returns the columns of a schema after checking their types: channels, series, timestamp.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or has another type.</exception>
    public DataViewSchema.Column[] FindIn(DataViewSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var channels = Channels.Select(name => Find(schema, name)).ToArray();
        foreach (var channel in channels)
        {
            SeriesErrors.Require(
                channel.Type.Equals(NumberDataViewType.Single)
                    || channel.Type is VectorDataViewType { IsKnownSize: true } vector
                        && vector.ItemType.Equals(NumberDataViewType.Single),
                Step,
                channel,
                "Single or Vector<Single> of known size. Convert it with mlContext.Transforms.Conversion.ConvertType"
            );
        }

        if (Series is not null)
        {
            channels = [.. channels, Find(schema, Series)];
            SeriesErrors.Require(
                SeriesNameReader.CanRead(channels[^1].Type),
                Step,
                channels[^1],
                "text, a key or an integer, which names the series of each row"
            );
        }

        if (Timestamp is not null)
        {
            channels = [.. channels, Find(schema, Timestamp)];
            SeriesErrors.Require(
                TimestampReader.CanRead(channels[^1].Type),
                Step,
                channels[^1],
                "DateTime, DateTimeOffset, TimeSpan, Single, Double, Int32 or Int64"
            );
        }

        return channels;
    }

    /// <summary>Checks that the timestamps are dates.</summary>
    /// <exception cref="ArgumentException">No column of timestamps is named.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing, or has another type.</exception>
    public void RequireDates(DataViewSchema schema)
    {
        var column = Find(schema, Timestamp ?? throw SeriesErrors.NoTimestamp(Step));
        SeriesErrors.Require(
            column.Type is DateTimeDataViewType or DateTimeOffsetDataViewType,
            Step,
            column,
            "DateTime or DateTimeOffset, because the model knows the calendar"
        );
    }

    /// <summary>Checks the columns of a shape, which contains no sizes, and returns those of the channels.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing.</exception>
    public SchemaShape.Column[] FindIn(SchemaShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        SchemaShape.Column FindOne(string name) =>
            shape.FirstOrDefault(column => column.Name == name) is { Name: not null } found
                ? found
                : throw StepErrors.MissingColumn(Step, name, shape.Select(column => column.Name));
        foreach (var name in new[] { Series, Timestamp }.OfType<string>())
        {
            FindOne(name);
        }

        return [.. Channels.Select(FindOne)];
    }

    /// <summary>
    /// Returns the names of the channels: the column's name, or <c>column.slot</c> for each slot of a vector with its name or number.
    /// </summary>
    public string[] ChannelNames(DataViewSchema schema) => [.. FindIn(schema).Take(Channels.Count).SelectMany(NamesOf)];

    private static IEnumerable<string> NamesOf(DataViewSchema.Column column)
    {
        if (column.Type is not VectorDataViewType { Size: var size })
        {
            return [column.Name];
        }

        return SlotNames.Read(column) is { } names
            ? names.Select((name, slot) => name.Length == 0 ? Numbered(slot) : $"{column.Name}.{name}")
            : Enumerable.Range(0, size).Select(Numbered);

        string Numbered(int slot) => FormattableString.Invariant($"{column.Name}.{slot}");
    }

    private DataViewSchema.Column Find(DataViewSchema schema, string name) =>
        schema.GetColumnOrNull(name)
        ?? throw StepErrors.MissingColumn(Step, name, schema.Where(c => !c.IsHidden).Select(c => c.Name));
}
