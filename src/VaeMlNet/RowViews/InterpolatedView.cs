using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Views;

namespace VaeMlNet;

/// <summary>A view that interpolates the missing cells of some columns while it is read.</summary>
/// <remarks>Thread-safe. Cursors share nothing. The schema equals the source's schema.</remarks>
internal sealed class InterpolatedView : OrderedView
{
    // The parameter name of the public method that throws these errors.
    private const string ColumnNamesParameter = "columnNames";

    private readonly IDataView source;
    private readonly HashSet<int> interpolated;

    public InterpolatedView(IDataView source, IEnumerable<string> columnNames)
    {
        this.source = source;
        interpolated = [.. columnNames.Select(name => Find(source.Schema, name).Index)];
    }

    public override DataViewSchema Schema => source.Schema;

    public override long? GetRowCount() => source.GetRowCount();

    protected override DataViewRowCursor OpenCursor(DataViewSchema.Column[] columns)
    {
        var cursor = source.GetRowCursor(columns);
        return columns.Any(c => interpolated.Contains(c.Index))
            ? new InterpolatedCursor(cursor, columns, interpolated)
            : cursor;
    }

    private static DataViewSchema.Column Find(DataViewSchema schema, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name, ColumnNamesParameter);
        var column =
            schema.GetColumnOrNull(name)
            ?? throw Wrong(
                $"could not find column '{name}'. The data has: {string.Join(", ", schema.VisibleNames().Select(name => $"'{name}'"))}."
            );
        var item = (column.Type as VectorDataViewType)?.ItemType ?? column.Type;
        if (!item.Equals(NumberDataViewType.Single))
        {
            throw Wrong(
                $"was given column '{name}', which is {column.Type}; it takes Single and vectors of Single. Convert numbers of another type with ConvertType first; other values have nothing between them."
            );
        }

        return column.Type is VectorDataViewType { IsKnownSize: false }
            ? throw Wrong(
                $"was given column '{name}', which is {column.Type} of variable size. Declare its size, so that each slot has the same meaning in every row."
            )
            : column;
    }

    private static ArgumentOutOfRangeException Wrong(string what) =>
        OutOfRange(ColumnNamesParameter, "InterpolateMissingValues " + what);

    private static ArgumentOutOfRangeException OutOfRange(string parameter, string message) => new(parameter, message);
}

/// <summary>
/// A cursor that serves rows in order. When a missing cell is read, it reads ahead in the source to the end of the gap.
/// </summary>
internal sealed class InterpolatedCursor : RowCursor
{
    private readonly DataViewRowCursor source;
    private readonly LookAheadWindow window;

    /// <param name="source">The cursor to read. This cursor owns and disposes it.</param>
    /// <param name="columns">The requested columns.</param>
    /// <param name="interpolated">The indices of the columns to interpolate.</param>
    public InterpolatedCursor(DataViewRowCursor source, DataViewSchema.Column[] columns, IReadOnlySet<int> interpolated)
        : base(source.Schema, columns)
    {
        this.source = source;
        window = new(source, columns, interpolated);
    }

    public override long Batch => Position >= 0 ? window.Batch : 0;

    protected override DataViewRowId Id => CurrentRow() >= 0 ? window.Id : default;

    protected override bool ReadRow(long index) => window.Advance();

    protected override Delegate MakeGetter(DataViewSchema.Column column) => window.MakeGetter(column, CurrentRow);

    protected override void Close() => source.Dispose();
}
