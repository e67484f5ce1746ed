namespace VaeMlNet;

// The values that training uses where an option is null.
public sealed partial record VaeTrainerOptions
{
    /// <summary>Gets whether the likelihood is for unchanged features, and not for the numeric columns of a table.</summary>
    internal bool IsOfFeatures => Likelihood is { IsForNumbers: false };

    private static readonly IReadOnlyDictionary<string, VaeLikelihoodOptions> NoColumnLikelihoods =
        new Dictionary<string, VaeLikelihoodOptions>();

    // Never null: training chooses its options before it uses them, and a separately created network is one of features.
    private static readonly TrainerDefaults Unchosen = TrainerDefaults.Features;

    private static readonly TrainerDefaults.SizedValues UnchosenSized = Unchosen.For(rowCount: 1);

    internal VaeNetworkOptions NetworkOrDefault => Network ?? Unchosen.Network(HiddenDims ?? UnchosenSized.HiddenDims);

    internal int LatentDimOrDefault => LatentDim ?? Unchosen.LargestLatentDim;

    internal VaeLikelihoodOptions LikelihoodOrDefault => Likelihood ?? Unchosen.Likelihood;

    internal int EpochCountOrDefault => EpochCount ?? Unchosen.LargestEpochCount;

    internal double LearningRateOrDefault => LearningRate ?? UnchosenSized.LearningRate;

    internal int BatchSizeOrDefault => BatchSize ?? UnchosenSized.BatchSize;

    /// <summary>Gets the shape of the images that features form; null if it is unknown.</summary>
    internal VaeImageShape? ImageShape => Image ?? (Network as ConvolutionalNetworkOptions)?.Image;

    /// <summary>Gets the option with the shape of the images, in messages.</summary>
    internal string ImageOption =>
        Network is ConvolutionalNetworkOptions ? ConvolutionalNetworkOptions.ImageOption : nameof(Image);

    /// <summary>Checks the shape of images against the number of features.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An image has another number of pixels.</exception>
    internal void CheckImage(int width)
    {
        if (ImageShape is { } image)
        {
            ConvolutionalNetworkOptions.CheckSize(
                image,
                ImageOption,
                image.Size == width,
                $"of as many numbers as the rows have features, {width}"
            );
        }
    }

    /// <summary>Checks the shape of a convolutional network against the columns of a table, whose rows have not been read.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An image has fewer pixels than the network reads.</exception>
    internal void CheckImage(RawTable table)
    {
        if (Network is ConvolutionalNetworkOptions { Image: var image })
        {
            ConvolutionalNetworkOptions.CheckSize(
                image,
                ConvolutionalNetworkOptions.ImageOption,
                image.Size >= table.Width,
                $"of at least as many numbers as the columns have slots, {table.Width}"
            );
        }
    }

    /// <summary>Returns whether regressions can be blended with the means of a model of a table with so many slots.</summary>
    internal bool MayUseRegressions(int rawWidth) =>
        UsesRegressions && Series is null && ConditionColumns is null && rawWidth <= LinearImputation.MostSlots;

    /// <summary>Returns whether relations are searched between the columns of a table with so many slots.</summary>
    internal bool MayFindRelations(int rawWidth) =>
        UsesRelations && Series is null && rawWidth <= RelationSearch.MostSlots;

    internal double BetaOrDefault => Beta ?? UnchosenSized.Beta;

    internal VaeInputNoiseOptions InputNoiseOrDefault => InputNoise ?? Unchosen.InputNoise;

    internal VaeLearningRateOptions LearningRateScheduleOrDefault =>
        LearningRateSchedule ?? Unchosen.LearningRateSchedule;

    internal Trimming TrimmingOrDefault => ChosenTrimming(Unchosen, EpochCountOrDefault);

    /// <summary>Returns the weight of the KL term in a step.</summary>
    internal double KlWeightAt(TrainingClock clock) =>
        KlWarmUpEpochs is > 0 and var epochs
            ? BetaOrDefault * Math.Min(1, (double)clock.Step / (epochs * clock.StepsPerEpoch))
            : BetaOrDefault;

    /// <summary>Returns the temperature of Gumbel-Softmax latents in a step.</summary>
    internal double TemperatureAt(TrainingClock clock) =>
        Math.Max(MinimumTemperature, Math.Exp(-TemperatureDecay * clock.Step));

    /// <summary>Returns these options with a value for each null, for training on features.</summary>
    public VaeTrainerOptions ChosenForFeatures() => ChosenFor(TrainerDefaults.Features, width: 1, rowCount: 1);

