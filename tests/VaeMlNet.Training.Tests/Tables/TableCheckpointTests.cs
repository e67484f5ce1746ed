using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

public class TableCheckpointTests
{
    [Test]
    public void LoadCheckpoint_DetectorOfColumnsWithMoreMarksThanValues_IsTheSavedOne()
    {
        using TemporaryFolder folder = new();
        Row[] rows = [.. Enumerable.Range(0, 60).Select(row => new Row { A = (uint)row % 2, B = (uint)row / 3 % 2 })];
        VaeTrainer trainer = new(
            new()
            {
                EpochCount = 1,
                HiddenDims = [64],
                BatchSize = 20,
            }
        )
        {
            ForAnomalies = true,
        };
        using var trained = trainer.Fit(new MLContext(1).Data.LoadFromEnumerable(rows), ["A", "B", "C", "D"]);
        trained.SaveCheckpoint(folder["checkpoint"]);

        using var loaded = TrainedVae.LoadCheckpoint(folder["checkpoint"]);

        Assert.That(Some.Weights(loaded), Is.EqualTo(Some.Weights(trained)));
    }

    private sealed class Row
    {
        [KeyType(2)]
        public uint A { get; set; }

        [KeyType(2)]
        public uint B { get; set; }

        [KeyType(2)]
        public uint C { get; set; }

        [KeyType(2)]
        public uint D { get; set; }
    }
}
