using System.Globalization;

namespace VaeMlNet.Tests;

/// <summary>
/// Describes the defaults that depend on the training data. The documentation of <see cref="VaeTrainerOptions"/> and docs/training.md have these
/// texts; tests compare them.
/// </summary>
internal static class DefaultTexts
{
    private const long ManyRows = 1_000_000;

    private static readonly (string Name, TrainerDefaults Values)[] Kinds =
    [
        ("features", TrainerDefaults.Features),
        ("tables", TrainerDefaults.Tables),
        ("detectors", TrainerDefaults.Detectors),
        ("series", TrainerDefaults.Series),
    ];

    /// <summary>Gets the kinds of training data, the columns of the table.</summary>
    public static IEnumerable<string> KindNames => Kinds.Select(kind => kind.Name);

    /// <summary>Gets the options with their defaults for each kind.</summary>
    public static IReadOnlyList<(string Option, IReadOnlyList<string> Defaults)> Rows { get; } =
    [
        Row(nameof(VaeTrainerOptions.HiddenDims), HiddenDims),
        Row(nameof(VaeTrainerOptions.Network), d => Describe(d.Network([]))),
        Row(nameof(VaeTrainerOptions.LatentDim), Latents),
        Row(nameof(VaeTrainerOptions.Likelihood), d => Describe(d.Likelihood)),
        Row(nameof(VaeTrainerOptions.MissingCells), d => d.MissingCells?.ToString() ?? "none"),
        Row(nameof(VaeTrainerOptions.BatchSize), d => Sized(d, sized => sized.BatchSize)),
        Row(nameof(VaeTrainerOptions.EpochCount), Epochs),
        Row(nameof(VaeTrainerOptions.LearningRate), d => Sized(d, sized => sized.LearningRate)),
        Row(nameof(VaeTrainerOptions.LearningRateSchedule), d => d.LearningRateSchedule.Schedule.ToString()),
        Row(nameof(VaeTrainerOptions.Beta), d => Sized(d, sized => sized.Beta)),
        Row(nameof(VaeTrainerOptions.KlWarmUpEpochs), KlWarmUp),
        Row(nameof(VaeTrainerOptions.InputNoise), d => Describe(d.InputNoise)),
        Row(nameof(VaeTrainerOptions.TrimmedShare), Trimmed),
        Row(nameof(VaeTrainerOptions.TrimFromEpoch), TrimFromEpoch),
        Row(nameof(VaeTrainerOptions.EarlyStopping), EarlyStopping),
        Row($"{nameof(VaeTrainerOptions.Data)}.{nameof(VaeTrainingDataOptions.ValidationShare)}", HeldOut),
    ];

    /// <summary>Returns the defaults of an option in a sentence: "[400] for features, [64] for detectors".</summary>
    public static string Of(string option)
    {
        var defaults = Rows.Single(row => row.Option == option).Defaults;
        return string.Join(
            "; ",
            defaults
                .Zip(KindNames)
                .GroupBy(pair => pair.First, pair => pair.Second)
                .Select(group => $"{group.Key} for {And([.. group])}")
        );
    }

    private static (string Option, IReadOnlyList<string> Defaults) Row(
        string option,
        Func<TrainerDefaults, string> describe
    ) => (option, [.. Kinds.Select(kind => describe(kind.Values))]);

    private static string HiddenDims(TrainerDefaults d)
    {
        var (few, small, large) = (
            Layers(TrainerDefaults.RowsOfSmallestNetwork),
            Layers(TrainerDefaults.RowsOfLargeTable - 1),
            Layers(TrainerDefaults.RowsOfLargeTable)
        );
        return few == large
            ? large
            : $"{few} up to {Text(TrainerDefaults.RowsOfSmallestNetwork)} rows, {small} below {Text(TrainerDefaults.RowsOfLargeTable)} rows, and {large} from there on,";

        string Layers(long rowCount) => $"[{string.Join(", ", d.For(rowCount).HiddenDims)}]";
    }

