using Microsoft.ML.Data;

namespace Dependencies.Tests;

/// <summary>Row types and seeded data of the algorithm tests.</summary>
internal static class Rows
{
    public const int Width = 4;

    /// <summary>Members of a key column contain the zero-based key. Any value beyond the cardinality is a missing key.</summary>
    public const uint MissingKey = uint.MaxValue;

    public sealed class Labeled
    {
        [KeyType(3)]
        public uint Label { get; set; }

        [VectorType(Width)]
        public float[] Features { get; set; } = [];

        public float Weight { get; set; } = 1;
    }

    public sealed class Features4
    {
        [VectorType(Width)]
        public float[] Features { get; set; } = [];
    }

    public sealed class VariableFeatures
    {
        [KeyType(3)]
        public uint Label { get; set; }

        public float[] Features { get; set; } = [];
    }

    public sealed class ScoredClass
    {
        [KeyType(3)]
        public uint Label { get; set; }

        [VectorType(3)]
        public float[] Score { get; set; } = [];

        [KeyType(3)]
        public uint PredictedLabel { get; set; }
    }

    public sealed class ScoredAnomaly
    {
        public float Label { get; set; }
        public bool BooleanLabel { get; set; }
        public float Score { get; set; }
        public double DoubleScore { get; set; }
        public bool PredictedLabel { get; set; }
    }

    /// <summary>
    /// Creates rows of three overlapping classes. The overlap makes the optimum of logistic regression finite.
    /// </summary>
    public static Labeled[] ThreeClasses(int count, int seed = 7)
    {
        var random = new Random(seed);
        return Enumerable
            .Range(0, count)
            .Select(_ =>
            {
                var label = random.Next(3);
                var features = new float[Width];
                for (var j = 0; j < Width; j++)
                {
                    features[j] = (float)Gaussian(random) + (j == label ? 1.5f : 0);
                }

                return new Labeled
                {
                    Label = (uint)label,
                    Features = features,
                    Weight = 0.5f + random.NextSingle(),
                };
            })
            .ToArray();
    }

    public static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
