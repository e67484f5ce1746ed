using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>Returns the values of an output of the graph for the current row: [width].</summary>
internal delegate RowValues CurrentOutput();

/// <summary>A column that a step adds, with the conversion from an output of the graph.</summary>
internal abstract class OutputColumn(string name, GraphTensor tensor)
{
    public string Name { get; } = name;

    /// <summary>Gets the output of the graph that contains the values. Several columns can share it.</summary>
    public GraphTensor Tensor { get; } = tensor;

    /// <summary>Gets the index of the step's input that the column belongs to and takes its annotations from.</summary>
    public int Input { get; init; }

    public abstract DataViewType Type { get; }

    /// <summary>Creates a ValueGetter of the type <see cref="Type"/>.</summary>
    public abstract Delegate MakeGetter(CurrentOutput output);

    /// <summary>Returns the shape that the estimator promises for this column.</summary>
    public virtual SchemaShape.Column Shape(SchemaShape.Column input) =>
        MlNetInternals.CreateShapeColumn(Name, SchemaShape.Column.VectorKind.Scalar, Type, isKey: false, null);

    /// <summary>
    /// Returns a shape with added columns, which replace columns of the same name. A shape contains no sizes, so widths are
    /// checked later.
    /// </summary>
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

    /// <summary>Checks the names of the columns that a step adds.</summary>
    /// <exception cref="ArgumentException">A name is empty, or two names are the same.</exception>
    public static void CheckNames(string step, IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            ArgumentException.ThrowIfNullOrEmpty(name, "outputColumnName");
        }

        if (names.GroupBy(name => name).FirstOrDefault(same => same.Count() > 1) is { Key: var twice })
        {
            throw StepErrors.SameName(step, twice);
        }
    }

    public virtual DataViewSchema.Annotations Annotations(DataViewSchema.Column input) =>
        DataViewSchema.Annotations.Empty;
}
