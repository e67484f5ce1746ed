namespace VaeMlNet;

/// <summary>The locks of a training on its checkpoint folders. They are released when the training ends.</summary>
internal sealed class CheckpointLocks : IDisposable
{
    private readonly Stack<CheckpointLock> held = [];

    private CheckpointLocks() { }

    /// <summary>Acquires the locks; null without checkpoints.</summary>
    /// <exception cref="VaeModelException">
    /// Another training has a lock, a folder cannot be written, or a checkpoint would replace something else.
    /// </exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static CheckpointLocks? Take(VaeCheckpointOptions? checkpoints)
    {
        if (checkpoints is null)
        {
            return null;
        }

        checkpoints.Check();
        var locks = new CheckpointLocks();
        try
        {
            foreach (var folder in Folders(checkpoints))
            {
                CheckpointPlace.Check(folder);
                locks.held.Push(CheckpointLock.Take(folder));
            }

            return locks;
        }
        catch
        {
            locks.Dispose();
            throw;
        }
    }

    /// <summary>Releases the locks.</summary>
    public void Dispose()
    {
        while (held.TryPop(out var last))
        {
            last.Dispose();
        }
    }

    private static IEnumerable<string> Folders(VaeCheckpointOptions checkpoints) =>
        new[] { checkpoints.Folder, checkpoints.InterruptedFolder ?? checkpoints.Folder }.DistinctBy(folder =>
            Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))
        );
}
