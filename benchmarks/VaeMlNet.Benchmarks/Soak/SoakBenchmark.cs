using System.Diagnostics;
using System.Globalization;

namespace VaeMlNet.Benchmarks;

/// <summary>Opens, scores, trains and disposes for a long time under faults, and checks that resource use does not grow.</summary>
internal static class SoakBenchmark
{
    public const string Name = "soak";

    /// <summary>Runs the soak in a new process with its own home and folder for temporary files.</summary>
    /// <exception cref="InvalidOperationException">The process ended early.</exception>
    public static void Run(SoakSettings settings)
    {
        if (Directory.Exists(settings.WorkFolder))
        {
            Directory.Delete(settings.WorkFolder, recursive: true);
        }

        var folders = new SoakFolders(settings.WorkFolder);
        string[] arguments =
        [
            typeof(SoakBenchmark).Assembly.Location,
            SoakRun.Name,
            string.Create(CultureInfo.InvariantCulture, $"--minutes={settings.Minutes}"),
            string.Create(CultureInfo.InvariantCulture, $"--seeds={settings.Seed}"),
            $"--out={settings.OutputFolder}",
        ];
        var start = new ProcessStartInfo("dotnet", arguments);
        // Remove settings that turn off the telemetry of ONNX Runtime: VaeMlNet must do so. Files of the telemetry would be counted.
        foreach (var name in new[] { "ORT_DISABLE_TELEMETRY", "CI", "TF_BUILD", "GITHUB_ACTIONS", "XDG_CACHE_HOME" })
        {
            start.Environment.Remove(name);
        }

        foreach (var name in new[] { "TMPDIR", "TMP", "TEMP" })
        {
            start.Environment[name] = folders.Temporary;
        }

        start.Environment["HOME"] = folders.Home;
        // The pipes of .NET's diagnostics would be counted as temporary files.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        using var process = Process.Start(start)!;
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"The soak process ended with exit code {process.ExitCode}. Its error is above, and its samples are in '{settings.SamplesFile}'."
            );
        }
    }

    /// <summary>Reads the samples of a soak. The soak may still be running.</summary>
    public static SoakReport Report(SoakSettings settings) =>
        new(
            new(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"./build.sh --target=Benchmark --filter={Name} --minutes={settings.Minutes} --seeds={settings.Seed}"
                ),
                File.GetLastWriteTime(settings.SamplesFile),
                MachineFacts.Read()
            ),
            SoakSample.ReadAll(settings.SamplesFile)
        );
}