    private static string Latents(TrainerDefaults d) =>
        d.SmallestLatentDim == d.LargestLatentDim
            ? Text(d.LargestLatentDim)
            : $"half the width of an encoded row, {Text(d.SmallestLatentDim)} to {Text(d.LargestLatentDim)},";

    private static string Epochs(TrainerDefaults d) =>
        d.SmallestEpochCount == d.LargestEpochCount
            ? Text(d.LargestEpochCount)
            : $"{Sized(d, sized => sized.StepCount, " steps").TrimEnd(',')}, at most {Text(d.LargestEpochCount)} epochs,";

    private static string Describe(FullyConnectedNetworkOptions network) =>
        $"fully connected with {network.Activation}{(network.LinearPath ? ", a linear path" : "")}"
        + (network.Dropout > 0 ? $" and a dropout of {Text(network.Dropout)}" : "");

    private static string Describe(VaeLikelihoodOptions likelihood) => likelihood.PublicName;

    private static string Describe(VaeInputNoiseOptions noise) =>
        noise.Kind == VaeInputNoiseKind.None
            ? nameof(VaeInputNoiseKind.None)
            : $"{noise.Kind} with a level of {Text(noise.Level)}";

    private static string Trimmed(TrainerDefaults d)
    {
        var (numbers, categories) = (d.Trimming(1).Share, d.ForColumns(WithCategory).Trimming(1).Share);
        return numbers == categories
            ? Text(numbers)
            : $"{Text(numbers)}, or {Text(categories)} with a column of categories,";
    }

    private static Table WithCategory =>
        new()
        {
            Columns =
            [
                new TableColumn
                {
                    Name = "category",
                    Kind = TableColumnKind.Key,
                    Width = 1,
                    KeyCount = 2,
                },
            ],
        };

    private static string KlWarmUp(TrainerDefaults d)
    {
        const int epochs = 100;
        return d.KlWarmUpEpochs(epochs) is > 0 and var count
            ? $"{Text((double)count / epochs)} of the epochs"
            : Text(0);
    }

    private static string TrimFromEpoch(TrainerDefaults d)
    {
        const int epochs = 100;
        var trimming = d.Trimming(epochs);
        return trimming.Share == 0
            ? Text(trimming.FromEpoch)
            : $"after {Text((trimming.FromEpoch - 1.0) / epochs)} of the epochs";
    }

    private static string EarlyStopping(TrainerDefaults d) =>
        d.StopsEarly ? $"after {Sized(d, sized => sized.StepsOfPatience, " steps without improvement")}" : "never";

    private static string HeldOut(TrainerDefaults d) =>
        d.HoldsOut
            ? $"{Text(d.ValidationShare(ManyRows))} from {Text(TrainerDefaults.FewestRowsToHoldOut)} rows on"
            : Text(0);

    /// <summary>Describes a value that can depend on the number of rows.</summary>
    private static string Sized(
        TrainerDefaults defaults,
        Func<TrainerDefaults.SizedValues, double> value,
        string unit = ""
    )
    {
        var (small, below, at, large) = (
            value(defaults.For(TrainerDefaults.RowsOfFewestSteps)),
            value(defaults.For(TrainerDefaults.RowsOfLargeTable - 1)),
            value(defaults.For(TrainerDefaults.RowsOfLargeTable)),
            value(defaults.For(ManyRows))
        );
        var most = Text(TrainerDefaults.RowsOfLargeTable);
        var between =
            small == below
                ? ", or "
                : $", {(small < below ? "rising" : "falling")} to {Text(below)} between {Text(TrainerDefaults.RowsOfFewestSteps)} and {most} rows, and ";
        return small == large
            ? Text(small) + unit
            : $"{Text(small)}{unit}{between}{(at == large ? "" : "up to ")}{Text(large)} from {most} rows on,";
    }

    private static string And(string[] names) =>
        names is [.. var first, var last] and { Length: > 1 } ? $"{string.Join(", ", first)} and {last}" : names[0];

    private static string Text(double value) => value.ToString("#,0.######", CultureInfo.InvariantCulture);
}
