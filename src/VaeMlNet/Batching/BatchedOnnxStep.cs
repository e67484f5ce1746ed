using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>
/// One step of a pipeline that runs graphs in batches: which graphs, which input column, which output columns. Everything
/// that the steps differ in is data here.
/// </summary>
/// <remarks>Immutable and without a session, hence shared by estimator, transformers, views and rows.</remarks>
internal sealed record BatchedOnnxStep
{
    /// <summary>Name in messages, such as <c>VaeEncode</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The model folder as the user named it.</summary>
    public required string ModelFolder { get; init; }

    /// <summary>At least one; each takes what the one before it hands on.</summary>
    public required IReadOnlyList<StepGraph> Graphs { get; init; }

    public GraphTensor Input => Graphs[0].Input;

    /// <summary>What the slots of the input are, in messages.</summary>
    public string InputSlots { get; init; } = "features";

    public required string InputColumnName { get; init; }

    /// <summary>The input column in messages, where the step reads a copy of the one that the user named.</summary>
    public string InputColumnInMessages
    {
        get => field ?? InputColumnName;
        init;
    }

    /// <summary>The schema that a transformer was fitted on; null before that.</summary>
    public DataViewSchema? FittedOn { get; init; }

    public required IReadOnlyList<OutputColumn> Outputs { get; init; }

    /// <summary>Rows of one run of the session.</summary>
    public required int BatchSize { get; init; }

    public required InputRange Range { get; init; }

    public required SessionSettings Settings { get; init; }

    /// <summary>This step, its names and batch size checked.</summary>
    public BatchedOnnxStep Checked()
    {
        // The outputs first: the input's name is theirs when none was given.
        foreach (OutputColumn output in Outputs)
        {
            ArgumentException.ThrowIfNullOrEmpty(output.Name, "outputColumnName");
        }
        ArgumentException.ThrowIfNullOrEmpty(InputColumnName, "inputColumnName");
        if (Outputs.GroupBy(o => o.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw StepErrors.SameName(Name, twice.Key);
        }
        GraphTensor[] wanted = [.. Outputs.Select(o => o.Tensor).Distinct()];
        int largest = Graphs.Min(g => OnnxBatch.LargestCapacity(g.Input, g.Outputs(wanted)));
        return BatchSize >= 1 && BatchSize <= largest ? this : throw StepErrors.BatchSize(Name, BatchSize, largest);
    }

    /// <summary>The input column of a schema, checked.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is missing, or not Vector&lt;Single, D&gt;.</exception>
    public DataViewSchema.Column FindInput(DataViewSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        DataViewSchema.Column column =
            schema.GetColumnOrNull(InputColumnName)
            ?? throw StepErrors.MissingColumn(
                Name,
                InputColumnName,
                schema.Where(c => !c.IsHidden).Select(c => c.Name)
            );
        if (column.Type is not VectorDataViewType vector || !vector.ItemType.Equals(NumberDataViewType.Single))
        {
            throw StepErrors.WrongType(InputColumnInMessages, column.Type.ToString()!, ModelFolder, Input.Width);
        }
        if (!vector.IsKnownSize)
        {
            throw StepErrors.VariableSize(InputColumnInMessages, column.Type.ToString()!, ModelFolder, Input.Width);
        }
        return vector.Size == Input.Width
            ? column
            : throw StepErrors.WrongWidth(InputColumnInMessages, vector.Size, ModelFolder, Input.Width, InputSlots);
    }

    /// <summary>The input schema with the output columns at its end; columns of the same name become hidden.</summary>
    public DataViewSchema OutputSchema(DataViewSchema inputSchema)
    {
        DataViewSchema.Column input = FindInput(inputSchema);
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(inputSchema);
        foreach (OutputColumn output in Outputs)
        {
            builder.AddColumn(output.Name, output.Type, output.Annotations(input));
        }
        return builder.ToSchema();
    }

    /// <summary>As <see cref="OutputSchema"/>, before there is data. A shape has no sizes: widths are checked later.</summary>
    public SchemaShape OutputShape(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaShape.Column input = FindInput(inputSchema);
        var names = Outputs.Select(o => o.Name).ToHashSet();
        return new SchemaShape(
            inputSchema.Where(c => !names.Contains(c.Name)).Concat(Outputs.Select(o => o.Shape(input)))
        );
    }

    private SchemaShape.Column FindInput(SchemaShape schema)
    {
        SchemaShape.Column column = schema.FirstOrDefault(c => c.Name == InputColumnName);
        if (column.Name is null)
        {
            throw StepErrors.MissingColumn(Name, InputColumnName, schema.Select(c => c.Name));
        }
        bool isSingle = column.ItemType.Equals(NumberDataViewType.Single) && !column.IsKey;
        if (!isSingle || column.Kind == SchemaShape.Column.VectorKind.Scalar)
        {
            throw StepErrors.WrongType(InputColumnName, Describe(column), ModelFolder, Input.Width);
        }
        return column.Kind == SchemaShape.Column.VectorKind.Vector
            ? column
            : throw StepErrors.VariableSize(InputColumnName, Describe(column), ModelFolder, Input.Width);
    }

    private static string Describe(SchemaShape.Column column)
    {
        string item = column.IsKey ? $"Key<{column.ItemType}>" : column.ItemType.ToString()!;
        return column.Kind == SchemaShape.Column.VectorKind.Scalar ? item : $"Vector<{item}>";
    }
}
