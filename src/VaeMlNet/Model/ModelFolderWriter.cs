using VaeMlNet.Files;

namespace VaeMlNet;

/// <summary>Replaces a model folder so that at every moment, also after a crash, a complete model exists.</summary>
/// <remarks>
/// Files are flushed; the folder that holds them is not, because .NET opens no folders. Journaling file systems keep the order
/// of moves and deletions, so a power cut costs at most the newest model and never the previous one before the new one is there.
/// </remarks>
internal static class ModelFolderWriter
{
    /// <summary>
    /// Writes a model folder: new files go into a temporary folder beside it, SHA256SUMS is added, everything is flushed to disk, the
    /// old folder is moved to <c>.NAME.old</c>, the new one to its place, and the files of the old one are deleted.
    /// </summary>
    /// <param name="modelFolder">The model folder to create or replace. Its parents are created.</param>
    /// <param name="writeFilesInto">Writes every file but SHA256SUMS into the empty folder that it is given. When it throws, nothing is replaced.</param>
    /// <param name="isKept">True to flush the files to disk; false for a folder that is read and deleted at once.</param>
    /// <exception cref="VaeModelException">
    /// The disk is full, the place is not writable, another process is writing this model, or the folder exists and is no model.
    /// </exception>
    public static void Write(string modelFolder, Action<string> writeFilesInto, bool isKept = true)
    {
        ArgumentNullException.ThrowIfNull(writeFilesInto);
        var paths = new ModelFolderPaths(modelFolder);
        try
        {
            Directory.CreateDirectory(paths.Parent);
            using var writing = LockOrThrow(paths, modelFolder);
            ModelFolderRecovery.BeforeWriting(paths);
            ReplaceableFolder.Check(paths, modelFolder);
            using var temporary = TemporaryFile.Beside(paths.Model);
            WriteNew(Directory.CreateDirectory(temporary.Folder).FullName, writeFilesInto, isKept);
            // Once more: writing may have taken minutes.
            ReplaceableFolder.Check(paths, modelFolder);
            Swap(paths, temporary.Folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ModelFolderErrors.WriteFailed(modelFolder, e);
        }
    }

    private static FileStream LockOrThrow(ModelFolderPaths paths, string modelFolder)
    {
        try
        {
            return paths.TakeLock();
        }
        catch (IOException e) when (new FileInfo(paths.Lock) is { Exists: true, Length: 0 })
        {
            throw ModelFolderErrors.BeingWritten(modelFolder, e);
        }
    }

    private static void WriteNew(string folder, Action<string> writeFilesInto, bool isKept)
    {
        writeFilesInto(folder);
        ChecksumFile.Write(folder);
        foreach (var file in isKept ? ChecksumFile.RelativeFiles(folder) : [])
        {
            using FileStream stream = new(Path.Combine(folder, file), FileMode.Open, FileAccess.ReadWrite);
            stream.Flush(flushToDisk: true);
        }
    }

    private static void Swap(ModelFolderPaths paths, string newFolder)
    {
        var isReplaced = Directory.Exists(paths.Model);
        if (isReplaced)
        {
            Directory.Move(paths.Model, paths.Old);
        }

        try
        {
            Directory.Move(newFolder, paths.Model);
        }
        catch when (isReplaced)
        {
            Directory.Move(paths.Old, paths.Model);
            throw;
        }

        DeleteOld(paths);
    }

    private static void DeleteOld(ModelFolderPaths paths)
    {
        try
        {
            if (ReplaceableFolder.IsLeftover(paths.Old))
            {
                ReplaceableFolder.Delete(paths.Old);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The new model is in place. The next write removes what is left of the old one.
        }
    }
}
