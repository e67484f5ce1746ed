using System.Diagnostics;
using System.Globalization;

namespace VaeMlNet.Benchmarks;

/// <summary>A program that scores a CSV file, as a whole process on some of the processors.</summary>
/// <param name="name">The name in messages.</param>
/// <param name="processors">The number of processors.</param>
/// <param name="command">The program and its arguments.</param>
/// <param name="output">The file that the program writes.</param>
internal sealed class CsvProcess(string name, int processors, string[] command, string output)
{
    /// <summary>Runs the program. The result is the sum of the scores that it wrote.</summary>
    /// <exception cref="InvalidOperationException">The program failed.</exception>
    public MeasuredPass Measure()
    {
        var cpu = ChildrenTime.Seconds();
        var start = Stopwatch.GetTimestamp();
        FinishedProcess.Run(name, new("taskset", ["--cpu-list", $"0-{processors - 1}", .. command]));
        var elapsed = Stopwatch.GetElapsedTime(start);
        return new(new(elapsed.TotalSeconds, ChildrenTime.Seconds() - cpu, 0), SumOfScores());
    }

    // A copy of the rows has no scores.
    private double SumOfScores()
    {
        using StreamReader text = new(output);
        var header = text.ReadLine();
        var sum = 0.0;
        while (header?.StartsWith(WrittenColumn.NameOf(ScoreWriter.ScoreColumn), StringComparison.Ordinal) == true)
        {
            if (text.ReadLine() is not { } line)
            {
                break;
            }

            sum += double.Parse(line.AsSpan(0, line.IndexOf(',')), CultureInfo.InvariantCulture);
        }

        return sum;
    }
}
