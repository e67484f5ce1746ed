using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>Reads the channels of a row: float32 [C], NaN for missing ones.</summary>
internal sealed class ChannelsReader
{
    private readonly float[] values;
    private readonly Action[] readers;

    /// <param name="row">The row or cursor.</param>
    /// <param name="columns">The columns of the channels, Single or Vector&lt;Single&gt;.</param>
    public ChannelsReader(DataViewRow row, IReadOnlyList<DataViewSchema.Column> columns)
    {
        Width = columns.Sum(WidthOf);
        values = new float[Width];
        var start = 0;
        readers = new Action[columns.Count];
        foreach (var (i, column) in columns.Index())
        {
            readers[i] =
                column.Type is VectorDataViewType ? OfVector(row, column, start) : OfScalar(row, column, start);
            start += WidthOf(column);
        }
    }

    /// <summary>Gets the number C of channels.</summary>
    public int Width { get; }

    /// <summary>Reads the current row. The values are valid until the next call.</summary>
    /// <exception cref="InvalidOperationException">A vector has another length than its column.</exception>
    public ReadOnlySpan<float> Read()
    {
        foreach (var read in readers)
        {
            read();
        }

        return values;
    }

    private static int WidthOf(DataViewSchema.Column column) => (column.Type as VectorDataViewType)?.Size ?? 1;

    private Action OfScalar(DataViewRow row, DataViewSchema.Column column, int slot)
    {
        var getter = row.GetGetter<float>(column);
        return () => getter(ref values[slot]);
    }

    private Action OfVector(DataViewRow row, DataViewSchema.Column column, int start)
    {
        var getter = row.GetGetter<VBuffer<float>>(column);
        var width = WidthOf(column);
        VBuffer<float> vector = default;
        return () =>
        {
            getter(ref vector);
            if (vector.Length != width)
            {
                // LoadFromEnumerable accepts arrays of any length for a column of known size.
                throw StepErrors.WrongLength(
                    column.Name,
                    row.Position,
                    vector.Length,
                    NumberDataViewType.Single,
                    width
                );
            }

            vector.CopyTo(values.AsSpan(start, width));
        };
    }
}
