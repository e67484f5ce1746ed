using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Microsoft.ML.Transforms;
using Microsoft.ML.Transforms.Onnx;

namespace Microsoft.ML;

/// <summary>Reads and writes saved components by their loader names, which are ML.NET's.</summary>
internal static class ModelLoaders
{
    private static readonly Dictionary<string, Func<ModelLoadContext, object>> Loaders = new()
    {
        [TransformerChainLoader.Name] = TransformerChainLoader.Load,
        [OnnxTransformer.LoaderName] = OnnxTransformer.Load,
        [ColumnCopyingTransformer.LoaderName] = ColumnCopyingTransformer.Load,
        [ColumnSelectingTransformer.LoaderName] = ColumnSelectingTransformer.Load,
        [ColumnConcatenatingTransformer.LoaderName] = ColumnConcatenatingTransformer.Load,
        [NormalizingTransformer.LoaderName] = NormalizingTransformer.Load,
        [ValueToKeyMappingTransformer.LoaderName] = ValueToKeyMappingTransformer.Load,
        [KeyToValueMappingTransformer.LoaderName] = KeyToValueMappingTransformer.Load,
        [KeyToVectorMappingTransformer.LoaderName] = KeyToVectorMappingTransformer.Load,
        [MissingValueIndicatorTransformer.LoaderName] = MissingValueIndicatorTransformer.Load,
        [MissingValueReplacingTransformer.LoaderName] = MissingValueReplacingTransformer.Load,
        [ValueMappingTransformer.LoaderName] = ValueMappingTransformer.Load,
        [TypeConvertingTransformer.LoaderName] = TypeConvertingTransformer.Load,
        [PrincipalComponentAnalysisTransformer.LoaderName] = PrincipalComponentAnalysisTransformer.Load,
        [PredictionTransformerLoader.Anomaly] = PredictionTransformerLoader.LoadAnomaly,
        [PredictionTransformerLoader.Multiclass] = PredictionTransformerLoader.LoadMulticlass,
        [LinearRegressionModelParameters.LoaderName] = LinearRegressionModelParameters.Load,
        [MaximumEntropyModelParameters.LoaderName] = MaximumEntropyModelParameters.Load,
        [PcaModelParameters.LoaderName] = PcaModelParameters.Load,
    };

    public static object Load(string loader, ModelLoadContext context) =>
        Loaders.TryGetValue(loader, out var load)
            ? load(context)
            : throw new FormatException($"Corrupt model file: no component is called '{loader}'");
}
