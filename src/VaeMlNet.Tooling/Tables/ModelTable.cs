using System.Globalization;

namespace VaeMlNet.Tooling;

/// <summary>Finds the columns of a table model in CSV files.</summary>
internal static class ModelTable
{
    private const string TextKeys = "text";

    /// <summary>Returns whether a model is a table model rather than a model of features.</summary>
    public static bool IsTable(VaeManifest manifest) => manifest.Inputs == VaeManifest.ColumnInputs;

    /// <summary>
    /// Returns the columns of a model, by the names in the training data. The slots of a vector have the names
    /// <c>name.slot</c>.
    /// </summary>
    public static CsvColumn[] Columns(IEnumerable<VaeColumn> columns) => [.. columns.Select(Column)];

    private static CsvColumn Column(VaeColumn column) =>
        column.Type switch
        {
            VaeColumn.BooleanType => CsvColumn.Scalar(column.Name, CsvColumnKind.Boolean),
            VaeColumn.KeyType => CsvColumn.Scalar(column.Name, CsvColumnKind.Category, Keys(column)) with
            {
                HasNumericKeys = column.KeyValueType != TextKeys,
                HasKeyValues = column.KeyValues is not null,
            },
            _ when column.Width == 1 && column.SlotNames is null => CsvColumn.Scalar(column.Name, CsvColumnKind.Number),
            _ => new CsvColumn(column.Name, CsvColumnKind.Number, Slots(column), []) { IsVector = true },
        };

    // Without values, the text of a key is its number.
    private static IReadOnlyList<string> Keys(VaeColumn column) =>
        column.KeyValues
        ?? [.. Enumerable.Range(1, column.KeyCount!.Value).Select(k => k.ToString(CultureInfo.InvariantCulture))];

    private static IReadOnlyList<string> Slots(VaeColumn column) =>
        [
            .. Enumerable
                .Range(0, column.Width)
                .Select(slot =>
                    column.SlotNames?[slot] is { Length: > 0 } name ? name : slot.ToString(CultureInfo.InvariantCulture)
                )
                .Select(slot => $"{column.Name}.{slot}"),
        ];
}
