using Microsoft.ML;

namespace VaeMlNet.Tests;

/// <summary>The standardization of tables with a few cells far outside the others.</summary>
public sealed class RobustScaleTests
{
    private const int RowCount = 2000;

    private readonly MLContext ml = new(seed: 1);

    private sealed record Row(float X, float MostlyZero);

    [Test]
    public void Detector_FewWildCells_KeepsMeanAndScale()
    {
        var clean = Columns(NewRows(), isDetector: true);
        var wild = Columns(WithWildCells(NewRows()), isDetector: true);

        for (var column = 0; column < 2; column++)
        {
            Assert.That(
                wild[column].Means![0],
                Is.EqualTo(clean[column].Means![0]).Within(0.05 * clean[column].Scales![0])
            );
            Assert.That(wild[column].Scales![0], Is.EqualTo(clean[column].Scales![0]).Within(25).Percent);
        }
    }

    [Test]
    public void Detector_NoWildCells_HasTheUsualMeanAndDeviation()
    {
        var rows = NewRows();
        var mean = rows.Average(row => row.X);
        var deviation = Math.Sqrt(rows.Average(row => Math.Pow(row.X - mean, 2)));

        var column = Columns(rows, isDetector: true)[0];

        Assert.That(column.Means![0], Is.EqualTo(mean).Within(1e-4));
        Assert.That(column.Scales![0], Is.EqualTo(deviation).Within(1e-4));
    }

    [Test]
    public void Gaussian_FewWildCells_MoveTheScale()
    {
        var wild = Columns(WithWildCells(NewRows()), isDetector: false);

        Assert.That(wild[0].Scales![0], Is.GreaterThan(100));
    }

    [Test]
    public void Detector_ConstantColumn_HasScale1()
    {
        Row[] rows = [.. Enumerable.Repeat(new Row(3, 0), 50)];

        var column = Columns(rows, isDetector: true)[0];

        Assert.That((column.Means![0], column.Scales![0]), Is.EqualTo((3f, 1f)));
    }

    private VaeColumn[] Columns(Row[] rows, bool isDetector)
    {
        var options = new VaeTrainerOptions
        {
            EpochCount = 1,
            Likelihood = isDetector ? null : GaussianLikelihoodOptions.ForTables,
        };
        var trainer = new VaeTrainer(options) { ForAnomalies = isDetector };
        using var trained = trainer.Fit(ml.Data.LoadFromEnumerable(rows), [nameof(Row.X), nameof(Row.MostlyZero)]);
        return [.. trained.TableColumns!];
    }

    private static Row[] NewRows()
    {
        var random = new Random(1);
        return
        [
            .. Enumerable
                .Range(0, RowCount)
                .Select(row => new Row(
                    (float)(10 * random.NextDouble()),
                    row % 25 == 0 ? (float)(10 * random.NextDouble()) : 0
                )),
        ];
    }

    private static Row[] WithWildCells(Row[] rows) =>
        [.. rows.Select((row, i) => i % 500 == 3 ? new Row(10_000, 10_000) : row)];
}
