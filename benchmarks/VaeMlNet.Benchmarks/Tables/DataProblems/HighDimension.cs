using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Benchmarks;

/// <summary>Many columns: 2,000 generated columns, of which a few depend on five factors and the others are noise.</summary>
internal sealed class HighDimension : DataProblem
{
    private const int Width = 2000;
    private const int FactorCount = 5;
    private const int LabelCount = 40;
    private const int InformativeCount = 100;

    public override string Name => "high dimension";

    public override string Treatment => "`VaeFeaturize(\"Latent\", [\"X\"], new() { LatentDim = 5 })`";

    public override string Measured =>
        "generated: 2,000 columns of N(0, 1) noise, 100 of them with 5 hidden numbers times random weights added, 1,000 rows; accuracy on 500 others of a logistic regression with 40 labels; without: on the normalized columns";

    public override (double? Without, double With) Measure(DataProblemRun run)
    {
        var random = new Random(run.Seed);
        double[][] weights =
        [
            .. Enumerable
                .Range(0, Width)
                .Select(i => i < InformativeCount ? NormalDraws.Next(random, FactorCount) : new double[FactorCount]),
        ];
        var train = View(run.Ml, random, weights, 1000);
        var test = View(run.Ml, random, weights, 500);
        double Accuracy(IEstimator<ITransformer> features)
        {
            var fitted = features.Fit(train);
            using var owned = fitted as IDisposable;
            var labeled = run.Ml.Data.Cache(run.Ml.Data.TakeRows(fitted.Transform(train), LabelCount));
            var classifier = run
                .Ml.Transforms.Conversion.MapValueToKey("Label")
                .Append(run.Ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(l1Regularization: 0))
                .Fit(labeled);
            return run.Ml.MulticlassClassification.Evaluate(classifier.Transform(fitted.Transform(test))).MicroAccuracy;
        }

        return (
            Accuracy(run.Ml.Transforms.NormalizeMeanVariance("Features", "X", fixZero: false)),
            Accuracy(run.Ml.Transforms.VaeFeaturize("Features", ["X"], run.Options(new() { LatentDim = FactorCount })))
        );
    }

    private static IDataView View(MLContext ml, Random random, double[][] weights, int rowCount) =>
        ml.Data.LoadFromEnumerable(
            Enumerable
                .Range(0, rowCount)
                .Select(_ => new Wide(NormalDraws.Next(random, FactorCount), weights, random))
                .ToArray()
        );

    private sealed class Wide(double[] factors, double[][] weights, Random random)
    {
        [VectorType(Width)]
        public float[] X { get; set; } =
        [
            .. weights.Zip(
                NormalDraws.Next(random, Width),
                (w, noise) => (float)(w.Zip(factors, (a, b) => a * b).Sum() + noise)
            ),
        ];

        public bool Label { get; set; } = factors[0] > 0;
    }
}
