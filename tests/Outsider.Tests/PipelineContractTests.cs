using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Outsider.Tests;

/// <summary>A user's pipeline of several steps keeps the contract of one estimator, on public members alone.</summary>
[TestFixtureSource(nameof(Layouts))]
public sealed class PipelineContractTests(EstimatorSubject subject, ColumnLayout layout)
    : EstimatorContract(subject, layout)
{
    private const int Width = 6;

    private static IEnumerable<TestFixtureData> Layouts() =>
        ColumnLayout.All.Select(layout =>
            new TestFixtureData(Pipeline(), layout).SetArgDisplayNames("encode, then score", layout.Name)
        );

    private static EstimatorSubject Pipeline()
    {
        var ml = new MLContext(seed: 1);
        var folder = Repository.PathOf("tests", "VaeMlNet.Tests", "Fixtures", "bernoulli");
        return new()
        {
            Name = "encode, then score",
            Create = batchSize =>
                ml.Transforms.VaeEncode("Latent", "Features", folder, new() { BatchSize = batchSize })
                    .Append(ml.Transforms.VaeScore("Score", "Features", folder, new() { BatchSize = batchSize })),
            Inputs = [new VectorSource<float>("Features", NumberDataViewType.Single, Width, Row)],
            Added = [("Latent", "Features"), ("Score", "Features"), ("PredictedLabel", "Features")],
            RestoreBatching = loaded => ml.Model.RestoreBatching(loaded),
        };
    }

    private static float[] Row(int row) => [.. Enumerable.Range(0, Width).Select(i => (7 * row + 3 * i) % 11 / 11f)];
}
