using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Views;

namespace VaeMlNet;

/// <summary>Numbers the classes of a label column in the order in which they appear, from 0.</summary>
internal sealed class ClassIndices
{
    private static readonly Type[] LabelTypes =
    [
        typeof(uint),
        typeof(float),
        typeof(bool),
        typeof(int),
        typeof(ReadOnlyMemory<char>),
    ];

    private readonly Dictionary<object, int> indices = [];

    /// <summary>Returns the number of a class. A new class gets the next number.</summary>
    public int FindOrAdd(object label)
    {
        if (!indices.TryGetValue(label, out var index))
        {
            index = indices.Count;
            indices.Add(label, index);
        }

        return index;
    }

    /// <summary>Returns a function that reads the class of a cursor's current row; null if the label is missing.</summary>
    public static Func<object?> NewGetter(DataViewRow row, DataViewSchema.Column column)
    {
        var raw = column.Type.RawType;
        return raw == typeof(uint)
                ? CurrentValue.Of<uint, object?>(
                    row,
                    column,
                    value => value == 0 && column.Type is KeyDataViewType ? null : value
                )
            : raw == typeof(float)
                ? CurrentValue.Of<float, object?>(row, column, value => float.IsNaN(value) ? null : value)
            : raw == typeof(bool) ? CurrentValue.Of<bool, object?>(row, column, value => value)
            : raw == typeof(int) ? CurrentValue.Of<int, object?>(row, column, value => value)
            : CurrentValue.Of<ReadOnlyMemory<char>, object?>(row, column, value => value.ToString());
    }

    /// <summary>Finds the column of classes.</summary>
    public static DataViewSchema.Column Bind(DataViewSchema schema, string columnName, ColumnRole role)
    {
        var column = ColumnChecks.Find(schema, columnName, role);
        CheckType(columnName, column.Type, column.Type.ToString()!, role);
        return column;
    }

    /// <summary>Checks the type of a column of classes.</summary>
    /// <param name="columnName">The name of the column.</param>
    /// <param name="type">The type.</param>
    /// <param name="described">The type in messages.</param>
    /// <param name="role">The use of the column.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is unsuitable.</exception>
    public static void CheckType(string columnName, DataViewType type, string described, ColumnRole role)
    {
        if (!LabelTypes.Contains(type.RawType))
        {
            throw ColumnChecks.Unsuitable(
                columnName,
                role,
                described,
                "must be Key<UInt32>, Single, Int32, UInt32, Boolean or text",
                type is VectorDataViewType
                    ? "Name a column with one value in each row."
                    : "Convert it with Conversion.MapValueToKey."
            );
        }
    }

    /// <summary>Creates the error for a row without a label.</summary>
    public static VaeRowException Missing(string columnName, long rowIndex) =>
        new(
            $"Row {rowIndex} of '{columnName}' has no label, but balanced classes need labels. Drop such rows with FilterRowsByMissingValues, or give them a separate class. Rows count from 0.",
            rowIndex,
            columnName
        );
}
