using System.Security.Cryptography;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

namespace VaeMlNet;

/// <summary>Creates the names of a saved step's intermediate columns, and of its graphs' inputs and outputs.</summary>
/// <remarks>
/// The names begin with a prefix that no column of the data has, so that no column of the user is hidden or dropped.
/// </remarks>
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

    /// <summary>Gets all names that were created, to drop these columns at the end.</summary>
    public string[] All => [.. names];

    /// <summary>Returns the name for a purpose. The same purpose always has the same name.</summary>
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

/// <summary>
/// Creates ML.NET's own anomaly detector for a column that already contains a score. It computes <c>Score</c> = 1 * score + 0,
/// and <c>PredictedLabel</c> = score &gt; threshold.
/// </summary>
internal static class StockDetector
{
    /// <param name="environment">The environment of the detector.</param>
    /// <param name="scoreColumn">The column with the score: Vector&lt;Single, 1&gt;.</param>
    /// <param name="threshold">The score above which a row counts as an anomaly.</param>
    public static ITransformer Create(IHostEnvironment environment, string scoreColumn, float threshold)
    {
        var weights = new VBuffer<float>(1, [1f]);
        var model = MlNetInternals.CreateLinearModel(environment, in weights, bias: 0);
        var schema = new DataViewSchema.Builder();
        schema.AddColumn(scoreColumn, new VectorDataViewType(NumberDataViewType.Single, 1));
        return MlNetInternals.Detectors<LinearRegressionModelParameters>.Create(
            environment,
            model,
            schema.ToSchema(),
            scoreColumn,
            threshold,
            "Score"
        );
    }
}
