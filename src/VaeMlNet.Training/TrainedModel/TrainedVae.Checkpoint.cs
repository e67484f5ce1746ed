namespace VaeMlNet;

public sealed partial class TrainedVae
{
    /// <summary>
    /// Saves the model as a checkpoint, so that it can be evaluated and exported later. A checkpoint contains the weights in
    /// TorchSharp's format and checkpoint.json. This method does not save the optimizer's state.
    /// </summary>
    /// <remarks>
    /// checkpoint.json names the weights by their checksum and is moved into place last, so that the folder always contains a
    /// complete checkpoint, the old or the new one, even if the call is interrupted.
    /// </remarks>
    /// <param name="folder">The folder. It is created if it does not exist.</param>
    /// <exception cref="VaeModelException">
    /// The folder cannot be written, another training writes into it, or its checkpoint.json is not that of a checkpoint.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public void SaveCheckpoint(string folder)
    {
        ThrowIfDisposed();
        ArgumentException.ThrowIfNullOrEmpty(folder);
        CheckpointFiles.Save(this, folder);
    }

    /// <summary>Checks that a training may write its checkpoints into a folder.</summary>
    /// <remarks>
    /// Training and <see cref="SaveCheckpoint"/> never replace files that are not theirs. This method also refuses a folder
    /// that contains other files and no checkpoint, because it is probably a mistake. Call it before data is read.
    /// </remarks>
    /// <param name="folder">The folder. It need not exist.</param>
    /// <exception cref="VaeModelException">
    /// The path is a file; the folder contains other files but no checkpoint, or a checkpoint.json of something else; or
    /// another training writes into it.
    /// </exception>
    public static void CheckReplaceable(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        CheckpointPlace.CheckIsMeant(folder);
        CheckpointLock.Check(folder);
    }

    /// <summary>Loads a model that <see cref="SaveCheckpoint"/> or a training saved.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The model. The caller must dispose it.</returns>
    /// <exception cref="VaeModelException">A file is missing, damaged or of another version.</exception>
    public static TrainedVae LoadCheckpoint(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return CheckpointFiles.Load(folder, null);
    }

    /// <summary>Loads a model with custom modules that <see cref="SaveCheckpoint"/> or a training saved.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="network">The network options of the training. A checkpoint contains weights, but no functions.</param>
    /// <returns>The model. The caller must dispose it.</returns>
    /// <exception cref="VaeModelException">
    /// A file is missing, damaged or of another version, or the modules do not match the weights of the checkpoint.
    /// </exception>
    public static TrainedVae LoadCheckpoint(string folder, CustomNetworkOptions network)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(network);
        return CheckpointFiles.Load(folder, network);
    }
}
