using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>Reads a vector column, dense or sparse, into an input of as many values.</summary>
/// <param name="index">Its index among the graph's inputs.</param>
/// <param name="source">The row or cursor; it gives the number in messages.</param>
/// <param name="getter">Getter of the column.</param>
/// <param name="columnName">Name of the column.</param>
/// <param name="itemType">Item type of the column.</param>
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
        getter(ref values);
        var destination = batch.Input<T>(index, row);
        if (values.Length != destination.Length)
        {
            // LoadFromEnumerable takes arrays of any length for a column of known size.
            throw StepErrors.WrongLength(columnName, source.Position, values.Length, itemType, destination.Length);
        }

        values.CopyTo(destination);
        return true;
    }

    /// <summary>Any value is allowed.</summary>
    public override void Check(StepBatch batch, int row, long rowNumber) { }
}
