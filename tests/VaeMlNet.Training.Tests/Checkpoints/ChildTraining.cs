using System.Diagnostics;
using System.Globalization;

namespace VaeMlNet.Tests;

/// <summary>The program of this assembly, which trains with a checkpoint after each epoch until it is killed.</summary>
internal static class ChildTraining
{
    public static VaeTrainerOptions Options { get; } =
        Some.Options(epochCount: 1_000_000) with
        {
            Optimizer = new() { Kind = VaeOptimizerKind.AdamW, WeightDecay = 0.01 },
            KlWarmUpEpochs = 20,
            InputNoise = new() { Kind = VaeInputNoiseKind.Masking },
        };

    public static int Main(string[] arguments)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        using var rows = Some.Rows(50);
        Console.WriteLine(0);
        var trainer = new VaeTrainer(Options) { Checkpoints = new(arguments[0]) { Resume = true } };
        using var model = trainer.Fit(rows, progress: new ProgressRecorder(PrintCompletedEpoch));
        return 0;
    }

    /// <summary>Starts it; its output is redirected. The caller disposes the process.</summary>
    public static Process Start(string checkpointFolder)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(ChildTraining).Assembly.Location, checkpointFolder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }

    private static void PrintCompletedEpoch(VaeTrainingProgress progress)
    {
        if (progress.CompletedEpoch is { } epoch)
        {
            Console.WriteLine(epoch.Epoch);
        }
    }
}
