using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>Reads the feature column of a row, dense or sparse: float32 [D], and looks at its range.</summary>
/// <param name="input">What is read.</param>
/// <param name="index">Which of the graph's inputs it is.</param>
/// <param name="source">The row or cursor that the features are of; it gives the number in messages.</param>
/// <param name="getter">Getter of the feature column.</param>
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

    public override bool Read(StepBatch batch, int row)
    {
        features.Read(batch, row);
        // Looked at while the row is in the processor's cache, told when somebody asks for the row.
        return input.Range.Allows(batch.Input<float>(index, row));
    }

    public override void Check(StepBatch batch, int row, long rowNumber) =>
        input.Range.Check(batch.Input<float>(index, row), input.ColumnInMessages, rowNumber);
}
