using System.Globalization;

namespace VaeMlNet;

/// <summary>Runs test_data_set_0 of a model folder through its graphs and notes the differences.</summary>
internal sealed class TestDataReplay(ModelFolder folder)
{
    /// <summary>float32 results of other processors and runtimes differ by rounding, not by more.</summary>
    private const double AbsoluteTolerance = 1e-5;
    private const double RelativeTolerance = 1e-4;

    private readonly List<VaeOutputDifference> differences = [];
    private int replayedRows;

    /// <summary>Replays one graph; the files are numbered in the order of <paramref name="outputs"/>.</summary>
    public void Run(string graph, SessionLease lease, GraphTensor input, IReadOnlyList<GraphTensor> outputs)
    {
        float[] rows = Load(FileName(graph, "input", 0), input, rowCount: null);
        int rowCount = rows.Length / input.Width;
        float[][] actual = GraphRun.Over(lease, input, outputs, rows);
        for (int i = 0; i < outputs.Count; i++)
        {
            float[] recorded = Load(FileName(graph, "output", i), outputs[i], rowCount);
            differences.Add(Compare(graph, outputs[i].Name, recorded, actual[i]));
        }
        replayedRows = rowCount;
    }

    public VaeVerificationReport Report() => new(replayedRows, differences);

    private static string FileName(string graph, string role, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{ModelFolderFiles.TestData}/{graph}_{role}_{number}.pb");

    private float[] Load(string file, GraphTensor expected, int? rowCount)
    {
        try
        {
            (string name, long[] shape, float[] values) = OnnxTensorReader.ReadFloats(folder.Read(file));
            bool fits = shape is [> 0, _] && shape[1] == expected.Width && (rowCount is null || shape[0] == rowCount);
            if (name == expected.Name && fits)
            {
                return values;
            }
            string rows = rowCount?.ToString(CultureInfo.InvariantCulture) ?? "N";
            throw GraphErrors.BadTestData(
                folder.Path,
                file,
                FormattableString.Invariant(
                    $"it holds '{name}' of shape [{string.Join(", ", shape)}], expected '{expected.Name}' of shape [{rows}, {expected.Width}]"
                )
            );
        }
        catch (InvalidDataException e)
        {
            throw GraphErrors.BadTestData(folder.Path, file, e.Message, e);
        }
    }

    private static VaeOutputDifference Compare(string graph, string output, float[] recorded, float[] actual)
    {
        double largest = 0;
        bool passed = true;
        for (int i = 0; i < recorded.Length; i++)
        {
            double difference = Math.Abs((double)actual[i] - recorded[i]);
            // A NaN stays in the maximum and fails the comparison.
            largest = Math.Max(largest, difference);
            passed &= difference <= AbsoluteTolerance + (RelativeTolerance * Math.Abs((double)recorded[i]));
        }
        return new(graph, output, largest, passed);
    }
}
