using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Finds missing values: NaN in columns of Single and Double.</summary>
internal static class MissingValues
{
    public static void CheckType(DataViewType itemType, string transform)
    {
        if (itemType != NumberDataViewType.Single && itemType != NumberDataViewType.Double)
        {
            throw new ArgumentOutOfRangeException(
                "inputSchema",
                $"Type '{itemType}' is not supported by {transform} since it doesn't have an NA value"
            );
        }
    }

    /// <summary>Returns the input's annotations of the given kinds.</summary>
    public static IEnumerable<SchemaShape.Column> Kept(SchemaShape.Column input, params string[] kinds) =>
        input.Annotations.Where(annotation => kinds.Contains(annotation.Name));
}
