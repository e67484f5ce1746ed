namespace VaeMlNet.Cli;

/// <summary>Refuses models of time series for verbs that they cannot do.</summary>
internal static class SeriesModel
{
    /// <exception cref="CommandException">The model is one of a time series.</exception>
    public static void Refuse(VaeModel model, string verb)
    {
        if (model.Manifest.Series is not null)
        {
            throw new CommandException(
                $"Model '{model.Folder}' is a model of a time series, which '{verb}' cannot use: it reads windows of rows, and finds anomalies and fills gaps only. Use 'score' or 'impute', or a model of a table (--model=table) of the same rows."
            );
        }
    }
}
