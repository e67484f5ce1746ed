using Microsoft.ML;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

/// <summary>Columns with large numbers because of their unit: a reconstruction near 0 is a difference of large terms.</summary>
public sealed class LargeUnitTests
{
    private const int RowCount = 3000;

    [Test]
    public void Fit_NumbersOfALargeUnitAroundZero_ExportsAndVerifies()
    {
        using var folder = new TemporaryFolder();
        var ml = new MLContext(seed: 1);
        var random = new Random(1);
        var rows = Enumerable
            .Range(0, RowCount)
            .Select(_ => new Row { Features = [Number(random, 1e6f), Number(random, 1e7f), Number(random, 1)] });
        var data = ml.Data.LoadFromEnumerable(rows.ToArray());

        using var detector = ml
            .AnomalyDetection.Trainers.Vae("Features", new VaeTrainerOptions { EpochCount = 2 })
            .Fit(data);
        detector.SaveModelFolder(folder["model"]);
        using var model = VaeModel.Open(folder["model"]);

        Assert.That(model.Verify().Passed, Is.True);
    }

    private static float Number(Random random, float unit) => unit * (float)((2 * random.NextDouble()) - 1);

    private sealed class Row
    {
        [Microsoft.ML.Data.VectorType(3)]
        public float[] Features { get; set; } = [];
    }
}
