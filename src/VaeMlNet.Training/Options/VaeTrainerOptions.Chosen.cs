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

    internal VaeTrimmingOptions TrimmingOrDefault => Trimming ?? new();

    /// <summary>
    /// Returns the options for training on features: these options, with a value for each null. A null <see cref="Network"/>
    /// stays null; it means fully connected layers of the widths <see cref="HiddenDims"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The input noise hides cells, which only tables have.</exception>
    public VaeTrainerOptions ChosenForFeatures()
    {
        OptionRange.Require(
            InputNoise.Kind != VaeInputNoise.HiddenCells,
            $"{nameof(InputNoise)}.{nameof(InputNoise.Kind)}",
            InputNoise.Kind,
            $"None, Gaussian or Masking for features, because only a table has cells to hide"
        );
        return this with
        {
            HiddenDims = Network is null ? HiddenDims ?? [400] : HiddenDims,
            LatentDim = LatentDimOrDefault,
            Likelihood = LikelihoodOrDefault,
            EpochCount = EpochCountOrDefault,
            LearningRate = LearningRateOrDefault,
            Trimming = TrimmingOrDefault,
        };
    }

    /// <summary>Returns the options for training on a table: these options, with a value for each null.</summary>
    /// <param name="table">The columns.</param>
    /// <param name="rowCount">The number of its rows.</param>
    /// <param name="defaults">The default values.</param>
    internal VaeTrainerOptions ChosenFor(Table table, long rowCount, TableDefaults defaults)
    {
        var epochs = EpochCount ?? TableDefaults.EpochCount(rowCount, BatchSize);
        var hidden = Network is null ? HiddenDims ?? TableDefaults.HiddenDims : HiddenDims;
        return this with
        {
            HiddenDims = hidden,
            Network =
                Network
                ?? new FullyConnectedNetworkOptions { HiddenDims = hidden!, Activation = TableDefaults.Activation },
            LatentDim = LatentDim ?? TableDefaults.LatentDim(table.ValueWidth),
            Likelihood = Likelihood ?? defaults.Likelihood,
            MissingCells = MissingCells ?? defaults.MissingCells,
            EpochCount = epochs,
            LearningRate = LearningRate ?? TableDefaults.LearningRate,
            Trimming = Trimming ?? defaults.Trimming(epochs),
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
        var forNumbers = DecoderLikelihood.Choices.Select(choice => choice.ForTables?.GetType().Name).OfType<string>();
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
