using Microsoft.ML;

namespace VaeMlNet;

/// <summary>Lists the columns of a schema that no later column of the same name hides.</summary>
internal static class VisibleColumns
{
    /// <summary>Returns the names of the columns, each once.</summary>
    public static IEnumerable<string> VisibleNames(this DataViewSchema schema) =>
        schema.Where(column => !column.IsHidden).Select(column => column.Name);
}
