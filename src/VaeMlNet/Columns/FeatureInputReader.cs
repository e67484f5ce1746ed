using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>Reads the feature column of a row, dense or sparse, and checks its values: float32 [D].</summary>
/// <param name="input">The input to read.</param>
/// <param name="index">The index of the input in the graph.</param>
/// <param name="source">The row or cursor of the features. Messages use its row number.</param>
/// <param name="getter">The getter of the feature column.</param>
internal sealed class FeatureInputReader(
    FeatureInput input,
    int index,
    DataViewRow source,
    ValueGetter<VBuffer<float>> getter
) : InputReader
{
    private readonly VectorReader<float> features = new(
        index,
        source,
        getter,
        input.ColumnName,
        NumberDataViewType.Single
    );

    /// <summary>Checks the row while it is copied. The error is thrown only if the row is read.</summary>
    public override bool Read(StepBatch batch, int row)
    {
        var values = features.GetValues(batch, row, out var destination);
        return input.Range.Copy(values, destination);
    }

    public override void Check(StepBatch batch, int row, long rowNumber) =>
        input.Range.Check(batch.Input<float>(index, row), input.ColumnInMessages, rowNumber);
}
