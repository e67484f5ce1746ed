using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

namespace Microsoft.ML;

public static class StandardTrainersCatalog
{
    public static LbfgsMaximumEntropyMulticlassTrainer LbfgsMaximumEntropy(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string exampleWeightColumnName = null,
        float l1Regularization = 1,
        float l2Regularization = 1,
        float optimizationTolerance = 1E-07f,
        int historySize = 20,
        bool enforceNonNegativity = false
    )
    {
        Check.Value(catalog, nameof(catalog));
        Check.NonEmpty(featureColumnName, nameof(featureColumnName));
        Check.NonEmpty(labelColumnName, nameof(labelColumnName));
        return catalog.LbfgsMaximumEntropy(
            new LbfgsMaximumEntropyMulticlassTrainer.Options
            {
                LabelColumnName = labelColumnName,
                FeatureColumnName = featureColumnName,
                ExampleWeightColumnName = exampleWeightColumnName,
                L1Regularization = l1Regularization,
                L2Regularization = l2Regularization,
                OptimizationTolerance = optimizationTolerance,
                HistorySize = historySize,
                EnforceNonNegativity = enforceNonNegativity,
            }
        );
    }

    public static LbfgsMaximumEntropyMulticlassTrainer LbfgsMaximumEntropy(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        LbfgsMaximumEntropyMulticlassTrainer.Options options
    )
    {
        Check.Value(catalog, nameof(catalog));
        Check.Value(options, nameof(options));
        return new LbfgsMaximumEntropyMulticlassTrainer(catalog.GetEnvironment(), options);
    }
}
