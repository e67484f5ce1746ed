using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Views;

namespace VaeMlNet;

/// <summary>Reads slot names, and describes their annotation.</summary>
internal static class SlotNames
{
    /// <summary>Returns the names of a vector's slots, empty for those without one; null unless the column has names for all slots.</summary>
    public static string[]? Read(DataViewSchema.Column column)
    {
        if (!column.HasSlotNames())
        {
            return null;
        }

        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetSlotNames(ref names);
        return names.Length == (column.Type as VectorDataViewType)?.Size
            ? [.. names.DenseValues().Select(name => name.ToString())]
            : null;
    }

    /// <summary>Returns the annotation that an estimator promises for slot names.</summary>
    public static SchemaShape Shape() =>
        new([
            MlNetInternals.CreateShapeColumn(
                TextAnnotation.SlotNames,
                SchemaShape.Column.VectorKind.Vector,
                TextDataViewType.Instance,
                isKey: false,
                annotations: null
            ),
        ]);
}
