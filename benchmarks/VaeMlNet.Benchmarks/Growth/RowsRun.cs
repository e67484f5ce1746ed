using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.ML;

namespace VaeMlNet.Benchmarks;

/// <summary>Scores generated rows once in a process of its own, and prints the time and memory.</summary>
internal static class RowsRun
{
    /// <summary>The name of the hidden subcommand.</summary>
    public const string Name = "score-rows";

    private const string ScoreColumn = "Score";

    /// <summary>The number of MNIST images that the generated rows repeat.</summary>
    private const int PoolCount = 1000;

    private const int WarmUpRows = 5000;

    /// <summary>Prints a <see cref="RowsFigures"/> as JSON.</summary>
    public static void Run(string mnist, string modelFolder, int rowCount)
    {
        var pool = MnistImages.Read(mnist, PoolCount);
        var ml = new MLContext(seed: 1);
        var rows = FeatureDataView.Create(ml, Generate(pool, rowCount), Digit.PixelCount);
        using var scorer = ml.Transforms.VaeScore(ScoreColumn, FeatureFileView.ColumnName, modelFolder).Fit(rows);
        // Exclude the time of JIT compilation from the measurement.
        ViewPass.OneCursor(scorer.Transform(ml.Data.TakeRows(rows, Math.Min(rowCount, WarmUpRows))), ScoreColumn);
        var scored = scorer.Transform(rows);
        var cpu = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        ViewPass.OneCursor(scored, ScoreColumn);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        cpu = Environment.CpuUsage.TotalTime - cpu;
        Console.WriteLine(JsonSerializer.Serialize(new RowsFigures(rowCount, seconds, cpu.TotalSeconds, PeakMemory())));
    }

    /// <summary>Generates rows while they are read. None of them is kept.</summary>
    private static IEnumerable<float[]> Generate(float[][] pool, int rowCount)
    {
        for (var i = 0; i < rowCount; i++)
        {
            yield return pool[i % pool.Length];
        }
    }

    /// <summary>Returns the largest resident memory of this process so far, in MiB.</summary>
    private static double PeakMemory()
    {
        const string linuxFile = "/proc/self/status";
        var line = File.Exists(linuxFile)
            ? File.ReadLines(linuxFile).FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal))
            : null;
        return line is null
            ? Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0
            : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture)
                / 1024;
    }
}
