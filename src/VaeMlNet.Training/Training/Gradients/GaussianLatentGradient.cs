using System.Numerics;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// Computes z and KL of a Gaussian posterior, like <see cref="DiagonalGaussian"/>, and their gradients with respect to the
/// head, by manual backpropagation.
/// </summary>
/// <remarks>Buffers belong to the dispose scope in which it was created.</remarks>
internal sealed class GaussianLatentGradient
{
    private const float LogVarianceBound = (float)GaussianLatent.LogVarianceBound;

    private readonly SlotMatrix noise; // [n, L]
    private readonly Vector<float>[] deviations; // exp(logVariance / 2), slot by slot

    public GaussianLatentGradient(long rowCount, int latentDim)
    {
        noise = new SlotMatrix(rowCount, latentDim);
        deviations = new Vector<float>[latentDim * noise.Stride];
        Head = new SlotMatrix(rowCount, 2 * latentDim);
        HeadGradient = new SlotMatrix(rowCount, 2 * latentDim);
    }

    /// <summary>Gets the head, mean and log-variance side by side, [n, 2 L]. It is read until <see cref="Backward"/>.</summary>
    public SlotMatrix Head { get; }

    /// <summary>Gets the gradient with respect to the head, [n, 2 L].</summary>
    public SlotMatrix HeadGradient { get; }

    /// <summary>Samples z = mean + exp(logVariance / 2) * noise.</summary>
    /// <remarks>Log-variances beyond the bound are replaced by it; the gradient passes through unchanged.</remarks>
    /// <param name="noiseRows">[n, L].</param>
    /// <param name="z">Receives the samples, [n, L or more].</param>
    /// <param name="kls">Receives KL(q(z|x) || N(0, I)) in nats of each row, summed over latents.</param>
    public void Sample(Tensor noiseRows, SlotMatrix z, Span<Vector<float>> kls)
    {
        noise.CopyFrom(noiseRows);
        var means = Head.Vectors;
        var draws = noise.Vectors;
        var samples = z.Vectors;
        var logVariances = means[deviations.Length..];
        kls.Clear();
        for (var i = 0; i < deviations.Length; )
        {
            for (var row = 0; row < kls.Length; row++, i++)
            {
                var mean = means[i];
                var logVariance = Vector.Min(
                    Vector.Max(logVariances[i], new(-LogVarianceBound)),
                    new(LogVarianceBound)
                );
                var deviation = VectorFunctions.Exp(logVariance * 0.5f);
                deviations[i] = deviation;
                samples[i] = mean + (deviation * draws[i]);
                kls[row] += 0.5f * ((mean * mean) + (deviation * deviation) - logVariance - Vector<float>.One);
            }
        }
    }

    /// <summary>Computes <see cref="HeadGradient"/>: the gradient of z, plus that of KL times a factor for each row.</summary>
    /// <param name="zGradient">The gradient with respect to z, [n, L or more].</param>
    /// <param name="klFactors">The factor of each row's KL in the loss.</param>
    public void Backward(SlotMatrix zGradient, ReadOnlySpan<Vector<float>> klFactors)
    {
        // dKL/dmean = mean; dKL/dlogVariance = (variance - 1) / 2.
        var means = Head.Vectors;
        var draws = noise.Vectors;
        var gradients = zGradient.Vectors;
        var ofMeans = HeadGradient.Vectors;
        var ofLogVariances = ofMeans[deviations.Length..];
        for (var i = 0; i < deviations.Length; )
        {
            for (var row = 0; row < klFactors.Length; row++, i++)
            {
                var (deviation, factor) = (deviations[i], klFactors[row]);
                ofMeans[i] = gradients[i] + (factor * means[i]);
                ofLogVariances[i] =
                    0.5f
                    * (
                        (gradients[i] * draws[i] * deviation) + (factor * ((deviation * deviation) - Vector<float>.One))
                    );
            }
        }
    }
}
