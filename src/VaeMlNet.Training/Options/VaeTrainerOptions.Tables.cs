namespace VaeMlNet;

// What tables are trained with.
public sealed partial record VaeTrainerOptions
{
    /// <summary>The likelihood of a table's numbers.</summary>
    internal DecoderLikelihood NumberLikelihood => likelihood ?? TableDefaults.General.Likelihood;

    /// <summary>Whether the likelihood says that features are taken as they are, and not as a table's numbers.</summary>
    internal bool IsOfFeatures => NumberLikelihood is not (GaussianLikelihoodOptions or StudentTLikelihoodOptions);

    /// <summary>The options with what was not given chosen for a table.</summary>
    /// <param name="table">The columns.</param>
    /// <param name="rowCount">The number of its rows.</param>
    /// <param name="defaults">What to choose.</param>
    /// <exception cref="ArgumentOutOfRangeException">The likelihood is none of numbers of any range.</exception>
    internal VaeTrainerOptions ChosenFor(Table table, long rowCount, TableDefaults defaults)
    {
        OptionRange.Require(
            !IsOfFeatures,
            nameof(Likelihood),
            NumberLikelihood.GetType().Name,
            $"GaussianLikelihoodOptions or StudentTLikelihoodOptions for a table's numbers; Booleans and keys have their own"
        );
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
