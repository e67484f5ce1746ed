using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Text;

public sealed class WordTokenizingEstimator : TrivialEstimator<WordTokenizingTransformer>
{
    internal WordTokenizingEstimator(IHostEnvironment env, InputOutputColumnPair pair, char[] separators)
        : base(env.Register(nameof(WordTokenizingEstimator)), new WordTokenizingTransformer(env, pair, separators)) { }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        var pair = Transformer.Columns;
        var input = inputSchema.FindInput(pair.InputColumnName);
        if (input.ItemType is not TextDataViewType)
        {
            throw WordTokenizingTransformer.WrongType(pair.InputColumnName, input.ItemType);
        }

        return inputSchema.With(
            new SchemaShape.Column(
                pair.OutputColumnName,
                SchemaShape.Column.VectorKind.VariableVector,
                input.ItemType,
                isKey: false
            )
        );
    }
}
