using System.Diagnostics;
using System.Globalization;

namespace VaeMlNet.Cli;

/// <summary>Collects what each stage reached and how long it took, and prints it as the closing table.</summary>
/// <param name="terminal">Where stages and table are printed.</param>
internal sealed class QuickstartSummary(CommandTerminal terminal)
{
    private readonly Stopwatch total = Stopwatch.StartNew();
    private readonly List<(string Stage, string Reached, double Seconds)> stages = [];
    private readonly List<(string Content, string Path)> files = [];

    /// <summary>Runs a stage, prints what it reached, and keeps it for the table.</summary>
    /// <param name="name">The stage.</param>
    /// <param name="work">The work; gives what was reached, in a few words.</param>
    public void Run(string name, Func<string> work)
    {
        var clock = Stopwatch.StartNew();
        var reached = work();
        stages.Add((name, reached, clock.Elapsed.TotalSeconds));
        terminal.WriteLine($"{name}: {reached}");
    }

    /// <summary>Keeps a file for the table.</summary>
    public void AddFile(string content, string path) => files.Add((content, path));

    /// <summary>Prints both tables.</summary>
    public void Print()
    {
        var rows = stages.Select(s => new[] { s.Stage, s.Reached, Seconds(s.Seconds) });
        terminal.WriteTable(
            "What was reached",
            ["stage", "reached", "seconds"],
            rows.Append(["total", "", Seconds(total.Elapsed.TotalSeconds)])
        );
        terminal.WriteTable("Files", ["content", "where"], files.Select(f => new[] { f.Content, f.Path }));
    }

    private static string Seconds(double seconds) => seconds.ToString("0.0", CultureInfo.InvariantCulture);
}
