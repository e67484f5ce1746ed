using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Text;

/// <summary>Splits texts into words, gives the words keys in the order of their appearance, and counts the keys.</summary>
public sealed class WordBagEstimator : IEstimator<ITransformer>
{
    private readonly IHostEnvironment _env;
    private readonly InputOutputColumnPair _pair;
    private readonly NgramOptions _options;

    internal WordBagEstimator(IHostEnvironment env, InputOutputColumnPair pair, NgramOptions options)
    {
        _env = env;
        _pair = pair;
        _options = options;
    }

    public ITransformer Fit(IDataView input) => Chain().Fit(input);

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        return Chain().GetOutputSchema(inputSchema);
    }

    private IEstimator<ITransformer> Chain()
    {
        _options.CheckSupported();
        var keys = new KeyLearningOptions(
            _options.MaximumCount,
            ValueToKeyMappingEstimator.KeyOrdinality.ByOccurrence,
            KeyValuesAsText: false,
            KeyData: null
        );
        var output = new InputOutputColumnPair(_pair.OutputColumnName);
        return new WordTokenizingEstimator(_env, _pair, [' '])
            .Append(new ValueToKeyMappingEstimator(_env, [output], keys))
            .Append(new NgramExtractingEstimator(_env, output));
    }
}
