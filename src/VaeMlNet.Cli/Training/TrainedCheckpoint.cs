namespace VaeMlNet.Cli;

/// <summary>Loads a checkpoint together with rows for its model.</summary>
internal static class TrainedCheckpoint
{
    /// <summary>Loads a checkpoint that <c>train</c> wrote, then reads rows for it.</summary>
    /// <returns>The model and the rows. The caller must dispose the model.</returns>
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
