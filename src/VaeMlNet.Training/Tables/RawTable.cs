using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>The raw columns of ML.NET data, after checking them.</summary>
internal sealed class RawTable
{
    /// <summary>Finds the columns.</summary>
    /// <param name="schema">The schema of the data.</param>
    /// <param name="names">The names of the columns.</param>
    /// <param name="likelihoodOf">Returns the likelihood of a column of numbers, which decides how they are standardized; null for a Gaussian.</param>
    /// <param name="role">The use of the columns; null for columns that the model explains.</param>
    public RawTable(
        DataViewSchema schema,
        IReadOnlyList<string> names,
        Func<string, VaeLikelihoodOptions>? likelihoodOf = null,
        ColumnRole? role = null
    )
    {
        CheckDiffer(names);
        Columns =
        [
            .. names.Select(name =>
                RawColumn.Bind(
                    schema,
                    name,
                    likelihoodOf?.Invoke(name) ?? GaussianLikelihoodOptions.ForTables,
                    role ?? ColumnRole.Input
                )
            ),
        ];
        Width = Columns.Sum(column => column.Width);
        Source = string.Join(", ", names.Select(name => $"'{name}'"));
    }

    /// <summary>Gets the columns in their given order.</summary>
    public RawColumn[] Columns { get; }

    /// <summary>Gets the number S of raw slots.</summary>
    public int Width { get; }

    /// <summary>Gets the names of the columns in messages.</summary>
    public string Source { get; }

    /// <exception cref="ArgumentOutOfRangeException">A name occurs twice.</exception>
    public static void CheckDiffer(IReadOnlyList<string> names)
    {
        if (names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { Key: var twice })
        {
            throw new ArgumentOutOfRangeException(
                nameof(names),
                $"Input column '{twice}' is named twice. Name it once."
            );
        }
    }

    /// <summary>Returns the number of slots of all columns of numbers, also of columns that a table model does not support.</summary>
    public static int CountNumberSlots(DataViewSchema schema, IReadOnlyList<string> names) =>
        names.Sum(name =>
            schema.GetColumnOrNull(name)?.Type switch
            {
                VectorDataViewType vector => vector.Size,
                NumberDataViewType => 1,
                _ => 0,
            }
        );

    /// <summary>Checks that the columns still match those of the training data.</summary>
    public void CheckIsLike(IReadOnlyList<TableColumn> columns)
    {
        foreach (var (column, expected) in Columns.Zip(columns))
        {
            var actual = column.Describe();
            var isSame =
                (actual.Kind, actual.Width, actual.KeyCount) == (expected.Kind, expected.Width, expected.KeyCount)
                && (actual.KeyValues ?? []).SequenceEqual(expected.KeyValues ?? []);
            if (!isSame)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(columns),
                    $"Column '{expected.Name}' is {column.Column.Type}, which differs from the training data, or its key values "
                        + "differ. Prepare both data sets with the same fitted pipeline."
                );
            }
        }
    }

    /// <summary>Returns a function that reads a cursor's current row into [S] slots.</summary>
    /// <exception cref="InvalidOperationException">
    /// Thrown by the function: a number is infinite, or its likelihood does not allow it.
    /// </exception>
    public Action<Memory<float>, long> NewReader(DataViewRow row)
    {
        var readers = Columns.Select(column => column.NewReader(row)).ToArray();
        return (slots, rowIndex) =>
        {
            var first = 0;
            for (var i = 0; i < readers.Length; i++)
            {
                var own = slots.Slice(first, Columns[i].Width);
                readers[i](own);
                CheckAllowed(own.Span, Columns[i].Values, Columns[i].Column.Name, rowIndex);
                first += own.Length;
            }
        };
    }

    /// <exception cref="VaeRowException">A number is infinite, or its likelihood does not allow it.</exception>
    public static void CheckAllowed(ReadOnlySpan<float> slots, AllowedValues values, string columnName, long rowIndex)
    {
        var slot = SlotGroup.FindRefusedCell(values, slots);
        if (slot >= 0)
        {
            throw new SlotGroup(1, values).Refuse(
                slots[slot],
                rowIndex,
                slot,
                $"'{columnName}'",
                columnName,
                "the model needs finite numbers, or NaN for missing ones."
            );
        }
    }
}
