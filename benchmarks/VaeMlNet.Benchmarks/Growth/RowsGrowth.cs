using System.Diagnostics;
using System.Text.Json;

namespace VaeMlNet.Benchmarks;

/// <summary>Measures how time and memory grow with the number of rows, in a new process for each number of rows.</summary>
internal static class RowsGrowth
{
    private const int Smallest = 10_000;
    private const int MostRuns = 3;

    /// <summary>
    /// The total number of rows over all runs of one point. Long runs vary less, so larger points have fewer runs.
    /// </summary>
    private const int RowsOfAllRuns = 3_000_000;

    /// <summary>Measures 10,000 rows, ten times as many, and so on. Returns the run with the median time for each.</summary>
    public static IReadOnlyList<RowsFigures> Measure(
        string mnist,
        string modelFolder,
        int largest,
        Action<string> report
    )
    {
        var figures = new List<RowsFigures>();
        for (long rows = Smallest; rows <= largest; rows *= 10)
        {
            report(FormattableString.Invariant($"scoring {rows:N0} generated rows in a process of its own"));
            var runs = (int)Math.Clamp(RowsOfAllRuns / rows, 1, MostRuns);
            RowsFigures[] bySpeed =
            [
                .. Enumerable
                    .Range(0, runs)
                    .Select(_ => MeasureOnce(mnist, modelFolder, (int)rows))
                    .OrderBy(f => f.Seconds),
            ];
            figures.Add(bySpeed[runs / 2]);
        }

        return figures;
    }

    private static RowsFigures MeasureOnce(string mnist, string modelFolder, int rows)
    {
        string[] arguments =
        [
            typeof(RowsGrowth).Assembly.Location,
            RowsRun.Name,
            $"--mnist={mnist}",
            $"--model={modelFolder}",
            FormattableString.Invariant($"--rows={rows}"),
        ];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize<RowsFigures>(output)!
            : throw new InvalidOperationException(
                $"Scoring {rows} rows in a process of its own failed with exit code {process.ExitCode}; its error is above."
            );
    }
}
