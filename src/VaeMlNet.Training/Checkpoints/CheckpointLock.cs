using System.Globalization;

namespace VaeMlNet;

/// <summary>Keeps other writers out of a checkpoint folder until it is disposed.</summary>
/// <remarks>
/// The lock is the operating system's, on an open file, and ends with the process however that ends. Another file says who
/// has it; a killed process leaves both, and they stop no other process. On a file system without locks, no process is stopped.
/// </remarks>
internal sealed class CheckpointLock : IDisposable
{
    /// <summary>The file that is locked.</summary>
    public const string LockName = ".checkpoint.lock";

    /// <summary>The file that says which process has the lock.</summary>
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

    /// <summary>Takes the lock of a folder, which is created when it does not exist.</summary>
    /// <exception cref="VaeModelException">Another training or process has it, or the folder cannot be written.</exception>
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
    /// <exception cref="VaeModelException">It has the lock.</exception>
    public static void Check(string folder)
    {
        if (File.Exists(Path.Combine(folder, LockName)))
        {
            Take(folder).Dispose();
        }
    }

    /// <summary>Lets others in. A folder that was created for the lock and is still empty is deleted.</summary>
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

    // With just these options .NET deletes the file while it has the lock, and a process that waits for it opens the file again.
    private static FileStream Open(string folder)
    {
        var path = Path.Combine(folder, LockName);
        var existing = new FileInfo(path);
        if (existing.LinkTarget is not null || existing is { Exists: true, Length: > 0 })
        {
            throw new IOException($"'{path}' is in the way: lock files are empty, and this one is not");
        }

        try
        {
            return new FileStream(
                path,
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.None,
                bufferSize: 1,
                FileOptions.DeleteOnClose
            );
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw CheckpointErrors.InUse(folder, Owner(folder), e);
        }
    }

    private void WriteOwner()
    {
        var owner = string.Create(
            CultureInfo.InvariantCulture,
            $"process {Environment.ProcessId} on {Environment.MachineName}, since {DateTime.UtcNow:yyyy-MM-dd HH:mm:ss} UTC"
        );
        TryTo(() => File.WriteAllText(Path.Combine(folder, OwnerName), owner));
    }

    /// <summary>Says who has the lock, as far as is known.</summary>
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
            // Only for people, or for tidiness.
        }
    }
}
