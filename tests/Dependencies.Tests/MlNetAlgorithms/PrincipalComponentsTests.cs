using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Microsoft.ML.Transforms;

namespace Dependencies.Tests;

public class PrincipalComponentsTests
{
    private const int Width = 30;

    // Standard deviations of the axes of the data before they are rotated.
    private static readonly double[] Deviations = [8, 5, 3, .. Enumerable.Repeat(0.3, Width - 3)];

    private readonly MLContext ml = new(seed: 1);

    private sealed class Wide
    {
        [VectorType(Width)]
        public float[] Features { get; set; } = [];
    }

    private sealed class Projected
    {
        public float[] Components { get; set; } = [];
    }

    private sealed class Scored
    {
        public float Score { get; set; }
        public bool PredictedLabel { get; set; }
    }

    [Test]
    public void ProjectToPrincipalComponents_CenteredData_CapturesVarianceOfLeadingAxes()
    {
        var rows = RotatedRows(2_000);
        var data = ml.Data.LoadFromEnumerable(rows);

        var components = Project(data, ensureZeroMean: true);

        for (var k = 0; k < 3; k++)
        {
            var values = components.Select(row => (double)row.Components[k]).ToArray();
            var mean = values.Average();
            var variance = values.Average(value => (value - mean) * (value - mean));
            Assert.That(mean, Is.EqualTo(0).Within(0.02), "mean");
            Assert.That(variance, Is.EqualTo(AxisVariance(rows, k)).Within(2).Percent, $"component {k}");
        }
    }

    [Test]
    public void ProjectToPrincipalComponents_NotCentered_ProjectsOntoMeanFirst()
    {
        var rows = RotatedRows(2_000, mean: 50);
        var data = ml.Data.LoadFromEnumerable(rows);

        var components = Project(data, ensureZeroMean: false);

        var meanNorm = 50 * Math.Sqrt(Width);

        Assert.That(Math.Abs(components.Average(row => row.Components[0])), Is.EqualTo(meanNorm).Within(2).Percent);
    }

    [Test]
    public void ProjectToPrincipalComponents_Schema_IsVectorOfRank()
    {
        var data = ml.Data.LoadFromEnumerable(RotatedRows(100));

        var schema = Estimator(rank: 3, ensureZeroMean: true).Fit(data).GetOutputSchema(data.Schema);

        Assert.That(schema["Components"].Type, Is.EqualTo(new VectorDataViewType(NumberDataViewType.Single, 3)));
    }

    [Test]
    public void ProjectToPrincipalComponents_SameSeed_GivesSameComponents()
    {
        var data = ml.Data.LoadFromEnumerable(RotatedRows(200));

        var first = Project(data, ensureZeroMean: true);
        var second = Project(data, ensureZeroMean: true);

        Assert.That(first[17].Components, Is.EqualTo(second[17].Components).Within(1e-4));
    }

    [Test]
    public void ProjectToPrincipalComponents_MissingColumn_NamesIt()
    {
        var data = ml.Data.LoadFromEnumerable(RotatedRows(10));
        var estimator = ml.Transforms.ProjectToPrincipalComponents("Components", "Nope", rank: 2);

        Assert.That(
            () => new EstimatorChain<ITransformer>().Append(estimator).Fit(data),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.EqualTo("Could not find input column 'Nope' (Parameter 'inputSchema')")
        );
    }

    [Test]
    public void ProjectToPrincipalComponents_RankBeyondWidth_IsRefused()
    {
        var data = ml.Data.LoadFromEnumerable(RotatedRows(10));

        Assert.That(
            () => Estimator(rank: Width + 1, ensureZeroMean: true).Fit(data),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("Rank")
        );
    }

    [Test]
    public void RandomizedPca_PlantedOutlier_ScoresHighest()
    {
        var rows = RotatedRows(500);
        var outlier = Enumerable.Range(0, Width).Select(j => j % 2 == 0 ? 5f : -5f).ToArray();
        rows[123].Features = outlier;
        var data = ml.Data.LoadFromEnumerable(rows);

        var scored = ScoreWith(ml.AnomalyDetection.Trainers.RandomizedPca(rank: 3, seed: 1), data);

        Assert.That(Array.IndexOf(scored, scored.MaxBy(row => row.Score)), Is.EqualTo(123));
        Assert.That(scored.Select(row => row.Score), Is.All.InRange(0, 1));
        Assert.That(scored.Select(row => row.PredictedLabel), Is.EqualTo(scored.Select(row => row.Score > 0.5f)));
    }

    [Test]
    public void RandomizedPca_Score_IsUnexplainedShareOfDistanceToMean()
    {
        var rows = RotatedRows(500, mean: 2);
        var data = ml.Data.LoadFromEnumerable(rows);
        var transformer = ml.AnomalyDetection.Trainers.RandomizedPca(rank: 3, seed: 1).Fit(data);

        VBuffer<float>[] vectors = [];
        transformer.Model.GetEigenVectors(ref vectors, out var rank);
        VBuffer<float> mean = default;
        transformer.Model.GetMean(ref mean);
        var scored = ml.Data.CreateEnumerable<Scored>(transformer.Transform(data), false).ToArray();

        Assert.That(rank, Is.EqualTo(3));

        var meanValues = mean.DenseValues().ToArray();
        for (var i = 0; i < 20; i++)
        {
            var x = rows[i].Features.Select((value, j) => (double)value - meanValues[j]).ToArray();
            var distance = x.Sum(value => value * value);
            var explained = vectors.Sum(v => Math.Pow(v.DenseValues().Select((value, j) => value * x[j]).Sum(), 2));
            Assert.That(
                scored[i].Score,
                Is.EqualTo(Math.Sqrt((distance - explained) / distance)).Within(2e-3),
                $"row {i}"
            );
        }
    }

