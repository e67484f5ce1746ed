using Microsoft.ML;

namespace VaeMlNet;

/// <summary>An input of a step's first graph, and the column that feeds it.</summary>
/// <param name="tensor">The input of the graph.</param>
/// <param name="columnName">Name of the column.</param>
internal abstract class StepInput(GraphTensor tensor, string columnName)
{
    public GraphTensor Tensor => tensor;

    public string ColumnName => columnName;

    /// <summary>The column of a schema, checked; null where it is missing and may be.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is missing or of another type.</exception>
    public abstract DataViewSchema.Column? FindIn(DataViewSchema schema);

    /// <summary>
    /// The column of a shape, checked; null where it is missing and may be. A shape has no sizes: widths are checked later.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is missing or of another type.</exception>
    public abstract SchemaShape.Column? FindIn(SchemaShape shape);

    /// <param name="index">Its index among the graph's inputs.</param>
    /// <param name="row">The row or cursor to read from.</param>
    /// <param name="column">Its column.</param>
    /// <param name="getter">A ValueGetter of the column; null for the row's own.</param>
    public abstract InputReader MakeReader(int index, DataViewRow row, DataViewSchema.Column column, Delegate? getter);

    /// <summary>Stands for the column where <see cref="FindIn(DataViewSchema)"/> gave null.</summary>
    public virtual InputReader MakeMissingReader(int index) =>
        throw new NotSupportedException($"Column '{columnName}' cannot be missing.");

    protected static string Describe(SchemaShape.Column column)
    {
        var item = column.IsKey ? $"Key<{column.ItemType}>" : column.ItemType.ToString()!;
        return column.Kind == SchemaShape.Column.VectorKind.Scalar ? item : $"Vector<{item}>";
    }
}
