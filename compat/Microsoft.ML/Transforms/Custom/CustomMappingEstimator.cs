using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class CustomMappingEstimator<TSrc, TDst> : TrivialEstimator<CustomMappingTransformer<TSrc, TDst>>
    where TSrc : class, new()
    where TDst : class, new()
{
    internal CustomMappingEstimator(IHostEnvironment env, CustomMappingTransformer<TSrc, TDst> transformer)
        : base(env.Register("CustomMappingEstimator"), transformer) { }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        var required = SchemaShape.Create(BoundColumn.SchemaOf(Transformer.InputColumns));
        foreach (var (expected, column) in required.Zip(Transformer.InputColumns))
        {
            var actual = inputSchema.FindInput(expected.Name);
            if (!Fits(expected, actual))
            {
                throw SchemaErrors.WrongType("input", expected.Name, column.Type.ToString(), actual.GetTypeString());
            }
        }

        return inputSchema.With(SchemaShape.Create(BoundColumn.SchemaOf(Transformer.AddedColumns)));
    }

    // A member for vectors of any size also takes those of one size.
    private static bool Fits(SchemaShape.Column expected, SchemaShape.Column actual) =>
        expected.ItemType.Equals(actual.ItemType)
        && expected.IsKey == actual.IsKey
        && (
            expected.Kind == actual.Kind
            || (
                expected.Kind == SchemaShape.Column.VectorKind.VariableVector
                && actual.Kind == SchemaShape.Column.VectorKind.Vector
            )
        );
}
