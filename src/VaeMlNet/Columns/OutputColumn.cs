using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>Gives the values that one output of a graph has for the current row: [width].</summary>
internal interface ICurrentOutput
{
    ReadOnlySpan<T> Values<T>()
        where T : struct;
}

/// <summary>A column that a step adds, and how its values come from an output of the graph.</summary>
internal abstract class OutputColumn(string name, GraphTensor tensor)
{
    public string Name { get; } = name;

    /// <summary>The output of the graph that the values come from. Columns may share one.</summary>
    public GraphTensor Tensor { get; } = tensor;

    /// <summary>Gets the index of the step's input that the column belongs to, and whose annotations it takes over.</summary>
    public int Input { get; init; }

    public abstract DataViewType Type { get; }

    /// <summary>A ValueGetter of the type that belongs to <see cref="Type"/>.</summary>
    public abstract Delegate MakeGetter(ICurrentOutput output);

    /// <summary>Returns the shape that the estimator promises for this column.</summary>
    public virtual SchemaShape.Column Shape(SchemaShape.Column input) =>
        MlNetInternals.CreateShapeColumn(Name, SchemaShape.Column.VectorKind.Scalar, Type, isKey: false, null);

    /// <summary>A shape with columns added; those of the same name go. A shape has no sizes: widths are checked later.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="inputOf">The input that a column takes over from.</param>
    public static SchemaShape AddTo(
        SchemaShape shape,
        IReadOnlyList<OutputColumn> columns,
        Func<OutputColumn, SchemaShape.Column> inputOf
    )
    {
        var names = columns.Select(column => column.Name).ToHashSet();
        return new SchemaShape(
            shape.Where(c => !names.Contains(c.Name)).Concat(columns.Select(column => column.Shape(inputOf(column))))
        );
    }

    /// <summary>Returns the annotations of this column.</summary>
    public virtual DataViewSchema.Annotations Annotations(DataViewSchema.Column input) =>
        DataViewSchema.Annotations.Empty;
}
