using System.Reflection;
using TorchSharp;

namespace VaeMlNet.Benchmarks;

/// <summary>Reads the versions and threads of torch in this process.</summary>
internal static class TorchFacts
{
    public static IReadOnlyDictionary<string, string> Versions { get; } =
        new Dictionary<string, string>
        {
            ["TorchSharp"] = typeof(torch)
                .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
                .InformationalVersion,
        };

    public static ChildFacts Read() => new(Versions, torch.get_num_threads());
}
