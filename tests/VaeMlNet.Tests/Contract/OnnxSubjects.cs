using Microsoft.ML;
using Microsoft.ML.Data;
using Element = Microsoft.ML.OnnxRuntime.Tensors.TensorElementType;

namespace VaeMlNet.Tests;

/// <summary>ApplyOnnxModelBatched on a file with one input, and on a stream with several, one of which can be a key.</summary>
internal static class OnnxSubjects
{
    private static readonly TransformsCatalog Transforms = new MLContext(seed: 1).Transforms;
    private static readonly Lazy<byte[]> Several = new(() =>
        new SmallGraph()
            .Input("prices", Element.Float, null, 3)
            .Input("count", Element.UInt32, null, 1)
            .Output("positive", Element.Float, null, 3)
            .Output("again", Element.UInt32, null, 1)
            .Node("Relu", ["prices"], ["positive"])
            .Node("Identity", ["count"], ["again"])
            .ToBytes()
    );

    public static IEnumerable<EstimatorSubject> All()
    {
        var file = Path.Combine(TinyModel.Bernoulli.Folder, "encoder.onnx");
        yield return Model(
            "any model, file",
            n =>
                Transforms.ApplyOnnxModelBatched(
                    new ApplyOnnxModelBatchedOptions
                    {
                        ModelFile = file,
                        OutputColumns = ["mean"],
                        InputColumns = ["features"],
                        BatchSize = n,
                    }
                )
        ) with
        {
            Inputs = [TinyInputs.Features(TinyModel.Bernoulli, "features")],
            Added = [("mean", "features")],
        };
        yield return Model(
            "any model, stream, several columns",
            n =>
                Transforms.ApplyOnnxModelBatched(
                    new ApplyOnnxModelBatchedOptions
                    {
                        ModelBytes = new MemoryStream(Several.Value),
                        OutputColumns = ["positive", "again"],
                        InputColumns = ["prices", "count"],
                        BatchSize = n,
                    }
                )
        ) with
        {
            Inputs =
            [
                new VectorSource<float>("prices", NumberDataViewType.Single, 3, row => [row * 0.5f - 9, 0, -row]),
                new ScalarSource<uint>("count", NumberDataViewType.UInt32, row => (uint)(row % 5) + 1),
            ],
            Added = [("positive", "prices"), ("again", "count")],
            EachOutputNeedsAllInputs = true,
        };
    }

    private static EstimatorSubject Model(string name, Func<int, IEstimator<ITransformer>> create) =>
        new()
        {
            Name = name,
            Create = create,
            Inputs = [],
            Added = [],
            TakesScalars = true,
            CountRuns = SubjectHooks.CountRuns,
            RestoreBatching = SubjectHooks.RestoreBatching,
        };
}
