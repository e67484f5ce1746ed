using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>Reads a vector column, dense or sparse, into an input of the same width.</summary>
/// <param name="index">The index of the input in the graph.</param>
/// <param name="source">The row or cursor. Messages use its row number.</param>
/// <param name="getter">The getter of the column.</param>
/// <param name="columnName">The name of the column.</param>
/// <param name="itemType">The item type of the column.</param>
internal class VectorReader<T>(
    int index,
    DataViewRow source,
    ValueGetter<VBuffer<T>> getter,
    string columnName,
    DataViewType itemType
) : InputReader
    where T : struct
{
    private VBuffer<T> values;

    protected int Index => index;

    public override bool Read(StepBatch batch, int row)
    {
        getter(ref values);
        var destination = batch.Input<T>(index, row);
        if (values.Length != destination.Length)
        {
            // LoadFromEnumerable accepts arrays of any length for a column of known size.
            throw StepErrors.WrongLength(columnName, source.Position, values.Length, itemType, destination.Length);
        }

        if (values.IsDense)
        {
            return Copy(values.GetValues(), destination);
        }

        values.CopyTo(destination);
        return Copy(destination, destination);
    }

    /// <summary>Copies the values of a row. Those of a sparse row are already at the destination.</summary>
    /// <returns>True if the graph may compute this row.</returns>
    protected virtual bool Copy(ReadOnlySpan<T> cells, Span<T> destination)
    {
        cells.CopyTo(destination);
        return true;
    }
}
