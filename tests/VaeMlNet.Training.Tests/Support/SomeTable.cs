using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>A small mixed table with missing cells, whose columns hang together.</summary>
internal static class SomeTable
{
    public static readonly string[] Columns = ["Job", "Income", "Married", "Measures"];

    public static VaeTrainerOptions Options { get; } =
        new()
        {
            EpochCount = 5,
            BatchSize = 32,
            LearningRate = 5e-3,
            // Training without noise, at a constant rate, learns something in few epochs, and can continue with more.
            LearningRateSchedule = new(),
            InputNoise = new(),
            LatentDim = 4,
            Beta = 1,
            // They are fitted longer than the network is trained.
            UsesRegressions = false,
            Data = new() { ValidationShare = 0 },
        };

    /// <summary>A row as ML.NET reads it.</summary>
    public sealed class Row
    {
        [KeyType(3)]
        public uint Job { get; set; }

        public float Income { get; set; }

        public bool Married { get; set; }

        [VectorType(3)]
        public float[] Measures { get; set; } = [];

        public string Comment { get; set; } = "";
    }

    /// <summary>Creates rows in which a hidden factor determines all columns. About one cell in ten is missing.</summary>
    public static Row[] Rows(int count, int seed = 1, double missingShare = 0.1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => NewRow(random, missingShare))];
    }

    public static IDataView View(params Row[] rows) => new MLContext(1).Data.LoadFromEnumerable(rows);

    private static Row NewRow(Random random, double missingShare)
    {
        var factor = random.NextDouble();
        float Cell(double value) => random.NextDouble() < missingShare ? float.NaN : (float)value;
        return new Row
        {
            // ML.NET counts keys of a class from 0; beyond the last is a missing one.
            Job = random.NextDouble() < missingShare ? 3 : (uint)(factor * 3),
            Income = Cell(50_000 + (30_000 * factor) + (1_000 * random.NextDouble())),
            Married = random.NextDouble() < factor,
            Measures = [Cell(factor), Cell(-2 * factor), Cell(random.NextDouble())],
        };
    }
}
