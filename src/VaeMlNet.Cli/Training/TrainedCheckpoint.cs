using VaeMlNet.Cli.Data;

namespace VaeMlNet.Cli.Training;

/// <summary>A checkpoint that rows are held against.</summary>
internal static class TrainedCheckpoint
{
    /// <summary>Loads what <c>train</c> wrote.</summary>
    /// <returns>The model; the caller disposes it.</returns>
    /// <exception cref="VaeModelException">The checkpoint is missing or damaged.</exception>
    /// <exception cref="CommandException">It was trained on rows of another width.</exception>
    public static TrainedVae Load(string folder, FeatureMatrix rows)
    {
        TrainedVae trained = TrainedVae.LoadCheckpoint(folder);
        if (trained.InputDim == rows.Width)
        {
            return trained;
        }

        int inputDim = trained.InputDim;
        trained.Dispose();
        throw new CommandException(
            $"The rows have {rows.Width} features, but checkpoint '{folder}' was trained on {inputDim}."
        );
    }
}
