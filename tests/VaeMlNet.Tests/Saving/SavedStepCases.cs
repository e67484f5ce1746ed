using Microsoft.ML;

namespace VaeMlNet.Tests;

/// <summary>Steps in every layout of columns, each with the names of the columns it adds.</summary>
internal static class SavedStepCases
{
    private static readonly TransformsCatalog Transforms = new MLContext(seed: 1).Transforms;

    public static IEnumerable<TestFixtureData> All()
    {
        foreach (var model in TinyModel.All)
        {
            var m = model.Folder;
            TestFixtureData Case(string name, IEstimator<ITransformer> step, params string[] added) =>
                new TestFixtureData(model, step, added).SetArgDisplayNames(model.ToString(), name);

            yield return Case("encode", Transforms.VaeEncode("Latent", "Features", m), "Latent");
            yield return Case(
                "encode, log-variance",
                Transforms.VaeEncode("Latent", "Features", m, new() { LogVarianceColumnName = "Größe 2.output" }),
                "Latent",
                "Größe 2.output"
            );
            yield return Case(
                "encode in place",
                Transforms.VaeEncode("Features", inputColumnName: null, m),
                "Features"
            );
            yield return Case("encode over another column", Transforms.VaeEncode("Text", "Features", m), "Text");
            yield return Case("reconstruct", Transforms.VaeReconstruct("Again", "Features", m), "Again");
            yield return Case(
                "reconstruct in place",
                Transforms.VaeReconstruct("Features", inputColumnName: null, m),
                "Features"
            );
            var calibrated = CalibratedModel.GetFolder(model);
            yield return Case(
                "score, p-values",
                Transforms.VaeScore("Score", "Features", calibrated, new() { PValueColumnName = "P" }),
                "Score",
                "PredictedLabel",
                "P"
            );
            yield return Case(
                "encode, then decode",
                Transforms.VaeEncode("Latent", "Features", m).Append(Transforms.VaeDecode("Decoded", "Latent", m)),
                "Latent",
                "Decoded"
            );
            foreach (var score in Scores(model, Case))
            {
                yield return score;
            }
        }
    }

    private static IEnumerable<TestFixtureData> Scores(
        TinyModel model,
        Func<string, IEstimator<ITransformer>, string[], TestFixtureData> newCase
    )
    {
        var m = model.Folder;
        yield return newCase(
            "score",
            Transforms.VaeScore("Score", "Features", m, new() { Kind = VaeScoreKind.ReconstructionError }),
            ["Score", "PredictedLabel"]
        );
        yield return newCase(
            "score, no label",
            Transforms.VaeScore("Score", "Features", m, new() { PredictedLabelColumnName = null }),
            ["Score"]
        );
        yield return newCase(
            "score, contributions",
            Transforms.VaeScore("Score", "Features", m, new() { ContributionsColumnName = "Why" }),
            ["Score", "PredictedLabel", "Why"]
        );
        yield return newCase(
            "score, names of its own",
            Transforms.VaeScore(
                "Oddness",
                "Features",
                m,
                new() { PredictedLabelColumnName = "IsOdd", ContributionsColumnName = "Why" }
            ),
            ["Oddness", "IsOdd", "Why"]
        );
        yield return newCase(
            "score, names crossed",
            Transforms.VaeScore("PredictedLabel", "Features", m, new() { PredictedLabelColumnName = "Score" }),
            ["PredictedLabel", "Score"]
        );
        yield return newCase(
            "score in place",
            Transforms.VaeScore("Features", inputColumnName: null, m),
            ["Features", "PredictedLabel"]
        );
    }
}
