using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>Adds PredictedLabel and Score, computed from one feature column.</summary>
internal abstract class ScorerBase : RowToRowTransformerBase
{
    private readonly string _featureColumn;
    private readonly int _featureCount;

    private protected ScorerBase(IHostEnvironment env, string featureColumn, int featureCount)
        : base(env)
    {
        _featureColumn = featureColumn;
        _featureCount = featureCount;
    }

    private protected sealed override bool SplitsFewRows => false;

    private protected abstract IReadOnlyList<ComputedColumn> ComputeColumns(int featureColumn, uint scoreSetId);

    private protected sealed override IReadOnlyList<ComputedColumn> ComputeColumns(DataViewSchema inputSchema)
    {
        var column =
            inputSchema.GetColumnOrNull(_featureColumn)
            ?? throw new ArgumentOutOfRangeException("schema", $"Feature column '{_featureColumn}' not found");
        if (
            column.Type is not VectorDataViewType vector
            || vector.ItemType != NumberDataViewType.Single
            || vector.Size != _featureCount
        )
        {
            var expected = new VectorDataViewType(NumberDataViewType.Single, _featureCount);
            throw new InvalidOperationException($"Incompatible features column type: '{column.Type}' vs '{expected}'");
        }

        return ComputeColumns(column.Index, ScoreAnnotations.NextSetId(inputSchema));
    }

    private protected FeatureColumnReader Reader(DataViewRow row, int column) => new(row, column, _featureCount);
}
