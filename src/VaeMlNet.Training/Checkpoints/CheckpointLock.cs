namespace VaeMlNet;

/// <summary>The lock of a checkpoint folder. No other writer can use the folder until the lock is disposed.</summary>
/// <remarks>
/// It is a lock of the operating system on an open file, which ends with the process in every case. A second file names the
/// owner. A killed process leaves both files, but they do not stop other processes. File systems without locks stop no process.
/// </remarks>
internal sealed class CheckpointLock : IDisposable
{
    /// <summary>The name of the locked file.</summary>
    public const string LockName = ".checkpoint.lock";

    /// <summary>The name of the file that identifies the owning process.</summary>
    public const string OwnerName = ".checkpoint.owner";

    private readonly string folder;
    private readonly bool isNewFolder;
    private readonly FileStream held;

    private CheckpointLock(string folder, bool isNewFolder, FileStream held)
    {
        this.folder = folder;
        this.isNewFolder = isNewFolder;
        this.held = held;
    }

    /// <summary>Locks a folder. Creates the folder if it does not exist.</summary>
    /// <exception cref="VaeModelException">Another training or process has the lock, or the folder cannot be written.</exception>
    public static CheckpointLock Take(string folder)
    {
        try
        {
            var isNewFolder = !Directory.Exists(folder);
            Directory.CreateDirectory(folder);
            var taken = new CheckpointLock(folder, isNewFolder, Open(folder));
            taken.WriteOwner();
            return taken;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CheckpointErrors.NotWritten(folder, e);
        }
    }

    /// <summary>Refuses a folder that another training or process is writing.</summary>
    /// <exception cref="VaeModelException">Another training or process has the lock.</exception>
    public static void Check(string folder)
    {
        if (File.Exists(Path.Combine(folder, LockName)))
        {
            Take(folder).Dispose();
        }
    }

    /// <summary>Releases the lock. A folder that was created for the lock and is still empty is deleted.</summary>
    public void Dispose()
    {
        TryTo(() => File.Delete(Path.Combine(folder, OwnerName)));
        held.Dispose();
        TryTo(() =>
        {
            if (isNewFolder && !Directory.EnumerateFileSystemEntries(folder).Any())
            {
                Directory.Delete(folder);
            }
        });
    }

    private static FileStream Open(string folder)
    {
        var path = Path.Combine(folder, LockName);
        try
        {
            return LockFile.Take(path);
        }
        catch (IOException e) when (new FileInfo(path) is { Exists: true, Length: 0, LinkTarget: null })
        {
            throw CheckpointErrors.InUse(folder, Owner(folder), e);
        }
    }

    private void WriteOwner()
    {
        var owner = FormattableString.Invariant(
            $"process {Environment.ProcessId} on {Environment.MachineName}, since {DateTime.UtcNow:yyyy-MM-dd HH:mm:ss} UTC"
        );
        TryTo(() => File.WriteAllText(Path.Combine(folder, OwnerName), owner));
    }

    /// <summary>Returns the owner of the lock, if known.</summary>
    private static string Owner(string folder)
    {
        const int Longest = 200;
        var text = "another process";
        TryTo(() =>
        {
            var file = new FileInfo(Path.Combine(folder, OwnerName));
            if (file is { Exists: true, Length: > 0 and <= Longest })
            {
                text = string.Concat(File.ReadAllText(file.FullName).Where(c => !char.IsControl(c)));
            }
        });
        return text;
    }

    private static void TryTo(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The file only informs people, so errors do not matter.
        }
    }
}

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
