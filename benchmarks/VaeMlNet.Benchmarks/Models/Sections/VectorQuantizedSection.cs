using System.Globalization;

namespace VaeMlNet.Benchmarks;

/// <summary>Trains models with a codebook, with and without restarts of unused codes.</summary>
internal sealed class VectorQuantizedSection : FiguresSection
{
    private static readonly (string Name, VectorQuantizedLatentOptions Options)[] Variants =
    [
        ("20 codes of 512", new VectorQuantizedLatentOptions()),
        ("the same without restarts", new VectorQuantizedLatentOptions { RestartBelow = 0 }),
        ("20 codes of 16", new VectorQuantizedLatentOptions { CodebookSize = 16 }),
    ];

    // The gates of the fully connected section, which has the figure of VaeMlNet's own Gaussian latents.
    private static readonly string[][] Compared =
    [
        ["20 codes of 512, PyTorch", "180", "64.66", "4.23", "0.00696", "464.2"],
        ["the same without restarts, PyTorch", "180", "64.90", "4.25", "0.00705", "459.0"],
        ["20 codes of 16, PyTorch", "80", "71.58", "8.74", "0.00975", "15.1"],
        [
            "20 Gaussian latents, posterior mean, PyTorch (other latents; 10 epochs, 60,000 images)",
            "-",
            "80.2",
            "-",
            "0.00972",
            "-",
        ],
        ["20 principal components, scikit-learn (other method)", "-", "-", "-", "0.02354", "-"],
    ];

    public override string Name => "vector-quantized";

    public override string Title => "VQ-VAE, 20 codes of 16 numbers each, 784-400-(20x16), seed 1";

    protected override int DefaultEpochCount => 10;

    public override IReadOnlyList<FigureTable> Run(SectionRun run)
    {
        var epochs = EpochCount(run);
        return
        [
            new FigureTable(
                FormattableString.Invariant($"After {epochs} epochs, on the test images"),
                ["", "bits per image", "reconstruction, nats", "commitment", "squared error per pixel", "perplexity"],
                [.. Variants.Select(variant => Measure(run, epochs, variant.Name, variant.Options)), .. Compared],
                "The paper has no figures of MNIST. The bits are those of a uniform prior over codes. The perplexity is that of the codes in training, at most their number."
            ),
        ];
    }

    private static string[] Measure(SectionRun run, int epochs, string name, VectorQuantizedLatentOptions options)
    {
        run.Report(name);
        using var model = new VaeTrainer(SectionRun.Preset("mnist", epochs) with { Latent = options }).Fit(
            run.Digits.Train,
            run.Digits.Test,
            new EpochPrinter(run.Report)
        );
        var last = model.History[^1].Validation!;
        string[] row =
        [
            name,
            (last.Kl / Math.Log(2)).ToString("F0", CultureInfo.InvariantCulture),
            Two(last.Reconstruction),
            Two(last.OtherTerms),
            SquaredError(run, model).ToString("F5", CultureInfo.InvariantCulture),
            model.DescribeCodebook()!.ComputePerplexity().ToString("F1", CultureInfo.InvariantCulture),
        ];
        run.Report(string.Join("; ", row));
        return row;
    }
}
