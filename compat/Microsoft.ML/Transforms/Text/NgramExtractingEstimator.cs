using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Text;

/// <summary>Counts the keys in vectors of keys.</summary>
public sealed class NgramExtractingEstimator : IEstimator<NgramExtractingTransformer>
{
    private readonly IHostEnvironment _env;
    private readonly InputOutputColumnPair _pair;

    internal NgramExtractingEstimator(IHostEnvironment env, InputOutputColumnPair pair)
    {
        _env = env;
        _pair = pair;
    }

    public NgramExtractingTransformer Fit(IDataView input)
    {
        Check.Value(input, nameof(input));
        var transformer = new NgramExtractingTransformer(_env, _pair);
        transformer.GetOutputSchema(input.Schema);
        return transformer;
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        inputSchema.FindInput(_pair.InputColumnName);
        return inputSchema.With(
            new SchemaShape.Column(
                _pair.OutputColumnName,
                SchemaShape.Column.VectorKind.Vector,
                NumberDataViewType.Single,
                isKey: false,
                new SchemaShape([AnnotationShapes.Vector(AnnotationKinds.SlotNames, TextDataViewType.Instance)])
            )
        );
    }

    public enum WeightingCriteria
    {
        Tf = 0,
        Idf = 1,
        TfIdf = 2,
    }
}
