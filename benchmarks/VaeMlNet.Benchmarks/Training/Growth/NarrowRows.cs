using Microsoft.ML.Data;

namespace VaeMlNet.Benchmarks;

/// <summary>Generated rows of few numbers, which depend on each other.</summary>
internal static class NarrowRows
{
    public const int Width = 20;

    private const int FactorCount = 4;

    /// <summary>Generates rows while they are read. A row is overwritten by the next one.</summary>
    public static IEnumerable<NarrowRow> Generate(long rowCount)
    {
        var random = new Random(1);
        float[][] weights = [.. Enumerable.Range(0, Width).Select(_ => Draw(random, FactorCount))];
        var row = new NarrowRow();
        var factors = new float[FactorCount];
        for (long number = 0; number < rowCount; number++)
        {
            Fill(factors, random);
            for (var slot = 0; slot < Width; slot++)
            {
                var sum = 0.3f * (random.NextSingle() - 0.5f);
                for (var factor = 0; factor < FactorCount; factor++)
                {
                    sum += factors[factor] * weights[slot][factor];
                }

                row.Features[slot] = sum;
            }

            yield return row;
        }
    }

    private static float[] Draw(Random random, int count)
    {
        var values = new float[count];
        Fill(values, random);
        return values;
    }

    private static void Fill(float[] values, Random random)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = 2 * (random.NextSingle() - 0.5f);
        }
    }

    /// <summary>A row of a data view.</summary>
    internal sealed class NarrowRow
    {
        /// <summary>Gets or sets the numbers.</summary>
        [VectorType(Width)]
        public float[] Features { get; set; } = new float[Width];
    }
}
