using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Views;

namespace VaeMlNet;

/// <summary>The columns that a window step reads and adds, and how rows become windows. Immutable.</summary>
internal sealed record WindowStep
{
    /// <summary>The name of the step in messages.</summary>
    public const string Name = "ProduceWindows";

    public required SeriesColumns Columns { get; init; }

    public required string OutputColumnName { get; init; }

    /// <summary>Gets the number W of rows in a window.</summary>
    public required int Length { get; init; }

    /// <summary>Gets the names of the channels; null before fitting.</summary>
    public IReadOnlyList<string>? Channels { get; init; }

    public double? LongestGap { get; init; }

    /// <summary>Gets the absent rows that windows have; null for none.</summary>
    public AbsentRows? Absent { get; init; }

    /// <summary>
    /// Gets the name of a column with the results of <see cref="SeriesWindows.Add"/> on absent rows, which then have windows of their own; null if only rows of the
    /// data have one.
    /// </summary>
    public string? AbsentColumnName { get; init; }

    /// <summary>Gets the values that the model allows; null for any.</summary>
    public AllowedValues? Allowed { get; init; }

    /// <summary>Gets the conversion of rows; null for windows of the data as it is.</summary>
    public ChannelUnits? Units { get; init; }

    /// <summary>
    /// Gets the name of a column with the row itself, float32 [C], and how it follows from that of the window, as <see cref="ChannelUnits.ToOwn"/> says;
    /// null for none.
    /// </summary>
    public string? UnitsColumnName { get; init; }

    /// <summary>Gets the contents of the <see cref="CalendarColumn"/> that the step adds; none for no column.</summary>
    public VaeCalendar Calendar { get; init; }

    /// <summary>
    /// Gets the distances in rows of the values of channels, [C], 0 for others, whose gaps are filled on straight lines in the windows that have the next value;
    /// null for none.
    /// </summary>
    public IReadOnlyList<int>? FilledDistances { get; init; }

    public int Stride { get; init; } = 1;

    public string? SelectedColumnName { get; init; }

    /// <summary>Gets the name of a column with the number of the row since its series began or was interrupted; null for none.</summary>
    public string? PlaceColumnName { get; init; }

    /// <summary>Gets the name of a column with the <see cref="RowIdentity"/> of the row; null for none.</summary>
    public string? IdentityColumnName { get; init; }

    /// <summary>Gets the name of a column with the number of the row's series; null for none.</summary>
    public string? SeriesNumberColumnName { get; init; }

    /// <summary>
    /// Gets the function that gives the column <see cref="UseColumnName"/> its values: from the number of the series, the number of the row in its
    /// series, and the number of the row since its series began or was interrupted.
    /// </summary>
    public Func<int, long, long, float>? Use { get; init; }

    /// <summary>Gets the name of a column of <see cref="Use"/>; null for none.</summary>
    public string? UseColumnName { get; init; }

    /// <summary>Returns the step with what it takes from data: the channels' names and, with timestamps, the longest gap.</summary>
    /// <param name="data">The data.</param>
    /// <param name="longestGap">The longest gap in median steps; null for the length of the window.</param>
    public WindowStep Fit(IDataView data, double? longestGap) =>
        Fit(data, TimeSteps.Read(data, Columns, Length)?.Median, longestGap);

    /// <inheritdoc cref="Fit(IDataView, double?)"/>
    /// <param name="data">The data.</param>
    /// <param name="timeStep">The median time between two rows; null without timestamps.</param>
    /// <param name="longestGap">The longest gap in median steps; null for the length of the window.</param>
    public WindowStep Fit(IDataView data, double? timeStep, double? longestGap) =>
        this with
        {
            Channels = Columns.ChannelNames(data.Schema),
            LongestGap = timeStep * (longestGap ?? Length),
        };

    /// <summary>Returns the shape of the data with the columns that the step will add.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or has another type.</exception>
    public SchemaShape OutputShape(SchemaShape shape)
    {
        var inputs = Columns.FindIn(shape);
        OutputColumn[] added =
        [
            new VectorOutput(OutputColumnName, new("", 1), slotNames: Columns.Channels),
            .. SelectedColumnName is { } selected ? (OutputColumn[])[new BooleanOutput(selected, new("", 1))] : [],
        ];
        return OutputColumn.AddTo(shape, added, _ => inputs[0]);
    }

    /// <summary>Returns the columns that the step adds to a schema, the windows first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type, or the channels differ from those of fitting.</exception>
    public IReadOnlyList<DataViewSchema.DetachedColumn> AddedColumns(DataViewSchema schema)
    {
        var channels = Columns.ChannelNames(schema);
        if (Channels is not null && Channels.Count != channels.Length)
        {
            throw SeriesErrors.OtherChannels(Columns.Step, Channels, channels);
        }

        if (Calendar != VaeCalendar.None)
        {
            Columns.RequireDates(schema);
        }

        var slots = VaeSeries.SlotNames(Length, Channels ?? channels);
        var window = new VectorDataViewType(NumberDataViewType.Single, slots.Length);
        return
        [
            new(
                OutputColumnName,
                window,
                slots.Length <= VaeManifest.LargestNamedSlotCount
                    ? TextAnnotation.Create(TextAnnotation.SlotNames, slots)
                    : null
            ),
            .. Added(
                UnitsColumnName,
                new VectorDataViewType(
                    NumberDataViewType.Single,
                    (1 + ChannelUnits.UnitRows) * (Channels ?? channels).Count
                )
            ),
            .. Added(Calendar == VaeCalendar.None ? null : CalendarColumn.Name, CalendarColumn.Type(Calendar)),
            .. Added(SelectedColumnName, BooleanDataViewType.Instance),
            .. Added(AbsentColumnName, NumberDataViewType.Int32),
            .. Added(PlaceColumnName, NumberDataViewType.Int64),
            .. Added(IdentityColumnName, NumberDataViewType.Int32),
            .. Added(SeriesNumberColumnName, NumberDataViewType.Int32),
            .. Added(UseColumnName, NumberDataViewType.Single),
        ];
    }

    private static IEnumerable<DataViewSchema.DetachedColumn> Added(string? name, DataViewType type) =>
        name is null ? [] : [new(name, type, null)];
}
