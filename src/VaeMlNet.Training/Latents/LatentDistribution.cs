using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// The posterior q(z|x) and the prior p(z), with the computations for the loss, the scores and the exported graphs. "Head" is
/// the output of the network's linear head, [N, <see cref="HeadWidth"/>]; z is [N, <see cref="Width"/>].
/// </summary>
/// <remarks>Stateless. Intermediate tensors belong to the caller's scope, so that formulas read as in the papers.</remarks>
/// <param name="latentDim">The number of latents, L.</param>
internal abstract class LatentDistribution(int latentDim)
{
    /// <summary>The temperature for samples from q(z|x) itself, without a relaxation.</summary>
    public const double Exact = 0;

    /// <summary>Gets the number of latents, L. Each latent has its own KL divergence.</summary>
    public int LatentDim => latentDim;

    /// <summary>Gets the width of z.</summary>
    public abstract int Width { get; }

    /// <summary>Gets the outputs of the linear head in order. encoder.onnx computes each of them separately.</summary>
    public abstract IReadOnlyList<(string Name, int Width)> HeadParts { get; }

    /// <summary>Gets the sum of the widths of <see cref="HeadParts"/>.</summary>
    public int HeadWidth => HeadParts.Sum(part => part.Width);

    /// <summary>Gets the outputs of encoder.onnx. The first is <see cref="Embed"/>.</summary>
    public abstract IReadOnlyList<(string Name, int Width)> EncoderOutputs { get; }

    /// <summary>Returns the latent space for the manifest.</summary>
    public abstract VaeLatentSpace Describe();

    /// <summary>Gets a value indicating whether training samples from a relaxation with falling temperature.</summary>
    public virtual bool IsRelaxed => false;

    /// <summary>Draws the noise that <see cref="Sample"/> needs for each row, float32 [N, a width of its own].</summary>
    public abstract Tensor DrawNoise(long rowCount, Generator generator);

    /// <summary>Samples z of each row, [N, <see cref="Width"/>].</summary>
    /// <param name="head">[N, <see cref="HeadWidth"/>].</param>
    /// <param name="noise">
    /// The noise from <see cref="DrawNoise"/>. The caller passes it and thereby controls the randomness.
    /// </param>
    /// <param name="temperature">
    /// The temperature of the relaxation of discrete latents: above 0 for training, 0 for samples from q(z|x) itself. Ignored
    /// by continuous latents.
    /// </param>
    public abstract Tensor Sample(Tensor head, Tensor noise, double temperature);

    /// <summary>Returns the embedding: the point that represents q(z|x) without sampling, [N, <see cref="Width"/>].</summary>
    public abstract Tensor Embed(Tensor head);

    /// <summary>
    /// Returns KL(q(z|x) || p(z)) of each latent of each row in nats, [N, L]. Never negative, except for rounding.
    /// </summary>
    public abstract Tensor KlPerLatent(Tensor head);

    /// <summary>
    /// Returns log p(z) - log q(z|x) of each row in nats, [N]. Together with log p(x|z), it is the log-weight of z among
    /// samples from q(z|x) (Burda et al. 2016, eq. 8).
    /// </summary>
    /// <param name="head">[N, <see cref="HeadWidth"/>].</param>
    /// <param name="z">Samples from q(z|x) itself, without a relaxation, [N, <see cref="Width"/>].</param>
    public abstract Tensor LogPriorOverPosterior(Tensor head, Tensor z);

    /// <summary>Samples from the prior p(z), float32 [N, <see cref="Width"/>].</summary>
    public abstract Tensor DrawPrior(long rowCount, Generator generator);

    /// <summary>Computes <see cref="EncoderOutputs"/> in order.</summary>
    public abstract IReadOnlyList<Tensor> ComputeEncoderOutputs(Tensor head);

    /// <summary>Adds <see cref="ComputeEncoderOutputs"/> to a graph, from the outputs of the head.</summary>
    public abstract IReadOnlyList<OnnxValue> AddEncoderOutputs(OnnxGraphBuilder graph, IReadOnlyList<OnnxValue> parts);

    public abstract OnnxValue AddKlPerLatent(OnnxGraphBuilder graph, IReadOnlyList<OnnxValue> encoderOutputs);
}
