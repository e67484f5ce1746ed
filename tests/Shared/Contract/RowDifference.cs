using System.Globalization;

namespace VaeMlNet.Tests.Shared;

/// <summary>The first place where rows differ, in words.</summary>
public static class RowDifference
{
    /// <summary>A difference below this is rounding, whatever the value.</summary>
    private const double Absolute = 1e-6;

    /// <summary>Compares rows of the same columns.</summary>
    /// <param name="expected">The expected rows.</param>
    /// <param name="actual">The actual rows.</param>
    /// <param name="names">Names of the columns.</param>
    /// <param name="relative">Tolerance for floating-point numbers, relative to the expected one; 0 means bit by bit.</param>
    /// <returns>The difference; null when there is none.</returns>
    public static string? First(object[][] expected, object[][] actual, IEnumerable<string> names, double relative = 0)
    {
        if (expected.Length != actual.Length)
        {
            return Invariant($"{actual.Length} rows instead of {expected.Length}");
        }

        string[] columns = [.. names];
        for (var row = 0; row < expected.Length; row++)
        {
            for (var column = 0; column < columns.Length; column++)
            {
                if (!AreEqual(expected[row][column], actual[row][column], relative))
                {
                    return Invariant(
                        $"row {row}, column '{columns[column]}': {Text(actual[row][column])} instead of {Text(expected[row][column])}"
                    );
                }
            }
        }

        return null;
    }

    private static bool AreEqual(object expected, object actual, double relative) =>
        (expected, actual) switch
        {
            (float e, float a) => IsClose(e, a, relative),
            (double e, double a) => IsClose(e, a, relative),
            (float[] e, float[] a) => AreEqual(e, a, (x, y) => IsClose(x, y, relative)),
            (double[] e, double[] a) => AreEqual(e, a, (x, y) => IsClose(x, y, relative)),
            (Array e, Array a) => e.GetType() == a.GetType() && e.Cast<object>().SequenceEqual(a.Cast<object>()),
            _ => expected.Equals(actual),
        };

    private static bool AreEqual<T>(T[] expected, T[] actual, Func<T, T, bool> isClose)
        where T : IEquatable<T> =>
        expected.AsSpan().SequenceEqual(actual)
        || (expected.Length == actual.Length && expected.Zip(actual, isClose).All(close => close));

    private static bool IsClose(double expected, double actual, double relative) =>
        expected.Equals(actual)
        || (relative > 0 && Math.Abs(actual - expected) <= Absolute + (relative * Math.Abs(expected)));

    private static string Text(object value) =>
        value is Array values
            ? $"[{string.Join(", ", values.Cast<object>().Select(Text))}]"
            : Convert.ToString(value, CultureInfo.InvariantCulture)!;

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
