namespace VaeMlNet.Tests;

/// <summary>Training on data that does not fit into memory.</summary>
[Category("Long")]
public class StreamedMemoryTests
{
    private const int FewRows = 200_000;
    private const int ManyRows = 2_000_000;
    private const long BytesOfManyRows = (long)ManyRows * ReusedRow.Width * sizeof(float);

    [Test]
    public void Fit_TenTimesTheRows_TakesNoMoreMemory()
    {
        PeakMemory.IgnoreWithoutIt();

        Train(FewRows);
        var few = PeakMemory.Bytes();
        Train(ManyRows);
        var many = PeakMemory.Bytes();

        TestContext.Out.WriteLine($"peak {few / 1e6:F0} MB with {FewRows} rows, {many / 1e6:F0} MB with {ManyRows}");

        Assert.That(many - few, Is.LessThan(BytesOfManyRows / 10), "of the rows, no more than a small part is held");
    }

    private static void Train(int rowCount)
    {
        var options = new VaeTrainerOptions
        {
            HiddenDims = [16],
            LatentDim = 4,
            BatchSize = 1024,
            EpochCount = 1,
            Likelihood = VaeLikelihoodOptions.GaussianUnitVariance,
            Data = new() { ShuffleBufferRows = 10_000 },
        };
        using var model = new VaeTrainer(options).Fit(ReusedRow.View(rowCount), nameof(ReusedRow.Features));
        Assert.That(model.History[0].Training.Total, Is.Positive);
    }
}
