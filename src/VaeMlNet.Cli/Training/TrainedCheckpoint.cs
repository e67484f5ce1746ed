namespace VaeMlNet.Cli;

/// <summary>A checkpoint, and rows read as its model takes them.</summary>
internal static class TrainedCheckpoint
{
    /// <summary>Loads what <c>train</c> wrote, then reads rows for it.</summary>
    /// <returns>The model, which the caller disposes, and the rows.</returns>
    /// <exception cref="VaeModelException">The checkpoint is missing or damaged.</exception>
    public static (TrainedVae Trained, TrainingRows Rows) Load(string folder, Func<TrainedVae, TrainingRows> read)
    {
        var trained = TrainedVae.LoadCheckpoint(folder);
        try
        {
            return (trained, read(trained));
        }
        catch
        {
            trained.Dispose();
            throw;
        }
    }
}
