using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>Reads a vector column, dense or sparse, into an input of the same width.</summary>
/// <param name="index">The index of the input in the graph.</param>
/// <param name="source">The row or cursor. Messages use its row number.</param>
/// <param name="getter">The getter of the column.</param>
/// <param name="columnName">The name of the column.</param>
/// <param name="itemType">The item type of the column.</param>
internal sealed class VectorReader<T>(
    int index,
    DataViewRow source,
    ValueGetter<VBuffer<T>> getter,
    string columnName,
    DataViewType itemType
) : InputReader
    where T : struct
{
    private VBuffer<T> values;

    public override bool Read(StepBatch batch, int row)
    {
        ReadValues(batch, row);
        return true;
    }

    /// <summary>Reads the column into a batch, and returns the values from the memory that is faster to read.</summary>
    public ReadOnlySpan<T> ReadValues(StepBatch batch, int row)
    {
        getter(ref values);
        var destination = batch.Input<T>(index, row);
        if (values.Length != destination.Length)
        {
            // LoadFromEnumerable accepts arrays of any length for a column of known size.
            throw StepErrors.WrongLength(columnName, source.Position, values.Length, itemType, destination.Length);
        }

        if (!values.IsDense)
        {
            values.CopyTo(destination);
            return destination;
        }

        var dense = values.GetValues();
        dense.CopyTo(destination);
        // Another processor may have used the batch last, so that reading what was just written there is slow.
        return dense;
    }

    /// <summary>Does nothing: every value is allowed.</summary>
    public override void Check(StepBatch batch, int row, long rowNumber) { }
}
