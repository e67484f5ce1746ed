using System.Globalization;

namespace VaeMlNet;

/// <summary>Compares an output of a row in a batch with the same output of the row alone.</summary>
internal readonly record struct RowComparison(OnnxBatch Batch, RowRun Single, int Output, int Row)
    : IElementTypeUse<bool>
{
    /// <summary>
    /// The largest difference that counts as equal, relative to the largest value of the row. Batches add numbers in another
    /// order than single rows, which changes the last digits; small values can be differences of large ones.
    /// </summary>
    private const double Tolerance = 1e-3;

    public bool With<T>()
        where T : struct
    {
        var together = Batch.Output<T>(Output, Row);
        var alone = Single.Output(Output, 0).As<T>();
        return together.Length == alone.Length
            && (
                typeof(T) == typeof(float) || typeof(T) == typeof(double)
                    ? AreClose([.. Doubles(together)], [.. Doubles(alone)])
                    : AreEqual(together, alone)
            );
    }

    private static double[] Doubles<T>(ReadOnlySpan<T> values)
        where T : struct
    {
        var doubles = new double[values.Length];
        for (var i = 0; i < doubles.Length; i++)
        {
            doubles[i] = Convert.ToDouble(values[i], CultureInfo.InvariantCulture);
        }

        return doubles;
    }

    private static bool AreClose(double[] together, double[] alone)
    {
        var largest = alone.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max();
        return together
            .Zip(alone)
            .All(p => p.First.Equals(p.Second) || Math.Abs(p.First - p.Second) <= Tolerance * largest);
    }

    private static bool AreEqual<T>(ReadOnlySpan<T> together, ReadOnlySpan<T> alone)
        where T : struct
    {
        for (var i = 0; i < together.Length; i++)
        {
            var same =
                together[i] is ReadOnlyMemory<char> text && alone[i] is ReadOnlyMemory<char> other
                    ? text.Span.SequenceEqual(other.Span)
                    : together[i].Equals(alone[i]);
            if (!same)
            {
                return false;
            }
        }

        return true;
    }
}
