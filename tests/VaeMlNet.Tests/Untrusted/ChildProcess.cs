using System.Diagnostics;
using System.Globalization;

namespace VaeMlNet.Tests;

/// <summary>The program of this assembly. It runs code that crashes, hangs or is killed.</summary>
internal static class ChildProcess
{
    public static int Main(string[] arguments)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        return arguments switch
        {
            [FuzzRun.Verb, ModelFolderTarget.Name, var original, var folder, var first, var count] => FuzzRun.Run(
                new ModelFolderTarget(original, folder),
                int.Parse(first),
                int.Parse(count)
            ),
            [FuzzRun.Verb, SavedGraphTarget.Name, var original, _, var first, var count] => FuzzRun.Run(
                new SavedGraphTarget(original),
                int.Parse(first),
                int.Parse(count)
            ),
            [StockLoader.Verb, var folder] => StockLoader.Run(folder),
            [StepUser.Verb, var folder, var seconds] => StepUser.Run(folder, double.Parse(seconds)),
            [MemoryPass.Verb, var folder, var step, var openedBy, var rows] => MemoryPass.Run(
                folder,
                step,
                openedBy,
                int.Parse(rows)
            ),
            [MemoryPass.LargeBatchVerb, var folder, var keep] => MemoryPass.RunLargeBatch(folder, bool.Parse(keep)),
            [LoadCycles.Verb, var folder, var openedBy] => LoadCycles.Run(folder, openedBy),
            [UnfinishedWriter.Verb, var place] => UnfinishedWriter.Run(place),
            [EndlessWriter.Verb, var folder, .. var models] => EndlessWriter.Run(folder, models),
            [OpenMemory.Verb, var small, var large] => OpenMemory.Run(small, large),
            _ => 2,
        };
    }

    /// <summary>Starts it; its output is redirected. The caller disposes the process.</summary>
    /// <param name="temporaryFolder">The folder for its temporary files.</param>
    /// <param name="arguments">The arguments of the program.</param>
    public static Process Start(string temporaryFolder, params string[] arguments)
    {
        var start = Describe(arguments);
        foreach (var name in new[] { "TMPDIR", "TMP", "TEMP" })
        {
            start.Environment[name] = temporaryFolder;
        }
        // The runtime's own pipes for debuggers would lie there too.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        return Process.Start(start)!;
    }

    /// <summary>Returns the settings to start it with redirected output.</summary>
    public static ProcessStartInfo Describe(params string[] arguments) =>
        new("dotnet", [typeof(ChildProcess).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
}
