using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace VaeMlNet.Benchmarks;

/// <summary>A VAE of MNIST's images with a Bernoulli likelihood.</summary>
internal sealed class PlainImageVae : PlainVae
{
    private const long Hidden = 400;
    private const long Latents = 20;
    private const long Flat = 64 * 7 * 7;

    private PlainImageVae(Module<Tensor, Tensor> encoder, long width, Module<Tensor, Tensor> decoder)
        : base(encoder, width, Latents, decoder) { }

    /// <summary>Creates 784-400-20-400-784.</summary>
    public static PlainImageVae FullyConnected() =>
        new(
            Sequential(Linear(Digit.PixelCount, Hidden), ReLU()),
            Hidden,
            Sequential(Linear(Latents, Hidden), ReLU(), Linear(Hidden, Digit.PixelCount))
        );

    /// <summary>Creates two strided convolutions, and the corresponding transposed convolutions.</summary>
    public static PlainImageVae Convolutional() =>
        new(
            Sequential(
                Unflatten(1, [1, 28, 28]),
                Conv2d(1, 32, 3, stride: 2, padding: 1), // [n, 32, 14, 14]
                ReLU(),
                Conv2d(32, 64, 3, stride: 2, padding: 1), // [n, 64, 7, 7]
                ReLU(),
                Flatten()
            ),
            Flat,
            Sequential(
                Linear(Latents, Flat),
                ReLU(),
                Unflatten(1, [64, 7, 7]),
                ConvTranspose2d(64, 32, 3, stride: 2, padding: 1, output_padding: 1), // [n, 32, 14, 14]
                ReLU(),
                ConvTranspose2d(32, 1, 3, stride: 2, padding: 1, output_padding: 1), // [n, 1, 28, 28]
                Flatten()
            )
        );

    /// <inheritdoc />
    public override (Tensor Minimized, Tensor Loss) Loss(Tensor rows)
    {
        var (logits, mu, logVar) = forward(rows);
        var reconstruction = functional.binary_cross_entropy_with_logits(logits, rows, reduction: Reduction.Sum);
        var loss = reconstruction + Divergence(mu, logVar).sum();
        return (loss, loss);
    }
}
