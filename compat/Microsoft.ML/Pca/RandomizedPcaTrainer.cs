using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

public sealed class RandomizedPcaTrainer
    : TrainerEstimatorBase<AnomalyPredictionTransformer<PcaModelParameters>, PcaModelParameters>
{
    private readonly Options _options;
    private readonly int _seed;

    internal RandomizedPcaTrainer(IHostEnvironment env, Options options)
        : base(
            env,
            TrainerColumns.Features(options.FeatureColumnName),
            label: default,
            TrainerColumns.Weight(options.ExampleWeightColumnName)
        )
    {
        Check.Param(options.Rank > 0, "_rank", "Rank must be positive");
        Check.Param(options.Oversampling >= 0, "_oversampling", "Oversampling must be non-negative");
        _options = options;
        _seed = options.Seed ?? env.Register(nameof(RandomizedPcaTrainer)).Rand.Next();
    }

    public override TrainerInfo Info { get; } = new();

    private protected override PcaModelParameters TrainModel(IDataView input)
    {
        var dimension = ((VectorDataViewType)input.Schema[FeatureColumn.Name].Type).Size;
        Check.That(
            _options.Rank <= dimension,
            $"Rank ({_options.Rank}) cannot be larger than the original dimension ({dimension})"
        );
        var rows = new PcaRows(
            input,
            FeatureColumn.Name,
            WeightColumn.Name,
            weight => weight > 0 && float.IsFinite(weight)
        );
        var svd = new RandomizedSvd(dimension, _options.EnsureZeroMean, rows.Pass);
        var vectors = svd.Fit(_options.Rank, _options.Oversampling, new Random(_seed));
        Check.That(vectors != null, "Empty training data");
        return new PcaModelParameters(Host, vectors, svd.Mean);
    }

    private protected override AnomalyPredictionTransformer<PcaModelParameters> MakeTransformer(
        PcaModelParameters model,
        DataViewSchema trainSchema
    ) => new(Host, model, trainSchema, FeatureColumn.Name);

    private protected override SchemaShape.Column[] OutputColumns(SchemaShape inputSchema) =>
        [
            new(
                "Score",
                SchemaShape.Column.VectorKind.Scalar,
                NumberDataViewType.Single,
                isKey: false,
                new SchemaShape(TrainerColumns.ScoreAnnotations())
            ),
            new(
                "PredictedLabel",
                SchemaShape.Column.VectorKind.Scalar,
                BooleanDataViewType.Instance,
                isKey: false,
                new SchemaShape(TrainerColumns.ScoreAnnotations())
            ),
        ];

    public sealed class Options : UnsupervisedTrainerInputBaseWithWeight
    {
        public int Rank = 20;
        public int Oversampling = 20;
        public bool EnsureZeroMean = true;
        public int? Seed;
    }
}
