using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Onnx;

public sealed class OnnxScoringEstimator : TrivialEstimator<OnnxTransformer>
{
    internal OnnxScoringEstimator(IHostEnvironment env, OnnxTransformer transformer)
        : base(env.Register(nameof(OnnxScoringEstimator)), transformer) { }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        foreach (var name in Transformer.Inputs)
        {
            if (!inputSchema.TryFindColumn(name, out var column))
            {
                throw SchemaErrors.MissingColumn("input", name);
            }

            var expected = Transformer.Model.GetInput(name).ItemType;
            if (column.ItemType.RawType != expected?.RawType)
            {
                throw SchemaErrors.WrongType("input", name, expected?.ToString(), column.GetTypeString());
            }
        }

        return inputSchema.With(
            Transformer.Outputs.Select((name, i) => OutputColumn(name, Transformer.OutputTypes[i]))
        );
    }

    private static SchemaShape.Column OutputColumn(string name, DataViewType type)
    {
        var vector = (VectorDataViewType)type;
        var kind = vector.IsKnownSize
            ? SchemaShape.Column.VectorKind.Vector
            : SchemaShape.Column.VectorKind.VariableVector;
        return new SchemaShape.Column(name, kind, vector.ItemType, isKey: false);
    }
}
