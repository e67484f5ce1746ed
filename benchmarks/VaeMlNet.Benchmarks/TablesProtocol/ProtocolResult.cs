using System.Text.Json;

namespace VaeMlNet.Benchmarks;

/// <summary>The metrics of a method on a table and seed.</summary>
/// <param name="Table">The name of the table.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Method">The name of the method.</param>
/// <param name="Metrics">The metrics by name.</param>
internal sealed record ProtocolResult(string Table, int Seed, string Method, SortedDictionary<string, double> Metrics)
{
    /// <summary>Returns the file of a result.</summary>
    public static string PathOf(string folder, string table, int seed, string method) =>
        Path.Combine(folder, "results", $"{table}-s{seed}-{method}.json");

    /// <summary>Reads a result; null if there is none.</summary>
    public static ProtocolResult? Read(string path) =>
        File.Exists(path)
            ? JsonSerializer.Deserialize<ProtocolResult>(File.ReadAllText(path), ReportJson.Options)
            : null;

    /// <summary>Writes the result.</summary>
    public void Write(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, JsonSerializer.Serialize(this, ReportJson.Options) + "\n");
    }
}
