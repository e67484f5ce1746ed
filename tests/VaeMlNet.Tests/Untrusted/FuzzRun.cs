using System.Diagnostics;

namespace VaeMlNet.Tests;

/// <summary>Opens and uses damaged copies of a model, one per seed, and holds every one to the promises of the model folder.</summary>
/// <remarks>It runs in a process of its own, so that a crash, a hang and the memory of one seed are seen as such.</remarks>
internal sealed class FuzzRun(MutatedModel models, string folder)
{
    public const string Verb = "fuzz";

    /// <summary>Processor time, not time: other processes must not make it fail.</summary>
    private static readonly TimeSpan LongestTime = TimeSpan.FromSeconds(1);

    private const long LargestMemory = 256L << 20;

    /// <summary>Prints each seed before it is tried, what is wrong with it if anything is, and the totals.</summary>
    public static int Run(string original, string folder, int firstSeed, int count)
    {
        var run = new FuzzRun(new MutatedModel(original, folder), folder);
        Use(original, new Outcome());
        var total = new Outcome();
        int broken = 0;
        for (int seed = firstSeed; seed < firstSeed + count; seed++)
        {
            Console.WriteLine($"seed {seed}");
            if (run.Try(seed, total) is { } problem)
            {
                Console.WriteLine($"BROKEN seed {seed}: {problem.ReplaceLineEndings(" ")}");
                broken++;
            }
        }
        Console.WriteLine($"refused {total.Refused} accepted {total.Accepted}");
        return broken == 0 ? 0 : 1;
    }

    private string? Try(int seed, Outcome outcome)
    {
        string file = models.Write(seed);
        using var process = Process.GetCurrentProcess();
        long before = process.WorkingSet64;
        long peakBefore = process.PeakWorkingSet64;
        long allocatedBefore = GC.GetTotalAllocatedBytes();
        TimeSpan timeBefore = process.TotalProcessorTime;
        try
        {
            Use(folder, outcome);
        }
        catch (Exception e)
        {
            return $"{file}: {e}";
        }
        process.Refresh();
        TimeSpan time = process.TotalProcessorTime - timeBefore;
        long allocated = GC.GetTotalAllocatedBytes() - allocatedBefore;
        long grown = process.PeakWorkingSet64 > peakBefore ? process.PeakWorkingSet64 - before : 0;
        return time > LongestTime ? $"{file} took {time.TotalSeconds:F1} s of processor time"
            : Math.Max(allocated, grown) > LargestMemory ? $"{file} took {Math.Max(allocated, grown) >> 20} MB"
            : null;
    }

    /// <summary>Everything that reads the files; what is not a documented refusal comes out.</summary>
    private static void Use(string folder, Outcome outcome)
    {
        VaeModel? model = null;
        Documented(() => model = VaeModel.Open(folder), outcome);
        if (model is null)
        {
            return;
        }
        using (model)
        {
            Documented(() => model.Encode(new float[2 * model.InputDim]), outcome);
            Documented(() => model.Decode(new float[2 * model.LatentDim]), outcome);
            Documented(() => model.Verify(), outcome);
        }
    }

    private static void Documented(Action use, Outcome outcome)
    {
        try
        {
            use();
            outcome.Accepted++;
        }
        catch (VaeModelException e) when (e.Message.Length > 0)
        {
            outcome.Refused++;
        }
    }

    private sealed class Outcome
    {
        public int Accepted { get; set; }

        public int Refused { get; set; }
    }
}
