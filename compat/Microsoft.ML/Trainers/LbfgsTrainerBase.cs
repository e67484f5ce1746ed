using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

public abstract class LbfgsTrainerBase<TOptions, TTransformer, TModel> : TrainerEstimatorBase<TTransformer, TModel>
    where TOptions : LbfgsTrainerBase<TOptions, TTransformer, TModel>.OptionsBase, new()
    where TTransformer : ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
{
    private protected readonly TOptions LbfgsOptions;

    private protected LbfgsTrainerBase(IHostEnvironment env, TOptions options, SchemaShape.Column label)
        : base(
            env,
            TrainerColumns.Features(options.FeatureColumnName),
            label,
            TrainerColumns.Weight(options.ExampleWeightColumnName)
        )
    {
        LbfgsOptions = options;
        CheckOption(
            options.NumberOfThreads is null or > 0,
            nameof(options.NumberOfThreads),
            "Must be positive (or empty for default)"
        );
        CheckOption(options.L2Regularization >= 0, nameof(options.L2Regularization), "Must be non-negative");
        CheckOption(options.L1Regularization >= 0, nameof(options.L1Regularization), "Must be non-negative");
        CheckOption(options.OptimizationTolerance > 0, nameof(options.OptimizationTolerance), "Must be positive");
        CheckOption(options.HistorySize > 0, nameof(options.HistorySize), "Must be positive");
        CheckOption(
            options.MaximumNumberOfIterations > 0,
            nameof(options.MaximumNumberOfIterations),
            "Must be positive"
        );
        // That needs a projection; other weights would be wrong.
        if (options.EnforceNonNegativity)
        {
            throw new NotSupportedException(
                "Non-negative weights are not available here. Pass enforceNonNegativity: false."
            );
        }
    }

    public override TrainerInfo Info { get; } = new();

    private static void CheckOption(bool condition, string name, string message) =>
        Check.Param(condition, name, message);

    public abstract class OptionsBase : TrainerInputBaseWithWeight
    {
        public bool EnforceNonNegativity = false;
        public int HistorySize = 20;
        public float InitialWeightsDiameter = 0;
        public float L1Regularization = 1;
        public float L2Regularization = 1;
        public int MaximumNumberOfIterations = int.MaxValue;
        public int? NumberOfThreads;
        public float OptimizationTolerance = 1E-07f;
    }
}
