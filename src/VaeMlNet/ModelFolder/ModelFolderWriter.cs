namespace VaeMlNet;

/// <summary>Replaces a model folder so that at every moment, also after a crash, a complete model exists.</summary>
/// <remarks>
/// Files are flushed; the folder that holds them is not, because .NET opens no folders. Journaling file systems keep the order
/// of moves and deletions, so a power cut costs at most the newest model and never the previous one before the new one is there.
/// </remarks>
internal static class ModelFolderWriter
{
    /// <summary>
    /// Writes a model folder: new files go into a sibling folder, SHA256SUMS is added, everything is flushed to disk, the old
    /// folder is moved to <c>.NAME.old</c>, the new one to its place, and the old one is deleted.
    /// </summary>
    /// <param name="modelFolder">The model folder to create or replace. Its parents are created.</param>
    /// <param name="writeFilesInto">Writes every file but SHA256SUMS into the empty folder that it is given. When it throws, nothing is replaced.</param>
    /// <param name="isKept">Whether to flush; false for a folder that is read and deleted at once.</param>
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
            using FileStream writing = LockOrThrow(paths, modelFolder);
            ModelFolderRecovery.BeforeWriting(paths);
            RefuseForeignFolder(paths, modelFolder);
            WriteNew(paths, writeFilesInto, isKept);
            Swap(paths);
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
        catch (IOException e) when (File.Exists(paths.Lock))
        {
            throw ModelFolderErrors.BeingWritten(modelFolder, e);
        }
    }

    private static void RefuseForeignFolder(ModelFolderPaths paths, string modelFolder)
    {
        bool isModel = File.Exists(Path.Combine(paths.Model, ModelFolderFiles.Manifest));
        if (Directory.Exists(paths.Model) && !isModel && Directory.EnumerateFileSystemEntries(paths.Model).Any())
        {
            throw ModelFolderErrors.NotAModelFolder(modelFolder);
        }
    }

    private static void WriteNew(ModelFolderPaths paths, Action<string> writeFilesInto, bool isKept)
    {
        try
        {
            Directory.CreateDirectory(paths.New);
            writeFilesInto(paths.New);
            ChecksumFile.Write(paths.New);
            foreach (string file in isKept ? ChecksumFile.RelativeFiles(paths.New) : [])
            {
                using FileStream stream = new(Path.Combine(paths.New, file), FileMode.Open, FileAccess.ReadWrite);
                stream.Flush(flushToDisk: true);
            }
        }
        catch
        {
            ModelFolderRecovery.Delete(paths.New);
            throw;
        }
    }

    private static void Swap(ModelFolderPaths paths)
    {
        if (Directory.Exists(paths.Model))
        {
            Directory.Move(paths.Model, paths.Old);
        }
        try
        {
            Directory.Move(paths.New, paths.Model);
        }
        catch
        {
            if (Directory.Exists(paths.Old))
            {
                Directory.Move(paths.Old, paths.Model);
            }
            ModelFolderRecovery.Delete(paths.New);
            throw;
        }
        try
        {
            ModelFolderRecovery.Delete(paths.Old);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The new model is in place. The next write removes what is left of the old one.
        }
    }
}
