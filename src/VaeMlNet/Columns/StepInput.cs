using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>An input of a step's first graph, and the column that it reads.</summary>
internal abstract class StepInput(GraphTensor tensor, string columnName)
{
    public GraphTensor Tensor => tensor;

    public string ColumnName => columnName;

    /// <summary>Returns the column of a schema after checking it; null for a missing column that may be missing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or has another type.</exception>
    public abstract DataViewSchema.Column? FindIn(DataViewSchema schema);

    /// <summary>
    /// Returns the column of a shape after checking it; null for a missing column that may be missing. A shape contains no
    /// sizes, so widths are checked later.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or has another type.</exception>
    public abstract SchemaShape.Column? FindIn(SchemaShape shape);

    /// <param name="index">The index of the input in the graph.</param>
    /// <param name="row">The row or cursor to read from.</param>
    /// <param name="column">The column of the row.</param>
    /// <param name="getter">A ValueGetter of the column; null to create one from the row.</param>
    public abstract InputReader MakeReader(int index, DataViewRow row, DataViewSchema.Column column, Delegate? getter);

    /// <summary>Creates the reader for a column for which <see cref="FindIn(DataViewSchema)"/> returned null.</summary>
    public virtual InputReader MakeMissingReader(int index) =>
        throw new NotSupportedException($"Column '{columnName}' cannot be missing.");

    /// <summary>
    /// Returns a type that the data of a shape's column can have, for checks that do not depend on sizes: a vector of known size has 1 slot,
    /// and a key has 1 category.
    /// </summary>
    public static DataViewType TypeOf(SchemaShape.Column column)
    {
        var item = column.IsKey ? new KeyDataViewType(column.ItemType.RawType, 1) : column.ItemType;
        return column.Kind switch
        {
            SchemaShape.Column.VectorKind.Vector => new VectorDataViewType((PrimitiveDataViewType)item, 1),
            SchemaShape.Column.VectorKind.VariableVector => new VectorDataViewType((PrimitiveDataViewType)item),
            _ => item,
        };
    }

    /// <summary>Returns the type of a column of a shape in messages, such as <c>Vector&lt;Single&gt;</c>.</summary>
    public static string Describe(SchemaShape.Column column)
    {
        var item = column.IsKey ? $"Key<{column.ItemType}>" : column.ItemType.ToString()!;
        return column.Kind == SchemaShape.Column.VectorKind.Scalar ? item : $"Vector<{item}>";
    }
}
