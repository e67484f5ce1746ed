using System.Globalization;

namespace VaeMlNet;

/// <summary>Draws the options of trials around the values that are chosen from the data.</summary>
/// <remarks>
/// An option keeps its default with probability 1/2, so that many trials differ from the defaults in a few options only. The draws of a trial
/// depend on the seed and its number. Each option takes two random numbers, whether it is searched or not.
/// </remarks>
internal sealed class SearchSpace
{
    private const double ChangedShare = 0.5;

    private static readonly int[][] Layers =
    [
        [64],
        [128],
        [256],
        [512],
        [64, 64],
        [128, 128],
        [256, 256],
        [512, 512],
        [256, 256, 256],
    ];

    private static readonly double[] Dropouts = [0, 0.05, 0.1, 0.2, 0.3];

    private static readonly double[] EpochFactors = [0.5, 1, 2, 3];

    private static readonly VaeInputNoiseOptions[] Noises =
    [
        new(),
        new() { Kind = VaeInputNoiseKind.Gaussian, Level = 0.1 },
        new() { Kind = VaeInputNoiseKind.Masking, Level = 0.1 },
        new() { Kind = VaeInputNoiseKind.Masking, Level = 0.3 },
        new() { Kind = VaeInputNoiseKind.HiddenCells, Level = 0.3 },
        new() { Kind = VaeInputNoiseKind.HiddenCells, Level = 0.6 },
        new() { Kind = VaeInputNoiseKind.HiddenCells, Level = 1 },
    ];

    private readonly VaeTrainerOptions chosen;
    private readonly VaeTrainerOptions defaults;
    private readonly int seed;
    private readonly TunedOption[] options;

    /// <summary>Creates the space.</summary>
    /// <param name="given">The options of the user.</param>
    /// <param name="chosen">The options with a value for each null, chosen from all rows.</param>
    /// <param name="tuner">The options of the tuning.</param>
    public SearchSpace(VaeTrainerOptions given, VaeTrainerOptions chosen, VaeTunerOptions tuner)
    {
        this.chosen = chosen;
        // Trimming follows the epochs of each trial, and the shares of rows can be chosen again for other rows.
        defaults = chosen with
        {
            TrimmedShare = given.TrimmedShare,
            TrimFromEpoch = given.TrimFromEpoch,
            Data = given.Data,
        };
        seed = tuner.Seed;
        var isLayered = chosen.Network is FullyConnectedNetworkOptions;
        VaeLikelihoodOptions[] likelihoods = chosen.Likelihood
            is HistogramLikelihoodOptions
                or StudentTLikelihoodOptions
            ?
            [
                new HistogramLikelihoodOptions(),
                GaussianLikelihoodOptions.ForTables,
                StudentTLikelihoodOptions.ForTables,
            ]
            : [GaussianLikelihoodOptions.ForTables, StudentTLikelihoodOptions.ForTables];
        TunedOption[] all =
        [
            new(
                "latent_dim",
                given.LatentDim is null,
                (o, u) =>
                    o with
                    {
                        LatentDim = Math.Clamp(
                            (int)Math.Round(chosen.LatentDimOrDefault * Math.Pow(4, (2 * u) - 1)),
                            1,
                            256
                        ),
                    },
                o => Text(o.LatentDimOrDefault)
            ),
            new(
                "hidden_dims",
                given.HiddenDims is null && given.Network is null && isLayered,
                (o, u) => WithLayers(o, Pick(Layers, u)),
                o => string.Join('-', NetworkOf(o).HiddenDims)
            ),
            new(
                "dropout",
                given.Network is null && isLayered,
                (o, u) => o with { Network = NetworkOf(o) with { Dropout = Pick(Dropouts, u) } },
                o => Text(NetworkOf(o).Dropout)
            ),
            new(
                "likelihood",
                given.Likelihood is null && tuner.Objective != VaeTuningObjective.Bound,
                (o, u) => o with { Likelihood = Pick(likelihoods, u) },
                o =>
                    VaeLikelihoodOptions.Choices.FirstOrDefault(choice => choice.ForTables == o.Likelihood)?.Name
                    ?? "own"
            ),
            new(
                "beta",
                given.Beta is null,
                (o, u) => o with { Beta = Rounded(chosen.BetaOrDefault * Math.Pow(10, (2 * u) - 1)) },
                o => Text(o.BetaOrDefault)
            ),
            new(
                "learning_rate",
                given.LearningRate is null,
                (o, u) => o with { LearningRate = Rounded(chosen.LearningRateOrDefault * Math.Pow(5, (2 * u) - 1)) },
                o => Text(o.LearningRateOrDefault)
            ),
            new(
                "noise",
                given.InputNoise is null,
                (o, u) => o with { InputNoise = Pick(Noises, u) },
                o => Text(o.InputNoiseOrDefault)
            ),
            new(
                "epochs",
                given.EpochCount is null,
                (o, u) => o with { EpochCount = Epochs(Pick(EpochFactors, u)) },
                o => Text(o.EpochCountOrDefault)
            ),
        ];
        options = all;
    }

