using System.Globalization;
using static TorchSharp.torch;

namespace VaeMlNet.Benchmarks;

/// <summary>
/// Fits the likelihoods of counts and amounts to generated columns of known distributions, beside the maximum likelihood of SciPy.
/// </summary>
internal sealed class LikelihoodsSection : FiguresSection
{
    private const int RowCount = 20_000; // the first half is for training
    private const int SampleCount = 100;

    private static readonly VaeLikelihoodOptions Poisson = VaeLikelihoodOptions.Poisson;
    private static readonly VaeLikelihoodOptions NegativeBinomial = new NegativeBinomialLikelihoodOptions();
    private static readonly VaeLikelihoodOptions LogNormal = new LogNormalLikelihoodOptions();

    // SciPy 1.10, minimize of the negative log-likelihood on the training half, and its value on the other half.
    private static readonly (
        string Data,
        Func<Random, double> Draw,
        string Name,
        VaeLikelihoodOptions Likelihood,
        string Scipy
    )[] Cases =
    [
        ("Poisson, mean 4", random => Count(random, 4), "Poisson", Poisson, "2.088"),
        ("counts of mean 4 and variance 20", OverdispersedCount, "Poisson", Poisson, "3.460"),
        ("counts of mean 4 and variance 20", OverdispersedCount, "negative binomial", NegativeBinomial, "2.498"),
        (
            "the same, 40 % zeros added",
            r => Zero(r, 0.4, OverdispersedCount),
            "negative binomial",
            NegativeBinomial,
            "1.902"
        ),
        (
            "the same, 40 % zeros added",
            r => Zero(r, 0.4, OverdispersedCount),
            "zero-inflated negative binomial",
            ZeroInflated(NegativeBinomial),
            "1.891"
        ),
        (
            "Poisson, mean 4, 40 % zeros added",
            r => Zero(r, 0.4, random => Count(random, 4)),
            "zero-inflated Poisson",
            ZeroInflated(Poisson),
            "1.855"
        ),
        ("amounts, log-normal(1, 0.8)", Amount, "log-normal", LogNormal, "2.200"),
        (
            "amounts, log-normal(1, 0.8)",
            Amount,
            "Gaussian",
            new GaussianLikelihoodOptions { Learned = VaeLearnedScale.PerFeature },
            "2.675"
        ),
        (
            "the same, 30 % zeros added",
            r => Zero(r, 0.3, Amount),
            "zero-inflated log-normal",
            ZeroInflated(LogNormal),
            "2.146"
        ),
    ];

    public override string Name => "likelihoods";

    public override string Title => "Likelihoods of counts and amounts: one generated column, 1 latent, seed 1";

    protected override int DefaultEpochCount => 30;

    public override IReadOnlyList<FigureTable> Run(SectionRun run) =>
        [
            new FigureTable(
                FormattableString.Invariant(
                    $"-log p(x) of {RowCount / 2:N0} rows in nats per row, after {EpochCount(run)} epochs on as many others"
                ),
                ["data", "likelihood", $"VaeMlNet, {SampleCount} samples", "SciPy, maximum likelihood"],
                [.. Cases.Select(own => Measure(run, own.Data, own.Draw, own.Name, own.Likelihood, own.Scipy))],
                "The rows are independent draws, so that the best model is their distribution itself. Where a likelihood has another shape, as Poisson and Gaussian here, the latent replaces a part of what it lacks."
            ),
        ];

    private string[] Measure(
        SectionRun run,
        string data,
        Func<Random, double> draw,
        string name,
        VaeLikelihoodOptions likelihood,
        string scipy
    )
    {
        Random random = new(1);
        var values = Enumerable.Range(0, RowCount).Select(_ => (float)draw(random)).ToArray();
        WriteForOtherPrograms(run, data, values);
        using var rows = tensor(values, [RowCount, 1]);
        using var training = rows.narrow(0, 0, RowCount / 2);
        using var test = rows.narrow(0, RowCount / 2, RowCount / 2);
        using var model = new VaeTrainer(
            new VaeTrainerOptions
            {
                HiddenDims = [16],
                LatentDim = 1,
                Likelihood = likelihood,
                EpochCount = EpochCount(run),
                LearningRate = 3e-3,
                LearningRateSchedule = new() { Schedule = VaeLearningRateSchedule.Cosine },
            }
        ).Fit(training);
        string[] row =
        [
            data,
            name,
            (-model.LogLikelihoodPerRow(test, SampleCount).Average()).ToString("F3", CultureInfo.InvariantCulture),
            scipy,
        ];
        run.Report(string.Join("; ", row));
        return row;
    }

    /// <summary>Writes the rows beside the results, so that other programs can fit the same ones.</summary>
    private static void WriteForOtherPrograms(SectionRun run, string data, float[] values)
    {
        var folder = Path.Combine(run.Settings.OutputFolder, "likelihoods");
        Directory.CreateDirectory(folder);
        var name = string.Concat(data.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
        File.WriteAllLines(
            Path.Combine(folder, $"{name}.csv"),
            values.Select(value => value.ToString("R", CultureInfo.InvariantCulture))
        );
    }

    private static ZeroInflatedLikelihoodOptions ZeroInflated(VaeLikelihoodOptions values) => new() { Values = values };

    /// <summary>Draws a count by multiplying uniform numbers (Knuth 1969).</summary>
    private static double Count(Random random, double mean)
    {
        var (count, product) = (0, random.NextDouble());
        while (product > Math.Exp(-mean))
        {
            count++;
            product *= random.NextDouble();
        }

        return count;
    }

    /// <summary>Draws a Poisson count whose mean is exponentially distributed: a negative binomial count of dispersion 1.</summary>
    private static double OverdispersedCount(Random random) => Count(random, -4 * Math.Log(1 - random.NextDouble()));

    private static double Amount(Random random) => Math.Exp(1 + (0.8 * Normal(random)));

    private static double Zero(Random random, double share, Func<Random, double> draw) =>
        random.NextDouble() < share ? 0 : draw(random);

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
