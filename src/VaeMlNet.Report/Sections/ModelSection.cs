using System.Globalization;
using System.Text.Json;

namespace VaeMlNet.Report;

/// <summary>The section of the model: the facts of its manifest.</summary>
internal static class ModelSection
{
    private const string ManifestFile = "manifest.json";
    private const int MostCharacters = 100_000;
    private const int MostRelations = 20;

    public static Section Create(VaeModel model)
    {
        var table = Blocks.Table(
            Facts(model.Manifest),
            "The model",
            [new("", fact => Html.Escape(fact.Name)), new("", fact => Html.Escape(fact.Value))]
        );
        return new Section(
            "model",
            "Model",
            "",
            "",
            Html.Format(
                $"{table}<details><summary>{ManifestFile}</summary><pre tabindex=\"0\">{ManifestText(model.Manifest)}</pre></details>\n"
            ),
            Gist: "its network, training, threshold and manifest"
        );
    }

    private static IEnumerable<(string Name, string Value)> Facts(VaeManifest manifest)
    {
        var network = manifest.Architecture;
        var training = manifest.Training;
        var threshold = manifest.Threshold;
        yield return ("Name", manifest.Name);
        yield return ("Network", Network(network));
        yield return ("Latents", Latents(manifest.Latent));
        yield return ("Likelihoods", string.Join(", ", manifest.Columns.Select(c => c.Likelihood).Distinct()));
        yield return (
            "Trained on",
            $"{Figure.Count(training.Rows, "row")}, {Figure.Count(training.Epochs, "epoch")}, batches of {training.BatchSize}, {training.Optimizer} {Number(training.LearningRate)}, beta {Number(training.Beta)}, seed {training.Seed}, {Figure.Fixed(training.Seconds, 0)} s"
        );
        yield return (
            "Loss",
            $"{Figure.Fixed(training.Loss, 2)} = reconstruction {Figure.Fixed(training.Reconstruction, 2)} + beta × KL {Figure.Fixed(training.Kl, 2)} nats per row, {(training.ValidationRows > 0 ? $"on {Figure.Count(training.ValidationRows, "validation row")}" : "on the training rows")}"
        );
        yield return (
            "Threshold",
            $"{Figure.Number(threshold.NegativeElbo, 5)} nats, {(threshold.Rule == VaeThreshold.ByFalsePositiveRate ? $"a false-positive rate of {Figure.Percent(1 - threshold.Quantile)} by" : $"quantile {Number(threshold.Quantile)} of")} {Figure.Count(threshold.Rows, $"{threshold.Source} row")}"
        );
        if (manifest.Series is { } series)
        {
            yield return (
                "Windows",
                $"{series.WindowLength} rows of {series.Channels.Count} {(series.Channels.Count == 1 ? "channel" : "channels")}{(series.CoveringThreshold is { } covering ? $"; threshold for scores of all windows that contain a row: {Figure.Number(covering, 5)} nats" : "")}"
            );
        }

        if (manifest.Relations is { Count: > 0 } relations)
        {
            yield return ("Relations", Relations(relations));
        }

        if (manifest.UnkeptRelations is { Count: > 0 } unkept)
        {
            yield return ("Relations that synthetic rows do not keep", Relations(unkept));
        }

        yield return ("Weights", manifest.Weights);
        yield return ("Written by", manifest.Producer);
    }

    private static string Relations(IReadOnlyList<string> relations)
    {
        var more = relations.Count - MostRelations;
        return string.Join("; ", relations.Take(MostRelations)) + (more > 0 ? $"; and {more} more" : "");
    }

    private static string Network(VaeArchitecture network) =>
        $"{network.Kind.Replace('_', ' ')}, {network.InputDim} inputs"
        + (network.HiddenDims.Count > 0 ? $", hidden {string.Join(", ", network.HiddenDims)}" : "")
        + (network.Filters is { Count: > 0 } filters ? $", filters {string.Join(", ", filters)}" : "")
        + $", {network.Activation}";

    private static string Latents(VaeLatentSpace latent) =>
        latent.Categories is { } categories ? $"{latent.Groups} categories of {categories} values"
        : latent.Label is { } label
            ? $"{latent.Dim - label.Shares.Count}, {VaeLatentSpace.Gaussian}, and the label {label.Name} of {label.Shares.Count} categories"
        : $"{latent.Dim}, {latent.Kind}";

    private static string ManifestText(VaeManifest manifest)
    {
        var text = JsonSerializer.Serialize(manifest, ManifestJson.Options);
        return text.Length < MostCharacters
            ? text
            : $"{text[..MostCharacters]}\n... ({Figure.Count(text.Length - MostCharacters)} more characters; see {ManifestFile} in the model folder)";
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
