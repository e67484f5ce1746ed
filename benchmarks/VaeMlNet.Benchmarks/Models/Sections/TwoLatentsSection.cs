namespace VaeMlNet.Benchmarks;

/// <summary>Trains 784-128-64-2, whose two latents can be drawn on a plane.</summary>
internal sealed class TwoLatentsSection : FiguresSection
{
    public override string Name => "two-latents";

    public override string Title => "784-128-64-2, two latents";

    public override IReadOnlyList<FigurePicture> Pictures =>
        [
            new("mnist-latent-map.png", "The decoded plane of the two latents, from -2.5 to 2.5 on both axes."),
            new(
                "mnist-latent-classes.png",
                "The posterior means of the digits 0 to 4 (above) and 5 to 9 (below), from -4 to 4."
            ),
        ];

    protected override int DefaultEpochCount => 10;

    public override IReadOnlyList<FigureTable> Run(SectionRun run)
    {
        var rmsProp = SectionRun.Preset("mnist-2d", EpochCount(run));
        var model = run.Train(rmsProp);
        new ModelPictures(run).WriteLatentMap(model);
        return
        [
            new FigureTable(
                "Test loss by epoch",
                ["", "1", "2", "3", "5", "10", "KL at the end"],
                [
                    Row("VaeMlNet, RMSProp (`mnist-2d`)", model),
                    Row("VaeMlNet, Adam", run.Train(rmsProp with { Optimizer = new() })),
                    ["PyTorch, Adam, seed 1", "174.1", "165.4", "160.6", "156.4", "150.5", "5.7 to 5.8"],
                    ["PyTorch, Adam, seed 2", "174.5", "166.3", "161.4", "156.6", "151.5", "5.7 to 5.8"],
                ]
            ),
        ];
    }

    private static string[] Row(string name, TrainedVae model) =>
        [name, .. TestLosses(model, 1, 2, 3, 5, 10), Two(model.History[^1].Validation!.Kl)];
}
