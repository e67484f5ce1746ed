using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.OnnxRuntime;

namespace VaeMlNet.Benchmarks;

/// <summary>What figures depend on besides the code: machine, versions, and whether the real packages ran.</summary>
internal sealed record MachineFacts
{
    /// <summary>Model of the processor.</summary>
    public required string Processor { get; init; }

    /// <summary>Logical processors that the process may use.</summary>
    public required int ProcessorCount { get; init; }

    /// <summary>Operating system and architecture.</summary>
    public required string OperatingSystem { get; init; }

    /// <summary>Version per component.</summary>
    public required IReadOnlyDictionary<string, string> Versions { get; init; }

    /// <summary><c>packages</c> when the real ML.NET ran, <c>compat</c> when a subset stood in for it.</summary>
    public required string Packages { get; init; }

    /// <summary>Reads them from this process and machine.</summary>
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
            Packages = typeof(MachineFacts)
                .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
                .Single(a => a.Key == "MlDependencies")
                .Value!,
        };

    /// <summary>The same with versions of more components.</summary>
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

    private static string Version(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

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
