namespace VaeMlNet.Benchmarks;

/// <summary>Trains models with discrete latents.</summary>
internal sealed class GumbelSection : FiguresSection
{
    public override string Name => "gumbel";

    public override string Title => "Gumbel-Softmax, 20 latents of 10 categories, 784-400-(20x10), seed 1";

    protected override int DefaultEpochCount => 10;

    public override IReadOnlyList<FigureTable> Run(SectionRun run)
    {
        var model = run.Train(SectionRun.Preset("mnist-gumbel", EpochCount(run)));
        var loss = model.History[^1].Validation!;
        return
        [
            new FigureTable(
                "Test loss by epoch",
                ["", "1", "2", "3", "5", "10", "reconstruction + KL at the end"],
                [
                    [
                        "VaeMlNet (`mnist-gumbel`)",
                        .. TestLosses(model, 1, 2, 3, 5, 10),
                        FormattableString.Invariant($"{loss.Reconstruction:F1} + {loss.Kl:F1}"),
                    ],
                    ["to be reached", "-", "-", "-", "-", "125", "-"],
                ],
                "Evaluation draws one category of each latent per image, one-hot and without relaxation, and computes the exact KL to the uniform prior."
            ),
        ];
    }
}
