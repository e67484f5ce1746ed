using static TorchSharp.torch;

namespace VaeMlNet.Benchmarks;

/// <summary>Compares numbers of latents.</summary>
internal sealed class LatentCountSection : FiguresSection
{
    private const int HiddenDim = 200;

    private static readonly int[] Counts = [50, 70];

    public override string Name => "latent-count";

    public override string Title =>
        "Number of latents: dynamically binarized MNIST, 784-200-200, batch normalization, seed 1";

    protected override int DefaultEpochCount => 20;

    public override IReadOnlyList<FigureTable> Run(SectionRun run)
    {
        manual_seed(1); // Custom modules draw their own weights.
        var test = BinarizedSection.TestDigits(run);
        var epochs = EpochCount(run);
        var options = SectionRun.Preset("mnist", epochs) with
        {
            Network = new CustomNetworkOptions
            {
                Encoder = inputDim => nn.Sequential([.. Hidden(inputDim), .. Hidden(HiddenDim)]),
                Decoder = (latentWidth, outputDim) =>
                    nn.Sequential([.. Hidden(latentWidth), .. Hidden(HiddenDim), nn.Linear(HiddenDim, outputDim)]),
            },
            KlWarmUpEpochs = 5,
        };
        return
        [
            new FigureTable(
                FormattableString.Invariant(
                    $"After {epochs} epochs, first {BinarizedSection.BoundRowCount} test images"
                ),
                ["latents", "test loss, all images", "1 sample", "500 samples", "active latents"],
                [
                    .. Counts.Select(count =>
                        BinarizedSection.Measure(run, options with { LatentDim = count }, $"{count} latents", test)
                    ),
                ]
            ),
        ];
    }

    private static nn.Module<Tensor, Tensor>[] Hidden(int inputDim) =>
        [nn.Linear(inputDim, HiddenDim), nn.BatchNorm1d(HiddenDim), nn.LeakyReLU(0.01)];
}
