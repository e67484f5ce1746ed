using System.Globalization;
using VaeMlNet.Onnx;

namespace VaeMlNet;

/// <summary>Runs test_data_set_0 of a model folder through its graphs, and records the differences.</summary>
internal sealed class TestDataReplay(ModelFolder folder, VaeManifest manifest)
{
    /// <summary>
    /// The tolerance for 8-bit weights: rounding can move a number to the next integer, which is 1/127 of its row's range.
    /// </summary>
    private static readonly OutputTolerance Int8Rounding = new(1e-2, 1e-2);

    private readonly OutputTolerance tolerance =
        manifest.Weights == VaeManifest.Int8Weights
            ? Int8Rounding
            : OutputTolerance.RoundingOf(manifest.Architecture.InputDim);

    private readonly OwnUnitTerms terms = new(manifest);
    private readonly List<VaeOutputDifference> differences = [];
    private int replayedRows;

    /// <summary>Replays one graph. The files are numbered in the order of the graph's inputs and outputs.</summary>
    public void Run(
        string graph,
        SessionLease lease,
        IReadOnlyList<GraphTensor> inputs,
        IReadOnlyList<GraphTensor> outputs
    )
    {
        var rows = new TensorRows[inputs.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = Load(FileName(graph, "input", i), inputs[i], i == 0 ? null : rows[0].RowCount);
        }

        replayedRows = rows[0].RowCount;
        var actual = GraphRun.Over(lease, rows, outputs);
        var recorded = outputs
            .Select((output, i) => Load(FileName(graph, "output", i), output, replayedRows).ToNumbers())
            .ToArray();
        for (var i = 0; i < outputs.Count; i++)
        {
            var magnitudes = Magnitudes(i, outputs, recorded);
            var compared = Compare(recorded[i], actual[i].ToNumbers(), magnitudes, terms.Find(outputs[i].Name));
            differences.Add(
                new(graph, outputs[i].Name, compared.Largest, compared.LargestUse)
                {
                    RelativeError = compared.RelativeError,
                }
            );
        }
    }

    public VaeParityReport Report() => new(replayedRows, differences);

    private static string FileName(string graph, string role, int number) =>
        FormattableString.Invariant($"{ModelFolderFiles.TestData}/{graph}_{role}_{number}.pb");

    private TensorRows Load(string file, GraphTensor expected, int? rowCount)
    {
        try
        {
            (var name, var shape, var values) = OnnxTensorReader.Read(folder.Read(file), expected.ElementType);
            var fits = shape is [> 0, _] && shape[1] == expected.Width && (rowCount is null || shape[0] == rowCount);
            if (name == expected.Name && fits)
            {
                return new(expected, values);
            }

            var rows = rowCount?.ToString(CultureInfo.InvariantCulture) ?? "N";
            throw GraphErrors.BadTestData(
                folder.Path,
                file,
                FormattableString.Invariant(
                    $"it contains '{name}' of shape [{string.Join(", ", shape)}], expected '{expected.Name}' of shape [{rows}, {expected.Width}]"
                )
            );
        }
        catch (InvalidDataException e)
        {
            throw GraphErrors.BadTestData(folder.Path, file, e.Message, e);
        }
    }

    private double[] Magnitudes(int output, IReadOnlyList<GraphTensor> outputs, double[][] recorded)
    {
        var names = outputs.Select(tensor => tensor.Name).ToList();
        var contributions = names.IndexOf(
            ScoreTerms.TermsOf(names[output], ScoreKind.OwnContributions(folder.Manifest))
        );
        var kl = names.IndexOf(ScoreKind.KlTensor);
        return contributions < 0 || kl < 0
            ? Array.ConvertAll(recorded[output], Math.Abs)
            : ScoreTerms.Magnitudes(names[output], recorded[output], recorded[contributions], recorded[kl]);
    }

    private OutputComparison Compare(double[] recorded, double[] actual, double[] magnitudes, double[]? terms)
    {
        var compared = new OutputComparison(tolerance);
        for (var i = 0; i < recorded.Length; i++)
        {
            compared.Add(recorded[i], actual[i], magnitudes[i] + (terms is null ? 0 : terms[i % terms.Length]));
        }

        return compared;
    }
}
