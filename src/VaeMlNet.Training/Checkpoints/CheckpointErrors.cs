namespace VaeMlNet;

/// <summary>Creates the errors about checkpoints. Every message names the folder, the facts, and what to do next.</summary>
internal static class CheckpointErrors
{
    public static VaeModelException NotWritten(string folder, Exception cause) =>
        new(
            $"Checkpoint '{folder}' could not be written: {cause.Reason()}. Check the path, free space and permissions.",
            cause
        );

    public static VaeModelException InUse(string folder, string owner, Exception cause) =>
        new(
            $"Checkpoint '{folder}' is being written by another training ({owner}). Wait until it is done, or choose another folder.",
            cause
        );

    public static VaeModelException NotReplaceable(string folder, string obstacle) =>
        new(
            $"Checkpoint '{folder}' cannot be written: {obstacle}. Nothing was changed. Choose another folder, or move what is there."
        );

    public static VaeModelException NotLoaded(string folder, string reason, Exception? cause = null) =>
        new($"Checkpoint '{folder}' cannot be loaded: {reason}. Train again and save a new checkpoint.", cause);
}
