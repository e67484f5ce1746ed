namespace VaeMlNet;

// What tables are trained with.
public sealed partial record VaeTrainerOptions
{
    /// <summary>The likelihood of a table's numbers.</summary>
    internal DecoderLikelihood NumberLikelihood => likelihood ?? TableDefaults.General.Likelihood;

    /// <summary>Whether the likelihood says that features are taken as they are, and not as a table's numbers.</summary>
    internal bool IsOfFeatures => !NumberLikelihood.IsForNumbers;

    /// <summary>Returns the likelihood of a table's column if it is one of numbers.</summary>
    internal DecoderLikelihood LikelihoodOf(string columnName, TableDefaults defaults) =>
        ColumnLikelihoods.TryGetValue(columnName, out var own) ? own : likelihood ?? defaults.Likelihood;

    /// <summary>Checks the likelihoods against a table's columns.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A likelihood is not for numbers, or a column is not one of numbers, or not there.</exception>
    internal void CheckColumnLikelihoods(RawTable table)
    {
        var forNumbers = DecoderLikelihood.Choices.Select(choice => choice.ForTables?.GetType().Name).OfType<string>();
        var known =
            $"{string.Join(" or ", forNumbers)} for a table's numbers; Booleans and keys have their own likelihoods";
        OptionRange.Require(!IsOfFeatures, nameof(Likelihood), NumberLikelihood.GetType().Name, $"{known}");
        foreach (var (name, own) in ColumnLikelihoods)
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

    /// <summary>The options with what was not given chosen for a table.</summary>
    /// <param name="table">The columns.</param>
    /// <param name="rowCount">The number of its rows.</param>
    /// <param name="defaults">What to choose.</param>
    internal VaeTrainerOptions ChosenFor(Table table, long rowCount, TableDefaults defaults)
    {
        var epochs = epochCount ?? TableDefaults.EpochCount(rowCount, BatchSize);
        var hidden = hiddenDims ?? TableDefaults.HiddenDims;
        return this with
        {
            HiddenDims = hidden,
            Network =
                Network
                ?? new FullyConnectedNetworkOptions { HiddenDims = hidden, Activation = TableDefaults.Activation },
            LatentDim = latentDim ?? TableDefaults.LatentDim(table.Width),
            Likelihood = likelihood ?? defaults.Likelihood,
            EpochCount = epochs,
            LearningRate = learningRate ?? TableDefaults.LearningRate,
            Trimming = trimming ?? defaults.Trimming(epochs),
        };
    }
}
