using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>The mean loss of a predictor of the labels from the embeddings, with its weight.</summary>
internal sealed class LabelPredictionTerm(LabelPredictionOptions options) : LabelTerm
{
    /// <inheritdoc />
    public override Tensor Compute(
        VariationalAutoencoder network,
        LabeledBatch labeled,
        ElboTerms terms,
        StepSettings settings
    )
    {
        var embeddings = network.Latent.Embed(network.ComputeHead(labeled.Input)); // [m, Z]
        return network.LabelHead!.Loss(embeddings, labeled.Rows.Labels).mean() * Held(options.Weight);
    }
}
