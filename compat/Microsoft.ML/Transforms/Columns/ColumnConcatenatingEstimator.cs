using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class ColumnConcatenatingEstimator : IEstimator<ColumnConcatenatingTransformer>
{
    private readonly IHost _host;
    private readonly string _output;
    private readonly string[] _inputs;

    internal ColumnConcatenatingEstimator(IHostEnvironment env, string output, string[] inputs)
    {
        _host = env.Register(nameof(ColumnConcatenatingEstimator));
        Check.NonEmpty(output, "outputColumnName");
        Check.Value(inputs, "inputColumnNames");
        Check.Param(inputs.Length > 0, "inputColumnNames", "Input columns not specified");
        Check.Param(!inputs.Any(string.IsNullOrEmpty), "inputColumnNames", "Contained some null or empty items");
        _output = output;
        _inputs = inputs;
    }

    public ColumnConcatenatingTransformer Fit(IDataView input)
    {
        Check.Value(input, nameof(input));
        return new ColumnConcatenatingTransformer(_host, _output, _inputs);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        var inputs = _inputs.Select(name => inputSchema.FindInput(name)).ToArray();
        foreach (var input in inputs)
        {
            CheckItemType(input, inputs[0].ItemType);
        }

        var kind = inputs.Any(input => input.Kind == SchemaShape.Column.VectorKind.VariableVector)
            ? SchemaShape.Column.VectorKind.VariableVector
            : SchemaShape.Column.VectorKind.Vector;
        return inputSchema.With(
            new SchemaShape.Column(_output, kind, inputs[0].ItemType, isKey: false, AnnotationsOf(inputs))
        );
    }

    private static void CheckItemType(SchemaShape.Column input, DataViewType expected)
    {
        Check.That(!input.IsKey, $"Column '{input.Name}' is key. Concatenation of keys is unsupported.");
        Check.That(
            input.ItemType.Equals(expected),
            $"Concatenated columns should have the same type. Column '{input.Name}' has type of {input.ItemType}, but expected column type is {expected}."
        );
    }

    private static SchemaShape AnnotationsOf(SchemaShape.Column[] inputs)
    {
        var annotations = new List<SchemaShape.Column>();
        if (inputs.All(input => input.Annotations.TryFindColumn(AnnotationKinds.IsNormalized, out _)))
        {
            annotations.Add(AnnotationShapes.Scalar(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance));
        }

        if (inputs.Any(input => input.Annotations.TryFindColumn(AnnotationKinds.CategoricalSlotRanges, out _)))
        {
            annotations.Add(AnnotationShapes.Vector(AnnotationKinds.CategoricalSlotRanges, NumberDataViewType.Int32));
        }

        if (inputs.Any(HasSlotNames))
        {
            annotations.Add(AnnotationShapes.Vector(AnnotationKinds.SlotNames, TextDataViewType.Instance));
        }

        return new SchemaShape(annotations);
    }

    private static bool HasSlotNames(SchemaShape.Column input) =>
        input.Kind == SchemaShape.Column.VectorKind.Scalar
        || input.Annotations.TryFindColumn(AnnotationKinds.SlotNames, out _);
}
