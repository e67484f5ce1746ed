using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>Reads the numbers of a row from a column of Single, or of vectors of known size.</summary>
internal sealed class NumberColumnReader
{
    private readonly DataViewRow row;
    private readonly string name;
    private readonly ValueGetter<float>? scalar;
    private readonly ValueGetter<VBuffer<float>>? vector;
    private VBuffer<float> values;

    /// <param name="row">The row or cursor.</param>
    /// <param name="column">The column.</param>
    public NumberColumnReader(DataViewRow row, DataViewSchema.Column column)
    {
        this.row = row;
        name = column.Name;
        Width = WidthOf(column);
        if (column.Type is VectorDataViewType)
        {
            vector = row.GetGetter<VBuffer<float>>(column);
        }
        else
        {
            scalar = row.GetGetter<float>(column);
        }
    }

    /// <summary>Gets the number of slots; 1 for a scalar.</summary>
    public int Width { get; }

    /// <summary>Returns the number of slots of a column; 1 for a scalar.</summary>
    public static int WidthOf(DataViewSchema.Column column) => (column.Type as VectorDataViewType)?.Size ?? 1;

    /// <summary>Copies the numbers of the current row.</summary>
    /// <param name="cells">The destination: [<see cref="Width"/>].</param>
    /// <exception cref="InvalidOperationException">A vector has another length than its column.</exception>
    public void Read(Span<float> cells)
    {
        if (scalar is not null)
        {
            scalar(ref cells[0]);
            return;
        }

        vector!(ref values);
        if (values.Length != Width)
        {
            // LoadFromEnumerable accepts arrays of any length for a column of known size.
            throw StepErrors.WrongLength(name, row.Position, values.Length, NumberDataViewType.Single, Width);
        }

        values.CopyTo(cells);
    }
}
