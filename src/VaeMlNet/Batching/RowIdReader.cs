using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>Tells a batch of draws which row of the data stands at each place.</summary>
internal sealed class RowIdReader(ValueGetter<DataViewRowId> getter) : InputReader
{
    public override bool Read(StepBatch batch, int row)
    {
        DataViewRowId id = default;
        getter(ref id);
        ((DrawnBatch)batch).SetId(row, id);
        return true;
    }

    /// <summary>Any id is allowed.</summary>
    public override void Check(StepBatch batch, int row, long rowNumber) { }
}
