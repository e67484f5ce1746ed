using System.Diagnostics;
using System.Globalization;

namespace VaeMlNet.Tests;

/// <summary>Opens a small and a large model and prints by how many bytes the largest working set grew with the second.</summary>
internal static class OpenMemory
{
    public const string Verb = "open-memory";

    public static int Run(string small, string large)
    {
        using (var model = VaeModel.Open(small))
        {
            model.Encode(new float[model.InputDim]);
        }

        var before = Peak();
        using (var model = VaeModel.Open(large))
        {
            model.Encode(new float[model.InputDim]);
        }

        Console.WriteLine((Peak() - before).ToString(CultureInfo.InvariantCulture));
        return 0;
    }

    private static long Peak()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
