using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

public sealed class LbfgsMaximumEntropyMulticlassTrainer
    : LbfgsTrainerBase<
        LbfgsMaximumEntropyMulticlassTrainer.Options,
        MulticlassPredictionTransformer<MaximumEntropyModelParameters>,
        MaximumEntropyModelParameters
    >
{
    internal LbfgsMaximumEntropyMulticlassTrainer(IHostEnvironment env, Options options)
        : base(env, options, TrainerColumns.KeyLabel(options.LabelColumnName)) { }

    private protected override MaximumEntropyModelParameters TrainModel(IDataView input)
    {
        var classCount = checked((int)((KeyDataViewType)input.Schema[LabelColumn.Name].Type).Count);
        var rows = new ClassificationRowReader(FeatureColumn.Name, LabelColumn.Name, WeightColumn.Name).Read(
            input,
            classCount
        );
        var objective = new SoftmaxObjective(
            rows,
            classCount,
            LbfgsOptions.L2Regularization,
            LbfgsOptions.NumberOfThreads ?? Environment.ProcessorCount
        );
        var start = Start(objective.ParameterCount);
        var optimum = LbfgsOptions.L1Regularization > 0 ? MinimizeWithL1(objective, start) : Minimize(objective, start);
        return CreateModel(optimum, classCount, rows.FeatureCount);
    }

    private double[] Minimize(SoftmaxObjective objective, double[] start) =>
        new LbfgsMinimizer(
            objective.Evaluate,
            LbfgsOptions.HistorySize,
            LbfgsOptions.OptimizationTolerance,
            LbfgsOptions.MaximumNumberOfIterations
        ).Minimize(start);

    private double[] MinimizeWithL1(SoftmaxObjective objective, double[] start) =>
        new OwlqnMinimizer(
            objective.Evaluate,
            objective.BiasCount,
            // Divided by the rows, though the rest of the objective is divided by their weights: as in ML.NET.
            LbfgsOptions.L1Regularization / objective.RowCount,
            LbfgsOptions.HistorySize,
            LbfgsOptions.OptimizationTolerance,
            LbfgsOptions.MaximumNumberOfIterations
        ).Minimize(start);

    private double[] Start(int parameterCount)
    {
        var parameters = new double[parameterCount];
        if (LbfgsOptions.InitialWeightsDiameter > 0)
        {
            var random = new Random(0);
            for (var i = 0; i < parameters.Length; i++)
            {
                parameters[i] = LbfgsOptions.InitialWeightsDiameter * (random.NextSingle() - 0.5f);
            }
        }

        return parameters;
    }

    private MaximumEntropyModelParameters CreateModel(double[] parameters, int classCount, int featureCount)
    {
        var weights = new float[classCount][];
        for (var c = 0; c < classCount; c++)
        {
            var slice = parameters.AsSpan(classCount + c * featureCount, featureCount);
            weights[c] = new float[featureCount];
            for (var j = 0; j < featureCount; j++)
            {
                weights[c][j] = (float)slice[j];
            }
        }

        var biases = parameters.Take(classCount).Select(bias => (float)bias).ToArray();
        return new MaximumEntropyModelParameters(Host, biases, weights);
    }

    private protected override SchemaShape.Column[] OutputColumns(SchemaShape inputSchema)
    {
        inputSchema.TryFindColumn(LabelColumn.Name, out var label);
        var predictedAnnotations = TrainerColumns.ScoreAnnotations();
        var scoreAnnotations = TrainerColumns.ScoreAnnotations();
        if (label.Annotations.TryFindColumn(AnnotationKinds.KeyValues, out var keyValues))
        {
            predictedAnnotations = predictedAnnotations.Prepend(keyValues);
            scoreAnnotations = scoreAnnotations.Prepend(
                VectorAnnotation(AnnotationKinds.TrainingLabelValues, keyValues.ItemType)
            );
            if (keyValues.ItemType is TextDataViewType)
            {
                scoreAnnotations = scoreAnnotations.Prepend(
                    VectorAnnotation(AnnotationKinds.SlotNames, keyValues.ItemType)
                );
            }
        }

        return
        [
            new(
                "Score",
                SchemaShape.Column.VectorKind.Vector,
                NumberDataViewType.Single,
                isKey: false,
                new SchemaShape(scoreAnnotations)
            ),
            new(
                "PredictedLabel",
                SchemaShape.Column.VectorKind.Scalar,
                NumberDataViewType.UInt32,
                isKey: true,
                new SchemaShape(predictedAnnotations)
            ),
        ];
    }

    private static SchemaShape.Column VectorAnnotation(string name, DataViewType itemType) =>
        new(name, SchemaShape.Column.VectorKind.Vector, itemType, isKey: false);

    private protected override MulticlassPredictionTransformer<MaximumEntropyModelParameters> MakeTransformer(
        MaximumEntropyModelParameters model,
        DataViewSchema trainSchema
    ) => new(Host, model, trainSchema, FeatureColumn.Name, LabelColumn.Name);

    public sealed class Options : OptionsBase { }
}
