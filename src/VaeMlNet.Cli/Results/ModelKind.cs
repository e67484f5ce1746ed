namespace VaeMlNet.Cli;

/// <summary>Refuses models of kinds that a verb cannot use.</summary>
internal static class ModelKind
{
    public static void RefuseSeries(VaeModel model, string verb)
    {
        if (model.Manifest.Series is not null)
        {
            throw new CommandException(
                $"Model '{model.Folder}' is a model of a time series, which '{verb}' cannot use: it reads windows of rows, and finds anomalies and fills gaps only. Use 'score' or 'impute', or a model of a table (--model=table) of the same rows."
            );
        }
    }

    public static void RequireDecodedRows(VaeModel model, string verb)
    {
        RefuseSeries(model, verb);
        if (model.Manifest.Latent.Kind == VaeLatentSpace.None)
        {
            throw new CommandException(
                $"Model '{model.Folder}' is the baseline '{model.Manifest.Architecture.Kind}', which '{verb}' cannot use: it has no encoder and no decoder, and can only score rows. Use 'score', or export a VAE, without --method."
            );
        }
    }

    /// <param name="model">The model.</param>
    /// <param name="advice">The rest of the message after "is a table model".</param>
    public static void RefuseTable(VaeModel model, string advice)
    {
        if (ModelTable.IsTable(model.Manifest))
        {
            throw new CommandException($"Model '{model.Folder}' is a table model{advice}");
        }
    }
}
