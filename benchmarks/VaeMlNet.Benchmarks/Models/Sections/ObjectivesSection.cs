using System.Globalization;
using static TorchSharp.torch;

namespace VaeMlNet.Benchmarks;

/// <summary>Measures the disentanglement that objectives give, on generated images with four independent factors.</summary>
internal sealed class ObjectivesSection : FiguresSection
{
    private const int Side = 16;
    private const int SeedCount = 5;

    private static readonly (string Name, VaeTrainerOptions Change)[] Objectives =
    [
        ("ELBO", new()),
        ("ELBO, beta 4", new() { Beta = 4 }),
        (
            "ELBO, capacity rising to 12 nats, beta 20",
            new()
            {
                Beta = 20,
                Kl = new VaeKlOptions { Capacity = 12, CapacityEpochs = 150 },
            }
        ),
        ("beta-TC-VAE, weight 6", new() { Objective = new TotalCorrelationObjectiveOptions() }),
        ("InfoVAE, lambda 1000", new() { Objective = new MaximumMeanDiscrepancyObjectiveOptions() }),
    ];

    public override string Name => "objectives";

    public override string Title =>
        "Objectives: 576 generated images of 16 x 16 pixels, 256-200-6, factors shape, size, and two places";

    protected override int DefaultEpochCount => 200;

    public override IReadOnlyList<FigureTable> Run(SectionRun run)
    {
        var (images, factors) = Draw();
        using (images)
        {
            return
            [
                new FigureTable(
                    FormattableString.Invariant(
                        $"Mutual information gap after {EpochCount(run)} epochs, median (smallest to largest) of {SeedCount} seeds"
                    ),
                    ["objective", "gap", "reconstruction", "KL"],
                    [.. Objectives.Select(own => Measure(run, own.Name, own.Change, images, factors))],
                    "The papers have other images: Chen et al. 2018 give the gap on dSprites."
                ),
            ];
        }
    }

    private string[] Measure(SectionRun run, string name, VaeTrainerOptions change, Tensor images, int[][] factors)
    {
        List<(double Gap, VaeLoss Loss)> results = [];
        for (var seed = 1; seed <= SeedCount; seed++)
        {
            using var model = new VaeTrainer(
                change with
                {
                    HiddenDims = [200],
                    LatentDim = 6,
                    BatchSize = 64,
                    EpochCount = EpochCount(run),
                    Seed = seed,
                }
            ).Fit(images);
            results.Add((model.MutualInformationGap(images, factors), model.Evaluate(images)));
        }

        var gaps = results.Select(result => result.Gap).Order().ToArray();
        string[] row =
        [
            name,
            FormattableString.Invariant($"{gaps[SeedCount / 2]:F3} ({gaps[0]:F3} to {gaps[^1]:F3})"),
            Median(results.Select(result => result.Loss.Reconstruction)),
            Median(results.Select(result => result.Loss.Kl)),
        ];
        run.Report(string.Join("; ", row));
        return row;
    }

    private static string Median(IEnumerable<double> values) =>
        values.Order().ElementAt(SeedCount / 2).ToString("F2", CultureInfo.InvariantCulture);

    /// <summary>Draws squares, discs and diamonds of 3 sizes at 8 x 8 places, each combination once.</summary>
    private static (Tensor Images, int[][] Factors) Draw()
    {
        List<float> pixels = [];
        List<int[]> rows = [];
        for (var shape = 0; shape < 3; shape++)
        {
            for (var size = 2; size <= 4; size++)
            {
                for (var place = 0; place < 64; place++)
                {
                    var (left, top) = (4 + (place / 8), 4 + (place % 8));
                    rows.Add([shape, size, left, top]);
                    for (var pixel = 0; pixel < Side * Side; pixel++)
                    {
                        var (x, y) = (Math.Abs((pixel % Side) - left), Math.Abs((pixel / Side) - top));
                        pixels.Add(Contains(shape, size, x, y) ? 1 : 0);
                    }
                }
            }
        }

        int[][] factors = [.. Enumerable.Range(0, 4).Select(factor => rows.Select(row => row[factor]).ToArray())];
        return (tensor(pixels.ToArray(), [rows.Count, Side * Side]), factors);
    }

    private static bool Contains(int shape, int size, int x, int y) =>
        shape switch
        {
            0 => Math.Max(x, y) <= size,
            1 => (x * x) + (y * y) <= size * size,
            _ => x + y <= size,
        };
}
