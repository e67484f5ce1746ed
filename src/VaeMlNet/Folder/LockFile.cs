namespace VaeMlNet;

/// <summary>Empty files that one process at a time opens, so that they lock a folder.</summary>
internal static class LockFile
{
    /// <summary>Opens a lock file until the result is disposed. A lock file that a killed process left locks nothing.</summary>
    /// <remarks>
    /// If the owner of a lock deletes the lock file, a waiting process could lock the deleted file. .NET prevents this for
    /// exactly these options (OpenOrCreate, FileShare.None, DeleteOnClose): it deletes the file before it releases the lock,
    /// and a process that gets the lock opens the file again if the path now names another file.
    /// </remarks>
    public static FileStream Take(string path)
    {
        var existing = new FileInfo(path);
        if (existing.LinkTarget is not null || existing is { Exists: true, Length: > 0 })
        {
            throw new IOException(
                $"'{path}' cannot be used as the lock file: lock files are empty, and this file is not"
            );
        }

        return new FileStream(
            path,
            FileMode.OpenOrCreate,
            FileAccess.ReadWrite,
            FileShare.None,
            bufferSize: 1,
            FileOptions.DeleteOnClose
        );
    }
}