    /// <summary>VaeMlNet.Cli.PcaScores reads such scores as 0.</summary>
    [Test]
    public void RandomizedPca_RowsThatTheComponentsExplainCompletely_ScoreAboutZeroOrNaN()
    {
        // Far from 0, so that rounding of the float32 sums of squares decides on the sign of what is left over.
        var data = ml.Data.LoadFromEnumerable(RotatedRows(300, mean: 50));

        var scores = ScoreWith(ml.AnomalyDetection.Trainers.RandomizedPca(rank: Width, seed: 1), data)
            .Select(row => row.Score)
            .ToArray();

        // NaN where rounding makes the explained part the larger one; which rows these are depends on the machine.
        Assert.That(scores.Count(float.IsNaN), Is.Positive);
        Assert.That(scores, Is.All.NaN.Or.InRange(0, 0.5));
    }

    [Test]
    public void ChangeModelThreshold_LowerThreshold_ChangesPredictionsOnly()
    {
        var data = ml.Data.LoadFromEnumerable(RotatedRows(300));
        var model = ml.AnomalyDetection.Trainers.RandomizedPca(rank: 3, seed: 1).Fit(data);

        var changed = ml.AnomalyDetection.ChangeModelThreshold(model, 0.1f);

        var before = ml.Data.CreateEnumerable<Scored>(model.Transform(data), false).ToArray();
        var after = ml.Data.CreateEnumerable<Scored>(changed.Transform(data), false).ToArray();

        Assert.That(after.Select(row => row.Score), Is.EqualTo(before.Select(row => row.Score)));
        Assert.That(after.Select(row => row.PredictedLabel), Is.EqualTo(after.Select(row => row.Score > 0.1f)));
        Assert.That(after.Count(row => row.PredictedLabel), Is.GreaterThan(before.Count(row => row.PredictedLabel)));
    }

    [Test]
    public void RandomizedPca_MissingFeatureColumn_NamesIt()
    {
        var data = ml.Data.LoadFromEnumerable(RotatedRows(10));

        Assert.That(
            () => ml.AnomalyDetection.Trainers.RandomizedPca("Nope").Fit(data),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.EqualTo("Could not find feature column 'Nope' (Parameter 'inputSchema')")
        );
    }

    [Test]
    public void RandomizedPca_RankBeyondWidth_ThrowsInvalidOperation()
    {
        var data = ml.Data.LoadFromEnumerable(RotatedRows(10));

        Assert.That(
            () => ml.AnomalyDetection.Trainers.RandomizedPca(rank: Width + 1).Fit(data),
            Throws.InvalidOperationException.With.Message.Contains($"{Width + 1}")
        );
    }

    private PrincipalComponentAnalyzer Estimator(int rank, bool ensureZeroMean) =>
        ml.Transforms.ProjectToPrincipalComponents(
            "Components",
            "Features",
            rank: rank,
            ensureZeroMean: ensureZeroMean,
            seed: 1
        );

    private Projected[] Project(IDataView data, bool ensureZeroMean)
    {
        var projected = Estimator(rank: 3, ensureZeroMean).Fit(data).Transform(data);
        return ml.Data.CreateEnumerable<Projected>(projected, reuseRowObject: false).ToArray();
    }

    private Scored[] ScoreWith(RandomizedPcaTrainer trainer, IDataView data) =>
        ml.Data.CreateEnumerable<Scored>(trainer.Fit(data).Transform(data), reuseRowObject: false).ToArray();

    private static Wide[] RotatedRows(int count, float mean = 0)
    {
        var random = new Random(5);
        var axes = Axes();
        return Enumerable
            .Range(0, count)
            .Select(_ =>
            {
                var features = Enumerable.Repeat(mean, Width).ToArray();
                for (var k = 0; k < Width; k++)
                {
                    var along = Deviations[k] * Rows.Gaussian(random);
                    for (var j = 0; j < Width; j++)
                    {
                        features[j] += (float)(along * axes[k][j]);
                    }
                }

                return new Wide { Features = features };
            })
            .ToArray();
    }

    // Rows of the orthonormal cosine transform.
    private static double[][] Axes() =>
        Enumerable
            .Range(0, Width)
            .Select(k =>
                Enumerable
                    .Range(0, Width)
                    .Select(j => Math.Sqrt((k == 0 ? 1.0 : 2.0) / Width) * Math.Cos(Math.PI * (j + 0.5) * k / Width))
                    .ToArray()
            )
            .ToArray();

    private static double AxisVariance(Wide[] rows, int k)
    {
        var axis = Axes()[k];
        var values = rows.Select(row => row.Features.Select((value, j) => value * axis[j]).Sum()).ToArray();
        var mean = values.Average();
        return values.Average(value => (value - mean) * (value - mean));
    }
}
