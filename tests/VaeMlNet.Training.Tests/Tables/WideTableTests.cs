using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

/// <summary>Tables of few rows for their columns.</summary>
public sealed class WideTableTests
{
    private const int Factors = 4;
    private const int Width = 40;

    private sealed class Row
    {
        [VectorType(Width)]
        public float[] Values { get; set; } = [];
    }

    /// <summary>With steps that let each bin learn its noise, the numbers of a factor had a mean correlation of 0.14 in synthetic rows.</summary>
    [TestCase(false)]
    [TestCase(true)]
    public void VaeSample_NumbersOfCommonFactors_AreCorrelated(bool usesAutograd)
    {
        MLContext ml = new(seed: 1);
        using TemporaryFolder folder = new();
        var data = ml.Data.LoadFromEnumerable(Rows());
        VaeTrainerOptions options = new() { EpochCount = 150, UsesAutograd = usesAutograd };
        using (var trained = new VaeTrainer(options).Fit(data, ["Values"]))
        {
            trained.Export(folder["wide"], data);
        }

        using var model = VaeModel.Open(folder["wide"]);
        Row[] drawn = [.. ml.Data.CreateEnumerable<Row>(ml.Data.VaeSample(model, 300, seed: 1), reuseRowObject: false)];

        Assert.That(Correlation(drawn, Factors), Is.GreaterThan(0.4));
        Assert.That(Correlation(drawn, 1), Is.EqualTo(0).Within(0.15));
    }

    /// <summary>Graphs of 2,000 inputs with six recorded tensors for each take minutes on a slow disk.</summary>
    [Test]
    [Category("Long")]
    [Proves(28)]
    public void Fit_2000Columns_ScoresEveryRow()
    {
        var table = HardTable.Wide(2_000);
        var options = new VaeTrainerOptions { EpochCount = 3, BatchSize = 16 };

        using var detector = new MLContext(seed: 1)
            .AnomalyDetection.Trainers.Vae(table.ColumnNames, options)
            .Fit(table.View);

        float[] scores = [.. detector.Transform(table.View).GetColumn<float>("Score")];

        Assert.That(scores, Has.Length.EqualTo(40).And.All.Matches<float>(float.IsFinite));
        Assert.That(scores.Distinct().Count(), Is.EqualTo(40));
    }

    private static IEnumerable<Row> Rows()
    {
        Random random = new(1);
        for (var row = 0; row < 150; row++)
        {
            float[] factors = [.. Enumerable.Range(0, Factors).Select(_ => random.NextNormal())];
            yield return new()
            {
                Values =
                [
                    .. Enumerable.Range(0, Width).Select(i => factors[i % Factors] + (0.4f * random.NextNormal())),
                ],
            };
        }
    }

    /// <summary>Returns the mean correlation of numbers at a distance.</summary>
    private static double Correlation(Row[] rows, int distance) =>
        Enumerable
            .Range(0, Width - distance)
            .Average(i =>
                MathNet.Numerics.Statistics.Correlation.Pearson(
                    rows.Select(row => (double)row.Values[i]),
                    rows.Select(row => (double)row.Values[i + distance])
                )
            );
}
