using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Training rows that are kept in memory.</summary>
/// <param name="columnName">The feature column.</param>
/// <param name="values">The range of the values.</param>
/// <param name="rows">float32 [N, D].</param>
/// <param name="weights">float32 [N], 1 on average, or null.</param>
/// <param name="classes">Row numbers of each class to draw the same number from; null to draw each row once.</param>
/// <param name="validation">float32 [M, D], or null.</param>
internal sealed class InMemoryData(
    string columnName,
    FeatureValues values,
    Tensor rows,
    Tensor? weights,
    ClassRows? classes,
    Tensor? validation
) : TrainingData(columnName, values, validation)
{
    /// <inheritdoc />
    public override int InputDim => (int)rows.shape[1];

    /// <inheritdoc />
    public override long RowCount => rows.shape[0];

    /// <inheritdoc />
    public override bool HaveWeights => weights is not null;

    /// <inheritdoc />
    public override Tensor Sample => rows;

    /// <inheritdoc />
    public override EpochRows OpenEpoch(int epoch, Generator generator) =>
        new Epoch(
            rows,
            weights,
            classes?.DrawOrder(generator) ?? randperm(RowCount, ScalarType.Int64, generator: generator)
        );

    private sealed class Epoch(Tensor rows, Tensor? weights, Tensor order) : EpochRows
    {
        private long position;

        public override TrainingBatch Next(long count)
        {
            var indices = order.narrow(0, position, count); // [n]
            position += count;
            return new TrainingBatch(rows.index_select(0, indices), weights?.index_select(0, indices)); // [n, D], [n]
        }
    }
}
