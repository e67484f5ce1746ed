namespace VaeMlNet;

// The values that training uses where an option is null.
public sealed partial record VaeTrainerOptions
{
    /// <summary>Gets whether the likelihood is for unchanged features, and not for the numeric columns of a table.</summary>
    internal bool IsOfFeatures => Likelihood is { IsForNumbers: false };

    private static readonly IReadOnlyDictionary<string, DecoderLikelihood> NoColumnLikelihoods =
        new Dictionary<string, DecoderLikelihood>();

    // Never null: training chooses its options before it uses them, and a separately created network is one of features.
    internal VaeNetworkOptions NetworkOrDefault =>
        Network ?? new FullyConnectedNetworkOptions { HiddenDims = HiddenDims ?? [400] };

    internal int LatentDimOrDefault => LatentDim ?? 20;

    internal DecoderLikelihood LikelihoodOrDefault => Likelihood ?? DecoderLikelihood.Bernoulli;

    internal int EpochCountOrDefault => EpochCount ?? 10;

    internal double LearningRateOrDefault => LearningRate ?? 1e-3;

    internal int BatchSizeOrDefault => BatchSize ?? 128;

    internal double BetaOrDefault => Beta ?? 1;

    internal VaeInputNoiseOptions InputNoiseOrDefault => InputNoise ?? new();

    internal VaeLearningRateOptions LearningRateScheduleOrDefault => LearningRateSchedule ?? new();

    internal VaeTrimmingOptions TrimmingOrDefault => Trimming ?? new();

    /// <summary>
    /// Returns the options for training on features: these options, with a value for each null. A null <see cref="Network"/>
    /// stays null; it means fully connected layers of the widths <see cref="HiddenDims"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The input noise hides cells, which only tables have.</exception>
    public VaeTrainerOptions ChosenForFeatures()
    {
        OptionRange.Require(
            InputNoiseOrDefault.Kind != VaeInputNoise.HiddenCells,
            $"{nameof(InputNoise)}.{nameof(VaeInputNoiseOptions.Kind)}",
            InputNoiseOrDefault.Kind,
            $"None, Gaussian or Masking for features, because only a table has cells that can be missing"
        );
        return this with
        {
            HiddenDims = Network is null ? HiddenDims ?? [400] : HiddenDims,
            LatentDim = LatentDimOrDefault,
            Likelihood = LikelihoodOrDefault,
            EpochCount = EpochCountOrDefault,
            LearningRate = LearningRateOrDefault,
            Trimming = TrimmingOrDefault,
            BatchSize = BatchSizeOrDefault,
            Beta = BetaOrDefault,
            InputNoise = InputNoiseOrDefault,
            LearningRateSchedule = LearningRateScheduleOrDefault,
            Data = Data with { ValidationShare = Data.ValidationShareOrDefault },
        };
    }

    /// <summary>Returns the options for training on a table: these options, with a value for each null.</summary>
    /// <param name="table">The columns.</param>
    /// <param name="rowCount">The number of its rows.</param>
    /// <param name="defaults">The default values.</param>
    /// <param name="hasValidationData">Whether validation data is passed.</param>
    internal VaeTrainerOptions ChosenFor(Table table, long rowCount, TableDefaults defaults, bool hasValidationData)
    {
        var sized = defaults.For(rowCount);
        var batchSize = BatchSize ?? sized.BatchSize;
        var epochs = EpochCount ?? defaults.EpochCount(rowCount, batchSize);
        var hidden = Network is null ? HiddenDims ?? defaults.HiddenDims : HiddenDims;
        var heldOut = Data.ValidationShare ?? (hasValidationData ? 0 : TableDefaults.ValidationShare(rowCount));
        var hasValidation = hasValidationData || heldOut > 0;
        return this with
        {
            HiddenDims = hidden,
            Network = Network ?? defaults.Network(hidden!),
            LatentDim = LatentDim ?? defaults.LatentDim(table.ValueWidth),
            Likelihood = Likelihood ?? defaults.Likelihood,
            MissingCells = MissingCells ?? defaults.MissingCells,
            BatchSize = batchSize,
            EpochCount = epochs,
            LearningRate = LearningRate ?? sized.LearningRate,
            LearningRateSchedule = LearningRateSchedule ?? defaults.LearningRateSchedule,
            Beta = Beta ?? sized.Beta,
            InputNoise = InputNoise ?? defaults.InputNoise,
            Trimming = Trimming ?? defaults.Trimming(epochs),
            EarlyStopping = EarlyStopping ?? (hasValidation ? defaults.EarlyStopping(rowCount, batchSize) : null),
            Data = Data with { ValidationShare = heldOut },
        };
    }

    /// <summary>Returns the likelihood of a table's column, if it is a column of numbers.</summary>
    internal DecoderLikelihood LikelihoodOf(string columnName, TableDefaults defaults) =>
        ColumnLikelihoods?.GetValueOrDefault(columnName) ?? Likelihood ?? defaults.Likelihood;

    /// <summary>Checks the likelihoods against a table's columns.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A likelihood is not for numbers, or a named column is missing or not a column of numbers.
    /// </exception>
    internal void CheckColumnLikelihoods(RawTable table)
    {
        var forNumbers = DecoderLikelihood
            .Choices.Select(choice => choice.ForTables?.GetType().Name)
            .OfType<string>()
            .Distinct();
        var known =
            $"{string.Join(" or ", forNumbers)} for a table's numbers; Booleans and keys have their own likelihoods";
        OptionRange.Require(!IsOfFeatures, nameof(Likelihood), Likelihood?.GetType().Name ?? "null", $"{known}");
        foreach (var (name, own) in ColumnLikelihoods ?? NoColumnLikelihoods)
        {
            var option = $"{nameof(ColumnLikelihoods)}['{name}']";
            OptionRange.Require(own.IsForNumbers, option, own.GetType().Name, $"{known}");
            OptionRange.Require(
                table.Columns.Any(column => column.Column.Name == name && column.Kind == TableColumnKind.Number),
                option,
                own.GetType().Name,
                $"the likelihood of a column of numbers that the model is trained on"
            );
        }
    }
}
