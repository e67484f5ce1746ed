using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>Reads vector columns of any item type.</summary>
internal static class ColumnValues
{
    /// <summary>Reads the values of a column in every row. Texts become strings.</summary>
    public static object[][] Read(IDataView view, string column) =>
        (object[][])Generic(view, column).Invoke(null, BindingFlags.DoNotWrapExceptions, null, [view, column], null)!;

    /// <summary>
    /// Asserts that two views have the same columns in the same order. Their values must be equal except for the
    /// rounding of batches.
    /// </summary>
    public static void AssertSame(IDataView actual, IDataView expected)
    {
        Assert.That(Shapes.Describe(actual.Schema), Is.EqualTo(Shapes.Describe(expected.Schema)));
        foreach (var column in expected.Schema.Where(c => c.Type is VectorDataViewType))
        {
            AssertSame(Read(actual, column.Name), Read(expected, column.Name), column.Name);
        }
    }

    public static void AssertSame(object[][] actual, object[][] expected, string column)
    {
        Assert.That(expected, Is.Not.Empty);
        Assert.That(actual, Has.Length.EqualTo(expected.Length), column);
        for (var row = 0; row < expected.Length; row++)
        {
            var isSame =
                actual[row].Length == expected[row].Length
                && actual[row].Zip(expected[row]).All(p => IsSame(p.First, p.Second));
            Assert.That(
                isSame,
                Is.True,
                $"{column}, row {row}: [{string.Join(", ", actual[row])}], expected [{string.Join(", ", expected[row])}]"
            );
        }
    }

    private static bool IsSame(object actual, object expected) =>
        (actual, expected) switch
        {
            (float a, float e) => a.Equals(e) || Math.Abs(a - e) <= 1e-5 * Math.Max(1, Math.Abs(e)),
            (double a, double e) => a.Equals(e) || Math.Abs(a - e) <= 1e-5 * Math.Max(1, Math.Abs(e)),
            _ => Equals(actual, expected),
        };

    private static MethodInfo Generic(IDataView view, string column) =>
        typeof(ColumnValues)
            .GetMethod(nameof(Typed), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(((VectorDataViewType)view.Schema[column].Type).ItemType.RawType);

    private static object[][] Typed<T>(IDataView view, string column) =>
        [
            .. ViewColumns
                .Column<VBuffer<T>>(view, column)
                .Select(v =>
                    v.DenseValues().Select(i => i is ReadOnlyMemory<char> ? i.ToString()! : (object)i!).ToArray()
                ),
        ];
}
