namespace VaeMlNet;

/// <summary>Options for checkpoints, which are written during training and from which an interrupted training can continue.</summary>
/// <remarks>
/// <see cref="TrainedVae.LoadCheckpoint(string)"/> opens a checkpoint as a model. Each checkpoint is written completely before
/// it replaces the previous one, so that the folder always contains a complete checkpoint. Only one training at a time may use
/// a folder. Thread safety: immutable.
/// </remarks>
/// <param name="Folder">The folder. It is created if it does not exist.</param>
public sealed record VaeCheckpointOptions(string Folder)
{
    /// <summary>Gets the number of epochs between two checkpoints. One is always written after the last epoch.</summary>
    /// <value>Default: 1. Range: 1 and up.</value>
    public int EveryEpochs { get; init; } = 1;

    /// <summary>Gets whether training continues from a checkpoint in <see cref="Folder"/>. Without a checkpoint, training starts as usual.</summary>
    /// <value>Default: false, which replaces any checkpoint in the folder.</value>
    /// <remarks>
    /// With the same options and data, and on the same machine and number of threads, the resumed run ends with exactly the weights of
    /// an uninterrupted one: optimizer, schedules, random numbers and early stopping continue. Only
    /// <see cref="VaeTrainerOptions.EpochCount"/> and <see cref="VaeTrainerOptions.TrimFromEpoch"/> may differ; schedules that span all epochs
    /// then follow the new number.
    /// </remarks>
    public bool Resume { get; init; }

    /// <summary>Gets a folder for a checkpoint of a canceled training: its last complete epoch.</summary>
    /// <value>Default: null, which means that nothing is kept beyond <see cref="EveryEpochs"/>. May be <see cref="Folder"/>.</value>
    /// <remarks>
    /// The checkpoint is written before <see cref="OperationCanceledException"/> is thrown, unless <see cref="Folder"/>
    /// contains it already. Weights and optimizer state are copied in memory after each epoch. If no epoch has finished,
    /// nothing is written, and an existing checkpoint remains.
    /// </remarks>
    public string? InterruptedFolder { get; init; }

    internal void Check()
    {
        ArgumentException.ThrowIfNullOrEmpty(Folder);
        if (InterruptedFolder is not null)
        {
            ArgumentException.ThrowIfNullOrEmpty(InterruptedFolder);
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(EveryEpochs, 1);
    }
}
