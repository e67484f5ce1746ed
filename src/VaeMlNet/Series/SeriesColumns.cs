using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Views;

namespace VaeMlNet;

/// <summary>The names of the columns that a step for time series reads.</summary>
/// <param name="Step">The name of the step in messages.</param>
/// <param name="Channels">The columns of the channels: Single, or Vector&lt;Single&gt; of known size with a channel in each slot.</param>
/// <param name="Series">The column that names the series of a row; null if all rows are one series.</param>
/// <param name="Timestamp">The column with the time of a row; null if rows are equally spaced.</param>
internal sealed record SeriesColumns(string Step, IReadOnlyList<string> Channels, string? Series, string? Timestamp)
{
    /// <summary>Gets the parameter or option that names the channels, in messages.</summary>
    public string ChannelsOption { get; init; } = InputNames.SeveralParameter;

    /// <summary>Creates the names after checking them.</summary>
    public static SeriesColumns Checked(
        string step,
        IReadOnlyList<string> channels,
        string? series,
        string? timestamp,
        string channelsOption = InputNames.SeveralParameter
    )
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
            : new(step, [.. channels], series, timestamp) { ChannelsOption = channelsOption };
    }

    /// <summary>Returns the columns of data with the channels of a model: scalars, and vectors with several of them in their order.</summary>
    public static string[] Of(IReadOnlyList<string> channels, DataViewSchema schema) =>
        Of(
            channels,
            [.. schema.VisibleNames()],
            schema
                .Where(column => !column.IsHidden && column.Type is VectorDataViewType && IsChannel(column.Type))
                .Select(column => (column.Name, (string[])[.. NamesOf(column)]))
        );

    /// <summary>Returns the columns of a shape with the channels of a model. The slots of its vectors are not known.</summary>
    public static string[] Of(IReadOnlyList<string> channels, SchemaShape shape) =>
        Of(
            channels,
            [.. shape.Select(column => column.Name)],
            shape
                .Where(column => column.Kind == SchemaShape.Column.VectorKind.Vector)
                .Select(column =>
                    (
                        column.Name,
                        (string[])
                            [
                                .. channels.Where(channel =>
                                    channel.StartsWith($"{column.Name}.", StringComparison.Ordinal)
                                ),
                            ]
                    )
                )
        );

    private static string[] Of(
        IReadOnlyList<string> channels,
        HashSet<string> present,
        IEnumerable<(string Name, string[] Channels)> vectors
    )
    {
        var slots = vectors.Where(vector => vector.Channels.Length > 0).ToArray();
        List<string> columns = [];
        for (var c = 0; c < channels.Count; )
        {
            var vector = present.Contains(channels[c])
                ? default
                : slots.FirstOrDefault(vector =>
                    channels.Skip(c).Take(vector.Channels.Length).SequenceEqual(vector.Channels)
                );
            columns.Add(vector.Name ?? channels[c]);
            c += vector.Channels?.Length ?? 1;
        }

        return [.. columns];
    }

    private IEnumerable<ReadColumn> All =>
        [
            .. Channels.Select(name => new ReadColumn(
                name,
                ChannelsOption,
                IsChannel,
                "Single or Vector<Single> of known size. Convert it with mlContext.Transforms.Conversion.ConvertType"
            )),
            .. Series is null
                ? (ReadColumn[])[]
                :
                [
                    new(
                        Series,
                        nameof(VaeWindowOptions.SeriesColumnName),
                        SeriesNameReader.CanRead,
                        "text, a key or an integer, which names the series of each row"
                    ),
                ],
            .. Timestamp is null
                ? (ReadColumn[])[]
                :
                [
                    new(
                        Timestamp,
                        nameof(VaeWindowOptions.TimestampColumnName),
                        TimestampReader.CanRead,
                        "DateTime, DateTimeOffset, TimeSpan, Single, Double, Int32 or Int64"
                    ),
                ],
        ];

    private ReadColumn Dates =>
        new(
            Timestamp ?? throw SeriesErrors.NoTimestamp(Step),
            nameof(VaeWindowOptions.TimestampColumnName),
            type => type is DateTimeDataViewType or DateTimeOffsetDataViewType,
            "DateTime or DateTimeOffset, because the model knows the calendar"
        );

    /// <summary>Returns the columns of a schema after checking their types: channels, series, timestamp.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or has another type.</exception>
    public DataViewSchema.Column[] FindIn(DataViewSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return [.. All.Select(wanted => Find(schema, wanted))];
    }

    /// <summary>Returns the columns of a shape, which contains no sizes, after checking their types: channels, series, timestamp.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or has another type.</exception>
    public SchemaShape.Column[] FindIn(SchemaShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return [.. All.Select(wanted => Find(shape, wanted))];
    }

    /// <summary>Checks that the timestamps are dates.</summary>
    /// <exception cref="ArgumentException">No column of timestamps is named.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing, or has another type.</exception>
    public void RequireDates(DataViewSchema schema) => Find(schema, Dates);

    /// <inheritdoc cref="RequireDates(DataViewSchema)"/>
    public void RequireDates(SchemaShape shape) => Find(shape, Dates);

    /// <summary>
    /// Returns the names of the channels: the column's name, or <c>column.slot</c> for each slot of a vector with its name or number.
    /// </summary>
    public string[] ChannelNames(DataViewSchema schema) => [.. FindIn(schema).Take(Channels.Count).SelectMany(NamesOf)];

    /// <summary>Returns the names of the channels of a column.</summary>
    public static IEnumerable<string> NamesOf(DataViewSchema.Column column)
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

    private static bool IsChannel(DataViewType type) =>
        type.Equals(NumberDataViewType.Single)
        || type is VectorDataViewType { IsKnownSize: true } vector && vector.ItemType.Equals(NumberDataViewType.Single);

    private DataViewSchema.Column Find(DataViewSchema schema, ReadColumn wanted)
    {
        var column =
            schema.GetColumnOrNull(wanted.Name)
            ?? throw StepErrors.MissingColumn(Step, wanted.Name, schema.VisibleNames(), wanted.Option);
        Require(wanted, column.Type, column.Type.ToString()!);
        return column;
    }

    private SchemaShape.Column Find(SchemaShape shape, ReadColumn wanted)
    {
        var column = shape.FirstOrDefault(column => column.Name == wanted.Name);
        if (column.Name is null)
        {
            throw StepErrors.MissingColumn(Step, wanted.Name, shape.Select(c => c.Name), wanted.Option);
        }

        Require(wanted, StepInput.TypeOf(column), StepInput.Describe(column));
        return column;
    }

    private void Require(ReadColumn wanted, DataViewType type, string described) =>
        SeriesErrors.Require(wanted.CanRead(type), Step, wanted.Name, described, wanted.Expected);

    /// <summary>A column that the step reads.</summary>
    /// <param name="Name">The name of the column.</param>
    /// <param name="Option">The parameter or option with the name.</param>
    /// <param name="CanRead">Returns whether the step can read a type.</param>
    /// <param name="Expected">The types that it can read, in messages.</param>
    private readonly record struct ReadColumn(
        string Name,
        string Option,
        Func<DataViewType, bool> CanRead,
        string Expected
    );
}
