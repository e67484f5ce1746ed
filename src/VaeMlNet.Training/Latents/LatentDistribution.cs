using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// The posterior q(z|x) and the prior p(z) as the loss, the scores and the exported graphs need them. "Head" is what the
/// network's linear head gives for a row, [N, <see cref="HeadWidth"/>]; z is [N, <see cref="Width"/>].
/// </summary>
/// <remarks>Stateless. Intermediate tensors are left to the caller's scope, so that formulas read as in the papers.</remarks>
/// <param name="latentDim">L, the number of latents.</param>
internal abstract class LatentDistribution(int latentDim)
{
    /// <summary>The temperature at which a latent is drawn from q(z|x) itself, without a relaxation.</summary>
    public const double Exact = 0;

    /// <summary>L, the number of latents: each has a KL of its own.</summary>
    public int LatentDim => latentDim;

    /// <summary>The width of z: what a decoder takes.</summary>
    public abstract int Width { get; }

    /// <summary>The outputs of the linear head, part after part. encoder.onnx computes each part on its own.</summary>
    public abstract IReadOnlyList<(string Name, int Width)> HeadParts { get; }

    /// <summary>The sum of the widths of <see cref="HeadParts"/>.</summary>
    public int HeadWidth => HeadParts.Sum(part => part.Width);

    /// <summary>The outputs of encoder.onnx; the first is <see cref="Code"/>.</summary>
    public abstract IReadOnlyList<(string Name, int Width)> EncoderOutputs { get; }

    /// <summary>The latent space in the manifest.</summary>
    public abstract VaeLatentSpace Describe();

    /// <summary>Gets a value indicating whether training draws from a relaxation, whose temperature falls.</summary>
    public virtual bool IsRelaxed => false;

    /// <summary>Draws what <see cref="Sample"/> needs for each row, float32 [N, <see cref="Width"/>].</summary>
    public abstract Tensor DrawNoise(long rowCount, Generator generator);

    /// <summary>Draws z of each row, [N, <see cref="Width"/>].</summary>
    /// <param name="head">[N, <see cref="HeadWidth"/>].</param>
    /// <param name="noise">From <see cref="DrawNoise"/>; passed in, so that a caller owns the randomness.</param>
    /// <param name="temperature">
    /// Of the relaxation of a latent that is not continuous: above 0 for training, 0 for draws from q(z|x) itself.
    /// Continuous latents ignore it.
    /// </param>
    public abstract Tensor Sample(Tensor head, Tensor noise, double temperature);

    /// <summary>The code that stands for q(z|x) where nothing is drawn, [N, <see cref="Width"/>].</summary>
    public abstract Tensor Code(Tensor head);

    /// <summary>KL(q(z|x) || p(z)) of each latent of each row in nats, [N, L]. Never negative but for rounding.</summary>
    public abstract Tensor KlPerLatent(Tensor head);

    /// <summary>
    /// log p(z) - log q(z|x) of each row in nats, [N]: with log p(x|z) the weight of z among draws from q(z|x) (Burda et al.
    /// 2016, eq. 8).
    /// </summary>
    /// <param name="head">[N, <see cref="HeadWidth"/>].</param>
    /// <param name="z">Draws from q(z|x) itself, without a relaxation, [N, <see cref="Width"/>].</param>
    public abstract Tensor LogPriorOverPosterior(Tensor head, Tensor z);

    /// <summary>Draws from the prior p(z), float32 [N, <see cref="Width"/>].</summary>
    public abstract Tensor DrawPrior(long rowCount, Generator generator);

    /// <summary>Computes <see cref="EncoderOutputs"/> in order.</summary>
    public abstract IReadOnlyList<Tensor> ComputeEncoderOutputs(Tensor head);

    /// <summary>Adds <see cref="ComputeEncoderOutputs"/> to a graph, from the head's parts.</summary>
    public abstract IReadOnlyList<OnnxValue> AddEncoderOutputs(OnnxGraphBuilder graph, IReadOnlyList<OnnxValue> parts);

    /// <summary>Adds <see cref="KlPerLatent"/> to a graph, from the encoder's outputs.</summary>
    public abstract OnnxValue AddKlPerLatent(OnnxGraphBuilder graph, IReadOnlyList<OnnxValue> encoderOutputs);
}
