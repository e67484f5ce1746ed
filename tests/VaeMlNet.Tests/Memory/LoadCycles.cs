using System.Diagnostics;
using Microsoft.ML;

namespace VaeMlNet.Tests;

/// <summary>
/// Opens, uses and disposes models repeatedly, and reports the memory and handles of the process before and after.
/// </summary>
internal static class LoadCycles
{
    public const string Verb = "cycles";

    /// <summary>
    /// The number of cycles until everything is loaded and compiled, and pools and the collector have reached their sizes.
    /// </summary>
    private const int WarmUp = 100;

    private const int Cycles = 100;

    /// <summary>Prints the bytes of the working set and the number of handles, before and after the cycles.</summary>
    public static int Run(string folder, string openedBy)
    {
        var ml = new MLContext(seed: 1);
        IDataView data = new ReusingView([.. Enumerable.Range(0, 300).Select(_ => new float[TinyModel.InputDim])]);
        Repeat(WarmUp, ml, folder, openedBy, data);
        (var memoryBefore, var handlesBefore) = Held();
        Repeat(Cycles, ml, folder, openedBy, data);
        (var memoryAfter, var handlesAfter) = Held();
        Console.WriteLine($"{memoryBefore} {memoryAfter} {handlesBefore} {handlesAfter}");
        return 0;
    }

    private static void Repeat(int count, MLContext ml, string folder, string openedBy, IDataView data)
    {
        for (var i = 0; i < count; i++)
        {
            using var model = openedBy == "model" ? VaeModel.Open(folder) : null;
            using var encoder = model is null
                ? ml.Transforms.VaeEncode("Latent", "Features", folder).Fit(data)
                : ml.Transforms.VaeEncode("Latent", "Features", model).Fit(data);
            using var scorer = model is null
                ? ml.Transforms.VaeScore("Score", "Features", folder).Fit(data)
                : ml.Transforms.VaeScore("Score", "Features", model).Fit(data);
            _ = ViewColumns.Vectors(encoder.Transform(data), "Latent");
            _ = ViewColumns.Column<float>(scorer.Transform(data), "Score");
            using var engine = ml.Model.CreatePredictionEngine<Row, ScoredRow>(scorer);
            engine.Predict(new Row { Features = new float[TinyModel.InputDim] });
        }
    }

    /// <summary>Returns the bytes of the working set after a full garbage collection.</summary>
    public static long WorkingSet() => Held().Memory;

    /// <summary>Returns the bytes of the live objects after a full garbage collection.</summary>
    public static long LiveHeap()
    {
        CollectAll();
        return GC.GetTotalMemory(forceFullCollection: false);
    }

    private static (long Memory, int Handles) Held()
    {
        CollectAll();
        using var process = Process.GetCurrentProcess();
        return (process.WorkingSet64, process.HandleCount);
    }

    private static void CollectAll()
    {
        for (var i = 0; i < 3; i++)
        {
            // Aggressive: memory that the collector keeps for later is not what is asked here.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
    }

    private sealed class ScoredRow
    {
        public float Score { get; set; }
    }
}
