namespace VaeMlNet.Benchmarks;

/// <summary>Compares latents on two levels with latents on one, with the same layers, normalization and KL warm-up.</summary>
internal sealed class LadderSection : FiguresSection
{
    private static readonly (string Name, int LatentDim, VaeLatentOptions Options)[] Variants =
    [
        ("50 latents", 50, new GaussianLatentOptions()),
        ("70 latents", 70, new GaussianLatentOptions()),
        ("ladder of 50 and 20 latents", 70, new LadderLatentOptions { UpperDim = 20 }),
    ];

    public override string Name => "ladder";

    public override string Title => "Ladder VAE: dynamically binarized MNIST, 784-200-200, batch normalization, seed 1";

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
                    .. Variants.Select(variant =>
                        BinarizedSection.Measure(
                            run,
                            options with
                            {
                                LatentDim = variant.LatentDim,
                                Latent = variant.Options,
                            },
                            variant.Name,
                            test
                        )
                    ),
                    [
                        "ladder of 5 levels, published (Sønderby et al. 2016, other protocol: 2,000 epochs)",
                        "-",
                        "-",
                        "81.74",
                        "-",
                    ],
                ]
            ),
        ];
    }
}
