using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Shapes of annotation columns.</summary>
internal static class AnnotationShapes
{
    public static SchemaShape.Column Scalar(string kind, DataViewType type) =>
        new(kind, SchemaShape.Column.VectorKind.Scalar, type, isKey: false);

    public static SchemaShape.Column Vector(string kind, DataViewType itemType) =>
        new(kind, SchemaShape.Column.VectorKind.Vector, itemType, isKey: false);
}
