using System.Diagnostics;
using System.Globalization;

namespace VaeMlNet.Benchmarks;

/// <summary>
/// Compares the ELBO with the importance-weighted bound as objectives: with 5 samples after the same processor time and after as
/// many epochs, and with 50 samples after as many epochs.
/// </summary>
internal sealed class ImportanceWeightedSection : FiguresSection
{
    private const int BoundSampleCount = 5000;
    private const int EpochsWithFiftySamples = 20; // an epoch takes minutes

    public override string Name => "importance-weighted";

    public override string Title =>
        "Importance-weighted training on dynamically binarized MNIST, 784-200-200-50, seed 1";

    protected override int DefaultEpochCount => 60;

    public override IReadOnlyList<FigureTable> Run(SectionRun run)
    {
        var test = BinarizedSection.TestDigits(run);
        var elbo = new VaeTrainerOptions
        {
            Network = new FullyConnectedNetworkOptions { HiddenDims = [200, 200], Activation = VaeActivation.Tanh },
            LatentDim = 50,
            EpochCount = EpochCount(run),
        };
        var weighted = elbo with { Objective = new ImportanceWeightedObjectiveOptions { Samples = 5 } };
        var (vae, seconds) = Train(run, test, elbo);
        var (one, secondsPerEpoch) = Train(run, test, weighted with { EpochCount = 1 });
        one.Dispose();
        var sameTime = Math.Max(1, (int)Math.Round(seconds / secondsPerEpoch));
        var (iwae, iwaeSeconds) = Train(run, test, weighted with { EpochCount = sameTime });
        var (shorter, shorterSeconds) = Train(run, test, elbo with { EpochCount = sameTime });
        var (vae20, vae20Seconds) = Train(run, test, elbo with { EpochCount = EpochsWithFiftySamples });
        var (iwae50, iwae50Seconds) = Train(
            run,
            test,
            elbo with
            {
                Objective = new ImportanceWeightedObjectiveOptions { Samples = 50 },
                EpochCount = EpochsWithFiftySamples,
            }
        );
        using (vae)
        using (iwae)
        using (shorter)
        using (vae20)
        using (iwae50)
        {
            return
            [
                new FigureTable(
                    "Loss on the first 1000 test images in nats",
                    ["objective", "epochs", "processor seconds", "1 sample", "5,000 samples", "active latents"],
                    [
                        Row("ELBO", shorter, shorterSeconds, test),
                        Row("ELBO", vae, seconds, test),
                        Row("importance-weighted, K = 5", iwae, iwaeSeconds, test),
                        Row("ELBO", vae20, vae20Seconds, test),
                        Row("importance-weighted, K = 50", iwae50, iwae50Seconds, test),
                        ["ELBO, published (Burda et al. 2016, all test images)", "3,280", "-", "-", "86.76", "19"],
                        ["importance-weighted, K = 50, published (the same)", "3,280", "-", "-", "84.78", "25"],
                    ]
                ),
            ];
        }
    }

    private static string[] Row(string name, TrainedVae model, double seconds, float[][] test)
    {
        using var rows = BinarizedSection.FirstRows(test, model.InputDim);
        return
        [
            name,
            model.History.Count.ToString(CultureInfo.InvariantCulture),
            seconds.ToString("F0", CultureInfo.InvariantCulture),
            Two(-model.LogLikelihoodPerRow(rows, 1).Average()),
            Two(-model.LogLikelihoodPerRow(rows, BoundSampleCount).Average()),
            model.CountActiveUnits(rows).ToString(CultureInfo.InvariantCulture),
        ];
    }

    private static (TrainedVae Model, double ProcessorSeconds) Train(
        SectionRun run,
        float[][] test,
        VaeTrainerOptions options
    )
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        var model = BinarizedSection.Train(run, test, options);
        process.Refresh();
        return (model, (process.TotalProcessorTime - before).TotalSeconds);
    }
}