    /// <summary>Gets the number of searched options.</summary>
    public int Count => options.Count(option => option.IsSearched);

    /// <summary>
    /// Draws the options of a trial, and describes the searched ones. Options that depend on the number of rows have values, so that folds and the
    /// final training, which have other numbers of rows, do not choose them again.
    /// </summary>
    /// <param name="number">The number of the trial; 0 for the defaults.</param>
    public (VaeTrainerOptions Options, IReadOnlyDictionary<string, string> Values) Draw(int number)
    {
        Random random = new(Mix(seed, number));
        var drawn = defaults;
        var changes = options.Select(option => (option, random.NextDouble(), random.NextDouble())).ToArray();
        foreach (var (option, coin, value) in changes)
        {
            if (number > 0 && option.IsSearched && coin < ChangedShare)
            {
                drawn = option.Apply(drawn, value);
            }
        }

        return (
            drawn,
            options.Where(option => option.IsSearched).ToDictionary(option => option.Name, option => option.Text(drawn))
        );
    }

    /// <summary>Returns options that train for a share of the epochs.</summary>
    public static VaeTrainerOptions Shortened(VaeTrainerOptions full, double share) =>
        full with
        {
            EpochCount = Math.Max(1, (int)Math.Round(full.EpochCountOrDefault * share)),
        };

    /// <summary>Returns the options of a training on the rows of a fold. Nobody uses its threshold.</summary>
    public VaeTrainerOptions ForFold(VaeTrainerOptions trial) =>
        trial with
        {
            Data = trial.Data with { ValidationShare = chosen.Data.ValidationShare, ThresholdFolds = 0 },
        };

    private int Epochs(double factor) => Math.Max(1, (int)Math.Round(chosen.EpochCountOrDefault * factor));

    private static VaeTrainerOptions WithLayers(VaeTrainerOptions options, int[] widths) =>
        options with
        {
            HiddenDims = widths,
            Network = NetworkOf(options) with { HiddenDims = widths },
        };

    private static FullyConnectedNetworkOptions NetworkOf(VaeTrainerOptions options) =>
        (FullyConnectedNetworkOptions)options.Network!;

    private static T Pick<T>(T[] choices, double u) => choices[(int)(u * choices.Length)];

    // Three digits, so that the value in a table is the value that was used.
    private static double Rounded(double value) =>
        double.Parse(value.ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Text(VaeInputNoiseOptions noise) =>
        noise.Kind switch
        {
            VaeInputNoiseKind.None => "none",
            VaeInputNoiseKind.Gaussian => $"gaussian {Text(noise.Level)}",
            VaeInputNoiseKind.Masking => $"masking {Text(noise.Level)}",
            VaeInputNoiseKind.HiddenCells => $"hidden cells {Text(noise.Level)}",
            _ => $"missing cells {Text(noise.Level)}",
        };

    // Random has similar first numbers for neighboring seeds; the finalizer of MurmurHash3 makes them differ.
    private static int Mix(int seed, int number)
    {
        var hash = unchecked(((uint)seed * 0x9E3779B9u) ^ ((uint)number + 0x85EBCA6Bu));
        hash = unchecked((hash ^ (hash >> 16)) * 0x85EBCA6Bu);
        hash = unchecked((hash ^ (hash >> 13)) * 0xC2B2AE35u);
        return (int)((hash ^ (hash >> 16)) & int.MaxValue);
    }

    /// <summary>An option of the trainer that can be searched.</summary>
    private sealed record TunedOption(
        string Name,
        bool IsSearched,
        Func<VaeTrainerOptions, double, VaeTrainerOptions> Apply,
        Func<VaeTrainerOptions, string> Text
    );
}
