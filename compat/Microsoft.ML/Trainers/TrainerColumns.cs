using Microsoft.ML.Data;

namespace Microsoft.ML.Trainers;

/// <summary>The columns trainers demand and those they add.</summary>
internal static class TrainerColumns
{
    public static SchemaShape.Column Features(string name) =>
        new(name, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, isKey: false);

    public static SchemaShape.Column KeyLabel(string name) =>
        new(name, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, isKey: true);

    /// <summary>Returns the shape of the weight column, or no column if <paramref name="name"/> is null.</summary>
    public static SchemaShape.Column Weight(string name) =>
        name == null
            ? default
            : new(name, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.Single, isKey: false);

    /// <summary>Returns the annotations of every column that a predictor adds.</summary>
    public static IEnumerable<SchemaShape.Column> ScoreAnnotations() =>
        [
            new(
                AnnotationKinds.ScoreColumnSetId,
                SchemaShape.Column.VectorKind.Scalar,
                NumberDataViewType.UInt32,
                true
            ),
            new(
                AnnotationKinds.ScoreColumnKind,
                SchemaShape.Column.VectorKind.Scalar,
                TextDataViewType.Instance,
                false
            ),
            new(AnnotationKinds.ScoreValueKind, SchemaShape.Column.VectorKind.Scalar, TextDataViewType.Instance, false),
        ];
}
