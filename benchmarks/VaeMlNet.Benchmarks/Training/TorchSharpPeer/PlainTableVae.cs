using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace VaeMlNet.Benchmarks;

/// <summary>
/// A VAE of a table of numbers and categories without missing cells: Gaussian numbers with their own variances, and categories.
/// </summary>
internal sealed class PlainTableVae : PlainVae
{
    private const long Latents = 16;
    private const long Keys = PlainRows.TableKeys;
    private const long Values = PlainRows.TableValues;
    private const long Numbers = PlainRows.TableNumbers;
    private const long Width = Numbers + (Keys * Values);

    public PlainTableVae()
        : base(
            Sequential(Linear(Width, 256), ReLU(), Linear(256, 128), ReLU()),
            128,
            Latents,
            Sequential(Linear(Latents, 128), ReLU(), Linear(128, 256), ReLU(), Linear(256, Width + Numbers))
        ) { }

    /// <inheritdoc />
    public override (Tensor Minimized, Tensor Loss) Loss(Tensor rows)
    {
        var (output, mu, logVar) = forward(rows);
        var loss = Reconstruction(output, rows) + Divergence(mu, logVar).sum();
        return (loss, loss);
    }

    private static Tensor Reconstruction(Tensor output, Tensor rows)
    {
        var parameters = output.split([Numbers, Numbers, Keys * Values], 1);
        var (mean, logVariance, logits) = (parameters[0], parameters[1], parameters[2]);
        var features = rows.split([Numbers, Keys * Values], 1);
        var (numbers, keys) = (features[0], features[1]);
        var ofNumbers = 0.5 * (logVariance + ((numbers - mean).pow(2) / logVariance.exp())).sum();
        var logShares = logits.view(-1, Keys, Values).log_softmax(2); // [n, keys, values]
        return ofNumbers - (keys.view(-1, Keys, Values) * logShares).sum();
    }
}
