using System.Diagnostics;

namespace VaeMlNet.Cli.Tests;

[Platform("Linux")]
internal sealed class ScoreSystemCallsTests
{
    [Test]
    [Category("Long")]
    public void Score_AFile_WritesNothingButItsOutputAndUsesNoNetwork()
    {
        using var folder = new TemporaryFolder();
        var start = Score(folder, "--out=scores.csv");
        using var watch = new TelemetryWatch(start);

        var calls = SystemCalls.Trace(start);

        calls.Run.Succeeded();

        Assert.That(folder.Entries, Is.EqualTo(new[] { "d.csv", "scores.csv" }));

        AssertQuiet(calls);
        string[] written = [.. calls.WrittenPaths.Where(path => !IsOfTheThread(path))];

        Assert.That(written, Has.Member(folder["scores.csv"]));
        // The folder itself is made if it is missing; temporary files lie in it and begin with a dot.
        Assert.That(
            written.Where(path => path != folder.Path && path != folder["scores.csv"]),
            Has.All.StartsWith(folder["."])
        );
        Assert.That(watch.Files, Is.Empty);
    }

    /// <summary>.NET creates files of its own while diagnostics are enabled, which is its default.</summary>
    [Test]
    [Category("Long")]
    public void Score_WithTheDiagnosticsOfDotnet_WritesOnlyItsPipesIntoTheTemporaryFolder()
    {
        using var folder = new TemporaryFolder();
        var start = Score(folder, "--out=scores.csv");
        using var watch = new TelemetryWatch(start);
        start.Environment.Remove("DOTNET_EnableDiagnostics");
        var temporary = start.Environment["TMPDIR"]!;

        var calls = SystemCalls.Trace(start);

        calls.Run.Succeeded();
        AssertQuiet(calls);
        string[] written =
        [
            .. calls.WrittenPaths.Where(path =>
                !IsOfTheThread(path)
                && !path.StartsWith(folder.Path, StringComparison.Ordinal)
                // A debugger that waits for this process would have made it.
                && !path.StartsWith("/dev/shm/sem.clrst", StringComparison.Ordinal)
            ),
        ];

        Assert.That(written, Is.Not.Empty);
        Assert.That(written.Select(Path.GetDirectoryName), Has.All.EqualTo(temporary));
        Assert.That(written.Select(Path.GetFileName), Has.All.Match("^(dotnet-diagnostic|clr-debug-pipe)-"));
        Assert.That(watch.Files, Is.Empty, "they are deleted at the end");
    }

    /// <summary>
    /// Asserts that the process made no network calls. ONNX Runtime may open the socket of the system log, to which it
    /// writes nothing.
    /// </summary>
    private static void AssertQuiet(SystemCalls calls) =>
        Assert.That(
            calls.NetworkCalls.Where(call => !call.Contains("sun_path=\"/dev/log\"", StringComparison.Ordinal)),
            Is.Empty
        );

    /// <summary>Returns whether .NET wrote the name of a thread to the path.</summary>
    private static bool IsOfTheThread(string path) =>
        path.StartsWith("/proc/self/task/", StringComparison.Ordinal)
        && path.EndsWith("/comm", StringComparison.Ordinal);

    private static ProcessStartInfo Score(TemporaryFolder folder, params string[] options)
    {
        folder.Write("d.csv", TinyModel.Rows(50, seed: 5));
        string[] arguments = ["score", TinyModel.Folder, "--data=d.csv", .. options];
        return new("dotnet", [typeof(VaemlnetTool).Assembly.Location, .. arguments]) { WorkingDirectory = folder.Path };
    }
}
