using System.Diagnostics;
using Microsoft.ML;

namespace VaeMlNet.Benchmarks;

/// <summary>Scores rows in memory with VaeScore's default options, as a child process that takes turns.</summary>
internal static class ScoringWorker
{
    /// <summary>The number of rows of a turn.</summary>
    public const int RowCount = 30_000;

    /// <summary>The work of a turn.</summary>
    public const string Title = "one cursor over VaeScore with default options, 30,000 MNIST rows in memory";

    private const string ScoreColumn = "Score";

    /// <summary>Scores until there are no more turns.</summary>
    public static void Run(string modelFolder, string mnist, ChildTurns turns)
    {
        var ml = new MLContext(seed: 1);
        var rows = FeatureDataView.Create(ml, MnistImages.Read(mnist, RowCount), Digit.PixelCount);
        using var scorer = ml.Transforms.VaeScore(ScoreColumn, FeatureFileView.ColumnName, modelFolder).Fit(rows);
        var scored = scorer.Transform(rows);
        turns.Begin(new(new Dictionary<string, string>(), Environment.ProcessorCount));
        while (turns.Await())
        {
            GC.Collect();
            var cpu = Environment.CpuUsage.TotalTime;
            var start = Stopwatch.GetTimestamp();
            var checksum = ViewPass.OneCursor(scored, ScoreColumn);
            turns.End(
                new(
                    Stopwatch.GetElapsedTime(start).TotalSeconds,
                    (Environment.CpuUsage.TotalTime - cpu).TotalSeconds,
                    checksum
                )
            );
        }
    }
}
