using System.Security.Cryptography;
using System.Text;
using Microsoft.ML;

namespace VaeMlNet;

/// <summary>
/// Names of the columns that a saved step has for itself between its first and its last transformer, and that its graphs'
/// inputs and outputs have.
/// </summary>
/// <remarks>They begin with a prefix that no column of the data has: nothing of the user's is hidden or dropped.</remarks>
internal sealed class StockColumns
{
    private const int HashDigits = 8;

    private readonly string prefix;
    private readonly List<string> names = [];

    public StockColumns(BatchedOnnxStep step, DataViewSchema schema)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var graph in step.Graphs)
        {
            hash.AppendData(graph.Model);
        }

        string[] identity = [step.Name, .. step.Inputs.Select(i => i.ColumnName), .. step.Outputs.Select(o => o.Name)];
        hash.AppendData(Encoding.UTF8.GetBytes(string.Join('\n', identity)));
        prefix = $"vae_{Convert.ToHexStringLower(hash.GetHashAndReset())[..HashDigits]}_";
        while (schema.Any(c => c.Name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            prefix += "x_";
        }
    }

    /// <summary>All names that were given, to drop the columns at the end.</summary>
    public string[] All => [.. names];

    /// <summary>The name for a purpose; always the same for the same purpose.</summary>
    public string For(string purpose)
    {
        var name = prefix + purpose;
        if (!names.Contains(name))
        {
            names.Add(name);
        }

        return name;
    }
}
