namespace VaeMlNet;

/// <summary>Checkpoints that are written while training goes on, and from which it can go on after an interruption.</summary>
/// <remarks>
/// <see cref="TrainedVae.LoadCheckpoint(string)"/> opens them, too. Each is written whole beside the one before and takes its
/// place at the end, so that the folder holds a complete one whatever interrupts the process. One training at a time may
/// use a folder. Thread safety: immutable.
/// </remarks>
/// <param name="Folder">The folder; made when it does not exist.</param>
public sealed record VaeCheckpointOptions(string Folder)
{
    /// <summary>Gets after how many epochs one is written; and always after the last. At least 1. Default: 1.</summary>
    public int EveryEpochs { get; init; } = 1;

    /// <summary>
    /// Gets whether to go on from a checkpoint in <see cref="Folder"/>; without one, training begins as usual. Default:
    /// false, any checkpoint there is replaced.
    /// </summary>
    /// <remarks>
    /// With the same options and data, and on the same machine and number of threads, the resumed run ends with exactly
    /// the weights of an unbroken one: optimizer, schedules, random numbers and early stopping go on where they were.
    /// <see cref="VaeTrainerOptions.EpochCount"/> may be another; schedules that span all epochs then follow the new one.
    /// </remarks>
    public bool Resume { get; init; }

    /// <summary>
    /// Gets a folder for what a cancelled training has reached: a checkpoint of the last epoch that ended is written there when
    /// <see cref="OperationCanceledException"/> is about to be thrown, unless <see cref="Folder"/> has it already. May be
    /// <see cref="Folder"/> itself. Default: null, nothing is kept beyond <see cref="EveryEpochs"/>.
    /// </summary>
    /// <remarks>
    /// Weights and optimizer are copied in memory after each epoch. No epoch has ended: nothing is written, and a checkpoint
    /// that is there stays.
    /// </remarks>
    public string? InterruptedFolder { get; init; }

    /// <exception cref="ArgumentException">A folder has no name.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
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
