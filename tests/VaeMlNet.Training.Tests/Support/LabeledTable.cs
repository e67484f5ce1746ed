using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>
/// A generated table of five numbers. Three depend on one hidden factor, and two depend less on another, which the labels are made from.
/// </summary>
internal static class LabeledTable
{
    public static readonly string[] Columns = ["A", "B", "C", "D", "E"];

    /// <summary>A value outside the range of the key, which ML.NET reads as missing.</summary>
    public const uint NoClass = 3;

    public static VaeTrainerOptions Options { get; } =
        new()
        {
            HiddenDims = [16],
            LatentDim = 1,
            EpochCount = 20,
            BatchSize = 32,
            LearningRate = 1e-2,
            LearningRateSchedule = new(),
            InputNoise = new(),
            Beta = 1,
            Likelihood = GaussianLikelihoodOptions.ForTables,
            TrimmedShare = 0,
            UsesRegressions = false,
            Data = new() { ValidationShare = 0 },
        };

    /// <summary>Creates rows. Of every <paramref name="labelEach"/> rows, one has labels.</summary>
    public static Row[] Rows(int count, int labelEach = 1, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(row => NewRow(random, row % labelEach == 0))];
    }

    public static IDataView View(IEnumerable<Row> rows) => new MLContext(1).Data.LoadFromEnumerable(rows.ToArray());

    private static Row NewRow(Random random, bool hasLabel)
    {
        double Normal() =>
            Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var (common, factor) = (Normal(), Normal());
        float Number(double hidden, double noise) => (float)(10 + (2 * (hidden + (noise * Normal()))));
        return new Row
        {
            A = Number(common, 0.2),
            B = Number(common, 0.2),
            C = Number(common, 0.2),
            D = Number(factor, 0.4),
            E = Number(factor, 0.4),
            Factor = factor,
            Class =
                !hasLabel ? NoClass
                : factor < -0.4 ? 0u
                : factor < 0.4 ? 1u
                : 2u,
            Flag = factor > 0,
            Amount = hasLabel ? (float)(1000 + (100 * factor)) : float.NaN,
            Constant = hasLabel ? "a" : "b",
        };
    }

    public sealed class Row
    {
        public float A { get; set; }

        public float B { get; set; }

        public float C { get; set; }

        public float D { get; set; }

        public float E { get; set; }

        [VectorType(5)]
        public float[] Features => [A / 20, B / 20, C / 20, D / 20, E / 20];

        [KeyType(3)]
        public uint Class { get; set; }

        public bool Flag { get; set; }

        public float Amount { get; set; }

        public string Constant { get; set; } = "";

        public float Known { get; set; }

        /// <summary>Gets the factor that the labels are made from. It is not a type that ML.NET models read.</summary>
        public double Factor { get; set; }
    }
}
