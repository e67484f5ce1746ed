namespace VaeMlNet.Benchmarks;

/// <summary>Compares the VampPrior with the standard normal prior after the same number of epochs, on dynamically binarized images.</summary>
internal sealed class PriorsSection : FiguresSection
{
    private static readonly (string Name, VaePriorOptions Options)[] Priors =
    [
        ("N(0, I)", VaePriorOptions.StandardNormal),
        ("VampPrior, 500 pseudo-inputs", new VampPriorOptions()),
    ];

    // Of other networks that were trained to the end on Pythae's Binary MNIST, so that only the difference can be compared.
    private static readonly string[][] Published =
    [
        ["N(0, I), published (Pythae's table, other protocol, 200 samples)", "-", "-", "89.78", "-"],
        ["VampPrior, published (Pythae's table, other protocol, 5000 samples)", "-", "-", "85.79", "-"],
    ];

    public override string Name => "priors";

    public override string Title => "VampPrior: dynamically binarized MNIST, 784-200-200-50, seed 1";

    protected override int DefaultEpochCount => 10;

    public override IReadOnlyList<FigureTable> Run(SectionRun run)
    {
        var test = BinarizedSection.TestDigits(run);
        var epochs = EpochCount(run);
        var options = SectionRun.Preset("mnist", epochs) with { HiddenDims = [200, 200], LatentDim = 50 };
        return
        [
            new FigureTable(
                FormattableString.Invariant(
                    $"After {epochs} epochs, first {BinarizedSection.BoundRowCount} test images"
                ),
                ["prior", "test loss, all images", "1 sample", "500 samples", "active latents"],
                [
                    .. Priors.Select(prior =>
                        BinarizedSection.Measure(run, options with { Prior = prior.Options }, prior.Name, test)
                    ),
                    .. Published,
                ]
            ),
        ];
    }
}
