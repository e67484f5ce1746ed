using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>Reads a step over rows that are made as they are read, and says what memory that took.</summary>
/// <remarks>A process of its own for each pass: the peak is the process's.</remarks>
internal static class MemoryPass
{
    public const string Verb = "pass";
    public const string LargeBatchVerb = "large-batch";

    private const int Width = 32;

    /// <summary>Prints the bytes of the live heap when the last row is read, and those of the largest working set.</summary>
    public static int Run(string folder, string step, string openedBy, int rowCount)
    {
        var ml = new MLContext(seed: 1);
        var data = ml.Data.LoadFromEnumerable(Rows(rowCount));
        using var model = openedBy == "model" ? VaeModel.Open(folder) : null;
        using var transformer = Fit(ml, step, folder, model, data);
        var view = transformer.Transform(data);
        (var read, var heap) = step == "encode" ? Read<VBuffer<float>>(view, rowCount) : Read<float>(view, rowCount);
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        Console.WriteLine($"{read} {heap} {process.PeakWorkingSet64}");
        return 0;
    }

    /// <summary>Prints the bytes of the working set after one large batch whose cursor was disposed.</summary>
    public static int RunLargeBatch(string folder, bool keepMemory)
    {
        const int RowCount = 200_000;
        var ml = new MLContext(seed: 1);
        using var model = VaeModel.Open(folder, new() { KeepMemory = keepMemory });
        var data = ml.Data.LoadFromEnumerable(Rows(RowCount));
        var estimator = ml.Transforms.VaeScore("Added", "Features", model, new() { BatchSize = RowCount });
        using var transformer = estimator.Fit(data);
        (var read, _) = Read<float>(transformer.Transform(data), RowCount);
        Console.WriteLine($"{read} {LoadCycles.WorkingSet()}");
        return 0;
    }

    private static VaeTransformer Fit(MLContext ml, string step, string folder, VaeModel? model, IDataView data) =>
        (step, model) switch
        {
            ("encode", null) => ml.Transforms.VaeEncode("Added", "Features", folder).Fit(data),
            ("encode", _) => ml.Transforms.VaeEncode("Added", "Features", model).Fit(data),
            (_, null) => ml.Transforms.VaeScore("Added", "Features", folder).Fit(data),
            _ => ml.Transforms.VaeScore("Added", "Features", model).Fit(data),
        };

    private static (int Read, long Heap) Read<T>(IDataView view, int rowCount)
    {
        using var cursor = view.GetRowCursor([view.Schema["Added"]]);
        var getter = cursor.GetGetter<T>(view.Schema["Added"]);
        T value = default!;
        var read = 0;
        long heap = 0;
        while (cursor.MoveNext())
        {
            getter(ref value);
            if (++read == rowCount)
            {
                heap = LoadCycles.LiveHeap();
            }
        }

        return (read, heap);
    }

    private static IEnumerable<WideRow> Rows(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var row = new WideRow();
            for (var j = 0; j < Width; j++)
            {
                row.Features[j] = ((7 * i) + (3 * j)) % 11 / 11f;
            }

            yield return row;
        }
    }

    private sealed class WideRow
    {
        [VectorType(Width)]
        public float[] Features { get; set; } = new float[Width];
    }
}
