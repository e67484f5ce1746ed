namespace VaeMlNet;

/// <summary>
/// Recovers a model folder after a write was killed between moving the old model away and moving the new one into place.
/// </summary>
internal static class ModelFolderRecovery
{
    private const int MoveAttempts = 20;
    private const int MillisecondsBetweenAttempts = 50;

    /// <summary>Moves the previous model back if no model is in place. Otherwise does nothing.</summary>
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
                // A writer that is between its two moves has the lock and will finish soon.
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
