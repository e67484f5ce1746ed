using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>Passes the ids of the rows to a batch that samples.</summary>
internal sealed class RowIdReader(ValueGetter<DataViewRowId> getter) : InputReader
{
    public override bool Read(StepBatch batch, int row)
    {
        DataViewRowId id = default;
        getter(ref id);
        ((PosteriorBatch)batch).SetId(row, id);
        return true;
    }

    /// <summary>Does nothing: every id is allowed.</summary>
    public override void Check(StepBatch batch, int row, long rowNumber) { }
}
