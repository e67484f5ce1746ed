namespace VaeMlNet;

/// <summary>Puts things right after a write that was killed between moving the old model away and the new one in.</summary>
internal static class ModelFolderRecovery
{
    private const int MoveAttempts = 20;
    private const int MillisecondsBetweenAttempts = 50;

    /// <summary>Brings the previous model back when no model is in place. Leaves everything else alone.</summary>
    public static void BeforeOpening(string modelFolder)
    {
        var paths = new ModelFolderPaths(modelFolder);
        for (var attempt = 1; IsInterrupted(paths); attempt++)
        {
            try
            {
                MoveBack(paths);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A writer between its two moves has the lock: it is about to finish.
                if (attempt == MoveAttempts)
                {
                    throw ModelFolderErrors.RecoveryFailed(modelFolder, paths.Old, e);
                }

                Thread.Sleep(MillisecondsBetweenAttempts);
            }
        }
    }

    /// <summary>Removes the files that an interrupted write left. The caller must have the lock.</summary>
    public static void BeforeWriting(ModelFolderPaths paths)
    {
        if (IsInterrupted(paths))
        {
            Directory.Move(paths.Old, paths.Model);
        }

        if (ReplaceableFolder.IsLeftover(paths.Old))
        {
            ReplaceableFolder.Delete(paths.Old);
        }
    }

    private static void MoveBack(ModelFolderPaths paths)
    {
        using var writing = paths.TakeLock();
        if (IsInterrupted(paths))
        {
            Directory.Move(paths.Old, paths.Model);
        }
    }

    private static bool IsInterrupted(ModelFolderPaths paths) =>
        !Directory.Exists(paths.Model) && Directory.Exists(paths.Old) && ReplaceableFolder.IsModel(paths.Old);
}
