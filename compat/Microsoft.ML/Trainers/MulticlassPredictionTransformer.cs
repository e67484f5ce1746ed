using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

namespace Microsoft.ML.Data;

public sealed partial class MulticlassPredictionTransformer<TModel> : SingleFeaturePredictionTransformerBase<TModel>
    where TModel : class
{
    private readonly string _labelColumn;

    internal MulticlassPredictionTransformer(
        IHostEnvironment env,
        TModel model,
        DataViewSchema inputSchema,
        string featureColumn,
        string labelColumn
    )
        : base(env, model, inputSchema, featureColumn)
    {
        Check.Param(model is IClassModel, nameof(model));
        _labelColumn = labelColumn;
        var label = labelColumn == null ? null : inputSchema.GetColumnOrNull(labelColumn);
        Scorer = new MulticlassScorer(env, (IClassModel)model, featureColumn, ClassNames.Read(label));
    }
}
