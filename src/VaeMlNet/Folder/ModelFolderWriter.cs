using VaeMlNet.Files;

namespace VaeMlNet;

/// <summary>Replaces a model folder so that a complete model exists at every moment, also after a crash.</summary>
/// <remarks>
/// Files are flushed to disk. Their folder is not, because .NET cannot flush folders. Journaling file systems keep the order of
/// moves and deletions, so a power failure can lose the newest model, but never the previous model before the new one is in
/// place.
/// </remarks>
internal static class ModelFolderWriter
{
    /// <summary>
    /// Writes a model folder in steps. The new files are written into a temporary folder beside it, SHA256SUMS is added, and
    /// everything is flushed to disk. Then the old folder is moved to <c>.NAME.old</c>, the new folder is moved into place, and
    /// the files of the old folder are deleted.
    /// </summary>
    /// <param name="modelFolder">The model folder to create or replace. Missing parent folders are created.</param>
    /// <param name="writeFilesInto">
    /// Writes every file except SHA256SUMS into an empty folder. If it throws, nothing is replaced.
    /// </param>
    /// <exception cref="VaeModelException">
    /// The disk is full, the folder cannot be written, another process is writing this model, or the folder exists and is not a
    /// model folder.
    /// </exception>
    public static void Write(string modelFolder, Action<string> writeFilesInto)
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
            WriteNew(temporary.CreateFolder(paths.Model), writeFilesInto);
            // Check again, because writing can take minutes.
            ReplaceableFolder.Check(paths, modelFolder);
            Swap(paths, temporary.Folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ModelFolderErrors.WriteFailed(modelFolder, e);
        }
    }

    /// <summary>Writes files into a folder, with their relative paths.</summary>
    public static void WriteFiles(string folder, IEnumerable<KeyValuePair<string, byte[]>> files)
    {
        foreach (var (file, bytes) in files)
        {
            var target = Path.Combine(folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllBytes(target, bytes);
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

    private static void WriteNew(string folder, Action<string> writeFilesInto)
    {
        writeFilesInto(folder);
        ChecksumFile.Write(folder);
        foreach (var file in ChecksumFile.RelativeFiles(folder))
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
            // The new model is in place. The next write removes the rest of the old one.
        }
    }
}
