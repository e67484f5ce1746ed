using Microsoft.ML;

namespace VaeMlNet;

/// <summary>Checks the columns and rows that training reads.</summary>
internal static class ColumnChecks
{
    public static DataViewSchema.Column Find(DataViewSchema schema, string columnName, string what) =>
        schema.GetColumnOrNull(columnName)
        ?? throw new ArgumentOutOfRangeException(
            nameof(columnName),
            $"VaeTrainer could not find {what} '{columnName}'. The data has: "
                + $"{string.Join(", ", schema.VisibleNames().Select(name => $"'{name}'"))}. "
                + $"Pass the name of another column, or create '{columnName}' first, for example with Concatenate or CopyColumns."
        );

    /// <summary>Creates the error for data without rows.</summary>
    public static InvalidOperationException Empty(string source) =>
        new(
            $"VaeTrainer read 0 rows from {source}, but needs at least 1. "
                + "Check the filters before it, or the file that was loaded."
        );
}