    /// <summary>Returns these options with a value for each null.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input noise hides cells of features, which have none.</exception>
    internal VaeTrainerOptions ChosenFor(
        TrainerDefaults defaults,
        int width,
        long rowCount,
        bool hasValidationData = false
    )
    {
        OptionRange.Require(
            defaults.MissingCells is not null || InputNoiseOrDefault.Kind != VaeInputNoiseKind.HiddenCells,
            $"{nameof(InputNoise)}.{nameof(VaeInputNoiseOptions.Kind)}",
            InputNoiseOrDefault.Kind,
            $"None, Gaussian or Masking for features, because only a table has cells that can be missing"
        );
        OptionRange.Require(
            !NormalRows || (defaults.MissingCells is not null && width <= TrainerDefaults.MostSlotsOfNormalRows),
            nameof(NormalRows),
            NormalRows,
            $"false for features that are taken as they are, and for tables of more than {TrainerDefaults.MostSlotsOfNormalRows} encoded slots"
        );
        var sized = defaults.For(rowCount);
        var batchSize = BatchSize ?? sized.BatchSize;
        var epochs = EpochCount ?? defaults.EpochCount(rowCount, batchSize);
        var hidden = Network is null ? HiddenDims ?? sized.HiddenDims : HiddenDims;
        var heldOut = Data.ValidationShare ?? (hasValidationData ? 0 : defaults.ValidationShare(rowCount));
        var hasValidation = hasValidationData || heldOut > 0;
        var trimming = ChosenTrimming(defaults, epochs);
        return this with
        {
            HiddenDims = hidden,
            Network = Network ?? defaults.Network(hidden!),
            Image = ImageShape,
            LatentDim = LatentDim ?? defaults.LatentDim(width),
            Likelihood = Likelihood ?? defaults.Likelihood,
            MissingCells = MissingCells ?? defaults.MissingCells,
            BatchSize = batchSize,
            EpochCount = epochs,
            LearningRate = LearningRate ?? sized.LearningRate,
            LearningRateSchedule = LearningRateSchedule ?? defaults.LearningRateSchedule,
            Beta =
                Beta
                ?? (
                    ConditionColumns is null
                        ? sized.Beta
                        : Math.Max(sized.Beta, TrainerDefaults.SmallestBetaWithConditions)
                ),
            KlWarmUpEpochs = KlWarmUpEpochs ?? defaults.KlWarmUpEpochs(epochs),
            InputNoise = InputNoise ?? defaults.InputNoise,
            TrimmedShare = trimming.Share,
            TrimFromEpoch = trimming.FromEpoch,
            EarlyStopping = EarlyStopping ?? (hasValidation ? defaults.EarlyStopping(rowCount, batchSize) : null),
            Data = Data with
            {
                ValidationShare = heldOut,
                ThresholdFolds =
                    Data.ThresholdFolds
                    ?? (heldOut > 0 && ThresholdRule.IsConformal ? defaults.ThresholdFolds(rowCount) : 0),
            },
        };
    }

    private Trimming ChosenTrimming(TrainerDefaults defaults, int epochs)
    {
        var trimming =
            TrimmedShare is { } share ? new Trimming(share)
            : NormalRows ? new()
            : defaults.Trimming(epochs);
        return trimming with { FromEpoch = TrimFromEpoch ?? trimming.FromEpoch };
    }

    /// <summary>Returns the likelihood of a table's column, if it is a column of numbers.</summary>
    internal VaeLikelihoodOptions LikelihoodOf(string columnName, TrainerDefaults defaults) =>
        ColumnLikelihoods?.GetValueOrDefault(columnName)
        ?? (IsOnlyForOthers(columnName) ? null : Likelihood)
        ?? defaults.Likelihood;

    // The days and angles of dates are negative, too, whatever the amounts or counts of the table are.
    private bool IsOnlyForOthers(string columnName) =>
        TableSchema?.Find(columnName) is { Kind: VaeColumnKind.Date }
        && Likelihood is { IsForNumbers: true } own
        && own.SlotGroups(1)[0].Values != AllowedValues.Finite;

    /// <summary>Checks the likelihoods against a table's columns.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A likelihood is not for numbers, or a named column is missing or not a column of numbers.
    /// </exception>
    internal void CheckColumnLikelihoods(RawTable table)
    {
        var forNumbers = VaeLikelihoodOptions
            .Choices.Select(choice => choice.ForTables?.PublicName)
            .OfType<string>()
            .Distinct();
        var known =
            $"{string.Join(" or ", forNumbers)} for a table's numbers; Booleans and keys have their own likelihoods";
        OptionRange.Require(!IsOfFeatures, nameof(Likelihood), Likelihood?.PublicName ?? "null", $"{known}");
        foreach (var (name, own) in ColumnLikelihoods ?? NoColumnLikelihoods)
        {
            var option = $"{nameof(ColumnLikelihoods)}['{name}']";
            OptionRange.Require(own.IsForNumbers, option, own.PublicName, $"{known}");
            OptionRange.Require(
                table.Columns.Any(column => column.Column.Name == name && column.Kind == TableColumnKind.Number),
                option,
                own.PublicName,
                $"the likelihood of a column of numbers that the model is trained on: {string.Join(", ", table.Columns.Where(column => column.Kind == TableColumnKind.Number).Select(column => $"'{column.Column.Name}'"))}"
            );
        }
    }
}
