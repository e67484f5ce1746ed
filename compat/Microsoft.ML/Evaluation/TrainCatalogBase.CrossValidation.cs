using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public abstract partial class TrainCatalogBase
{
    /// <summary>Fits on all folds but one and scores that one, fold by fold.</summary>
    private protected CrossValidationResult<T>[] CrossValidate<T>(
        IDataView data,
        IEstimator<ITransformer> estimator,
        int foldCount,
        string samplingKeyColumn,
        int? seed,
        Func<IDataView, T> evaluate
    )
        where T : class
    {
        Check.Value(data, nameof(data));
        Check.Value(estimator, nameof(estimator));
        Check.Param(foldCount > 1, "numFolds", "Must be more than 1");
        return new DataOperationsCatalog(_environment)
            .CrossValidationSplit(data, foldCount, samplingKeyColumn, seed)
            .Select((split, fold) => (split, fold, model: estimator.Fit(split.TrainSet)))
            .Select(part => (part.model, part.fold, scores: part.model.Transform(part.split.TestSet)))
            .ToArray() // all models first, as in ML.NET
            .Select(part => new CrossValidationResult<T>(part.model, evaluate(part.scores), part.scores, part.fold))
            .ToArray();
    }

    public sealed class CrossValidationResult<T>
        where T : class
    {
        public readonly ITransformer Model;
        public readonly T Metrics;
        public readonly IDataView ScoredHoldOutSet;
        public readonly int Fold;

        internal CrossValidationResult(ITransformer model, T metrics, IDataView scoredHoldOutSet, int fold)
        {
            Model = model;
            Metrics = metrics;
            ScoredHoldOutSet = scoredHoldOutSet;
            Fold = fold;
        }
    }
}
