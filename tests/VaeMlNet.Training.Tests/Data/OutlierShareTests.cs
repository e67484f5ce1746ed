using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>Outlying rows that are left out before training.</summary>
public class OutlierShareTests
{
    private static readonly float[] FarRow = [.. Enumerable.Repeat(30f, Some.Width)];

    [Test]
    public void PerRow_RowFarOut_IsFarthestAndBounded()
    {
        using var rows = Some.ToTensor([.. Some.Values(99), FarRow]);

        var distances = RobustDistance.PerRow(new RowsOfTensor(rows), (int)rows.shape[1]);

        Assert.Multiple(() =>
        {
            Assert.That(distances[99], Is.EqualTo(25).And.EqualTo(distances.Max()));
            Assert.That(distances[..99].Max(), Is.LessThan(distances[99] / 2));
        });
    }

    [Test]
    public void PerRow_NormalValues_AverageAboutOne()
    {
        using var rows = randn(2000, 4, generator: new Generator(1));

        Assert.That(
            RobustDistance.PerRow(new RowsOfTensor(rows), (int)rows.shape[1]).Average(),
            Is.EqualTo(1).Within(0.1)
        );
    }

    [Test]
    public void PerRow_MissingCells_AreLeftOutOfTheMean()
    {
        // Medians 0 (of 5 values) and 10, deviations 1.4826 and 14.826.
        using var rows = Some.ToTensor(
            [-2, 0],
            [-1, float.NaN],
            [0, 10],
            [1, 20],
            [2, float.NaN],
            [float.NaN, float.NaN]
        );

        var distances = RobustDistance.PerRow(new RowsOfTensor(rows), (int)rows.shape[1]);

        const double square = 1 / (1.4826 * 1.4826);

        Assert.That(
            distances,
            Is.EqualTo([(4 + 1) * square / 2, square, 0, (1 + 1) * square / 2, 4 * square, 0]).Within(1e-6)
        );
    }

    [Test]
    public void PerRow_SlotsThatHardlyVary_UseTheStandardDeviationOrNothing()
    {
        // A constant slot, and one with a single 1 among 100: its square is 99, and counts 25.
        var values = Enumerable.Range(0, 100).Select(i => new[] { 7f, i == 0 ? 1f : 0f }).ToArray();
        using var rows = Some.ToTensor(values);

        var distances = RobustDistance.PerRow(new RowsOfTensor(rows), (int)rows.shape[1]);

        Assert.That((distances[0], distances[1]), Is.EqualTo((25d, 0d)));
    }

    [Test]
    public void Fit_FarRows_AreLeftOutAndCounted()
    {
        using var rows = Some.ToTensor([.. Some.Values(54), .. Enumerable.Repeat(FarRow, 6)]);
        using var clean = Some.Rows(54);
        var options = Some.Options(likelihood: DecoderLikelihood.GaussianUnitVariance);

        using var expected = new VaeTrainer(options).Fit(clean);
        using var model = new VaeTrainer(options with { Data = new() { OutlierShare = 0.1 } }).Fit(rows);

        Assert.Multiple(() =>
        {
            Assert.That(
                Some.Weights(model),
                Is.EqualTo(Some.Weights(expected)),
                "trained as if they had not been there"
            );
            Assert.That((model.TrainingData.RowCount, model.TrainingData.RemovedRowCount), Is.EqualTo((54L, 6L)));
            Assert.That(model.TrainingData.Threshold.Rows, Is.EqualTo(54));
        });
    }

    [Test]
    public void Fit_WithContamination_LabelsThemAmongAllTrainingRows()
    {
        using var rows = Some.ToTensor([.. Some.Values(54), .. Enumerable.Repeat(FarRow, 6)]);
        var options = Some.Options(likelihood: DecoderLikelihood.GaussianUnitVariance) with { Contamination = 0.1 };

        using var model = new VaeTrainer(options with { Data = new() { OutlierShare = 0.1 } }).Fit(rows);

        var scores = RowScores.Compute(model.Network, new RowsOfTensor(rows)).Scores[VaeScoreKind.NegativeElbo];
        var threshold = model.TrainingData.Threshold;

        Assert.Multiple(() =>
        {
            Assert.That(threshold.Rows, Is.EqualTo(60));
            Assert.That(
                scores.Index().Where(s => s.Item > threshold.NegativeElbo).Select(s => s.Index),
                Is.EqualTo(Enumerable.Range(54, 6))
            );
        });
    }

    [Test]
    public void Fit_WeightsAndLabels_StayWithTheirRows()
    {
        using var rows = Some.ToTensor([FarRow, .. Some.Values(20)]);
        using var clean = Some.Rows(20);
        var options = Some.Options(likelihood: DecoderLikelihood.GaussianUnitVariance) with
        {
            Data = new() { ClassBalance = VaeClassBalance.Weight },
        };
        var removing = options with { Data = options.Data with { OutlierShare = 0.05 } };
        var labels = Enumerable.Range(0, 20).Select(i => (long)(i / 15)).ToArray();
        var weights = Enumerable.Range(1, 20).Select(i => (float)i).ToArray();

        using var expected = new VaeTrainer(options).Fit(
            new VaeTrainingTensors(clean) { Labels = tensor(labels), ExampleWeights = tensor(weights) }
        );
        using var model = new VaeTrainer(removing).Fit(
            new VaeTrainingTensors(rows)
            {
                Labels = tensor([9L, .. labels]),
                ExampleWeights = tensor([50f, .. weights]),
            }
        );

        Assert.That(Some.Weights(model), Is.EqualTo(Some.Weights(expected)));
    }

    [TestCase(-0.1)]
    [TestCase(0.51)]
    [TestCase(double.NaN)]
    public void OutlierShare_OutsideOfItsRange_IsRefused(double share) =>
        Assert.That(
            () => new VaeTrainer(new() { Data = new() { OutlierShare = share } }),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("Data.OutlierShare")
        );

    [Test]
    public void OutlierShare_WithStreaming_IsRefused() =>
        Assert.That(
            () =>
                new VaeTrainer(
                    new()
                    {
                        Data = new() { OutlierShare = 0.1, ShuffleBufferRows = 100 },
                    }
                ),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("while ShuffleBufferRows is above 0")
        );
}
