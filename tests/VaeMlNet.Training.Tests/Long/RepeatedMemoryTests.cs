namespace VaeMlNet.Tests;

/// <summary>Several trainings in one process, as a tuner runs them.</summary>
[Category("Long")]
public class RepeatedMemoryTests
{
    private const int RowCount = 1_000_000;
    private const long BytesOfRows = 4L * RowCount * ReusedRow.Width;

    [Test]
    [Proves(80)]
    public void Fit_FiveTimes_DoesNotAddUpTheRows()
    {
        PeakMemory.IgnoreWithoutIt();

        Train(10_000);
        var before = PeakMemory.Bytes();
        Train(RowCount);
        var once = PeakMemory.Bytes() - before;
        for (var i = 0; i < 4; i++)
        {
            Train(RowCount);
        }

        var often = PeakMemory.Bytes() - before;
        TestContext.Out.WriteLine(
            $"{once / (double)BytesOfRows:F2} copies by one training, {often / (double)BytesOfRows:F2} by five"
        );

        Assert.That(once, Is.LessThan(1.5 * BytesOfRows));
        Assert.That(often, Is.LessThan(2.5 * BytesOfRows), "the garbage collector frees the rows of earlier trainings");
    }

    private static void Train(int rowCount)
    {
        VaeTrainerOptions options = new()
        {
            HiddenDims = [8],
            LatentDim = 2,
            BatchSize = 1024,
            EpochCount = 1,
            Likelihood = VaeLikelihoodOptions.GaussianUnitVariance,
        };
        using var model = new VaeTrainer(options).Fit(ReusedRow.View(rowCount), nameof(ReusedRow.Features));

        Assert.That(model.History[0].Training.Total, Is.Positive);
    }
}
