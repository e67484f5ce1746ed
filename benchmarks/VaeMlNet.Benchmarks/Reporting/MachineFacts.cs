using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.OnnxRuntime;

namespace VaeMlNet.Benchmarks;

/// <summary>The machine and versions of components that produced a figure.</summary>
internal sealed record MachineFacts
{
    /// <summary>Gets the model of the processor.</summary>
    public required string Processor { get; init; }

    /// <summary>Gets the number of logical processors that the process may use.</summary>
    public required int ProcessorCount { get; init; }

    /// <summary>Gets the operating system and architecture.</summary>
    public required string OperatingSystem { get; init; }

    /// <summary>Gets the version of each component.</summary>
    public required IReadOnlyDictionary<string, string> Versions { get; init; }

    /// <summary>Gets the processor and the versions as one phrase, which stands beside a figure.</summary>
    public string Summary =>
        FormattableString.Invariant(
            $"{Processor}, {ProcessorCount} cores, {string.Join(", ", Versions.Where(v => v.Key != "VaeMlNet").Select(v => $"{v.Key} {v.Value}"))}"
        );

    /// <summary>Reads the facts of this process and machine.</summary>
    public static MachineFacts Read() =>
        new()
        {
            Processor = ReadProcessor(),
            ProcessorCount = Environment.ProcessorCount,
            OperatingSystem = $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}",
            Versions = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                [".NET"] = Environment.Version.ToString(),
                ["Microsoft.ML"] = Version(typeof(MLContext).Assembly),
                ["ONNX Runtime"] = OrtEnv.Instance().GetVersionString(),
                ["VaeMlNet"] = Version(typeof(VaeModel).Assembly),
            },
        };

    /// <summary>Returns a copy with versions of more components.</summary>
    public MachineFacts With(IEnumerable<KeyValuePair<string, string>> versions)
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (component, version) in Versions.Concat(versions))
        {
            all[component] = version;
        }

        return this with
        {
            Versions = all,
        };
    }

    // The part behind '+' is a commit.
    private static string Version(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private static string ReadProcessor()
    {
        const string linuxFile = "/proc/cpuinfo";
        var line = File.Exists(linuxFile)
            ? File.ReadLines(linuxFile).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?.Split(':', 2)[1].Trim()
            ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")
            ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
