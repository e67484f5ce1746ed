using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

public sealed class WideTableTests
{
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
}
