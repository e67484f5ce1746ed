namespace VaeMlNet.Benchmarks;

/// <summary>Compares numbers of latents.</summary>
internal sealed class LatentCountSection : FiguresSection
{
    private static readonly int[] Counts = [50, 70];

    public override string Name => "latent-count";

    public override string Title =>
        "Number of latents: dynamically binarized MNIST, 784-200-200, batch normalization, seed 1";

    protected override int DefaultEpochCount => 20;

    public override IReadOnlyList<FigureTable> Run(SectionRun run)
    {
        var test = BinarizedSection.TestDigits(run);
        var epochs = EpochCount(run);
        var options = SectionRun.Preset("mnist", epochs) with
        {
            Network = new FullyConnectedNetworkOptions
            {
                HiddenDims = [200, 200],
                Activation = VaeActivation.LeakyRelu,
                Normalization = VaeNormalization.Batch,
            },
            Kl = new VaeKlOptions { WarmUp = VaeKlWarmUp.Linear, WarmUpEpochs = 5 },
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
}
