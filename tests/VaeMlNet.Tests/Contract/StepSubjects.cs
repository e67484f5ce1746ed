using Microsoft.ML;

namespace VaeMlNet.Tests;

/// <summary>
/// Every step of the catalog that adds vectors, on a model folder and on an opened model; each form once,
/// not every combination.
/// </summary>
internal static class StepSubjects
{
    private static readonly TransformsCatalog Transforms = new MLContext(seed: 1).Transforms;
    private static readonly string Folder = TinyModel.Bernoulli.Folder;
    private static readonly SourceColumn Features = TinyInputs.Features(TinyModel.Bernoulli);
    private static readonly SourceColumn Latent = TinyInputs.Latents();

    public static IEnumerable<EstimatorSubject> All() => [.. OfFolder(), .. OfModel(), .. InPlace()];

    private static IEnumerable<EstimatorSubject> OfFolder()
    {
        yield return Step("encode", Features, n => Transforms.VaeEncode("Out", "Features", Folder, Encode(n)));
        yield return Step("decode", Latent, n => Transforms.VaeDecode("Out", "Latent", Folder, Batches(n)));
        yield return Step(
            "reconstruct",
            Features,
            n => Transforms.VaeReconstruct("Out", "Features", Folder, new() { BatchSize = n })
        );
    }

    private static IEnumerable<EstimatorSubject> OfModel()
    {
        yield return Step(
            "encode with log-variances, opened model",
            Features,
            n => On(model => Transforms.VaeEncode("Out", "Features", model, Encode(n, "Größe 2.output")))
        ) with
        {
            Added = [("Out", "Features"), ("Größe 2.output", "Features")],
        };
        yield return Step(
            "decode, opened model",
            Latent,
            n => On(model => Transforms.VaeDecode("Out", "Latent", model, Batches(n)))
        );
        yield return Step(
            "reconstruct, opened model",
            Features,
            n => On(model => Transforms.VaeReconstruct("Out", "Features", model, new() { BatchSize = n }))
        );
    }

    /// <summary>Outputs that hide their inputs.</summary>
    private static IEnumerable<EstimatorSubject> InPlace()
    {
        yield return Step(
            "encode in place",
            Features,
            n => Transforms.VaeEncode("Features", inputColumnName: null, Folder, Encode(n))
        ) with
        {
            Added = [("Features", "Features")],
        };
        yield return Step(
            "score in place without label",
            Features,
            n =>
                Transforms.VaeScore(
                    "Features",
                    inputColumnName: null,
                    Folder,
                    new() { BatchSize = n, PredictedLabelColumnName = null }
                )
        ) with
        {
            Added = [("Features", "Features")],
        };
    }

    private static EstimatorSubject Step(string name, SourceColumn input, Func<int, IEstimator<ITransformer>> create) =>
        new()
        {
            Name = name,
            Create = create,
            Inputs = [input],
            Added = [("Out", input.Name)],
            CountRuns = SubjectHooks.CountRuns,
            RestoreBatching = SubjectHooks.RestoreBatching,
        };

    private static VaeEncodeOptions Encode(int batchSize, string? logVariance = null) =>
        new() { BatchSize = batchSize, LogVarianceColumnName = logVariance };

    private static VaeStepOptions Batches(int batchSize) => new() { BatchSize = batchSize };

    /// <summary>
    /// Opens the model, creates an estimator with it and disposes the model. An estimator needs its model only while it
    /// is created.
    /// </summary>
    private static IEstimator<ITransformer> On(Func<VaeModel, IEstimator<ITransformer>> create)
    {
        using var model = VaeModel.Open(Folder);
        return create(model);
    }
}
