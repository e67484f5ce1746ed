namespace VaeMlNet;

public sealed partial class TrainedVae
{
    /// <summary>
    /// Saves the model so that it can be evaluated and exported later: weights in TorchSharp's format, and
    /// checkpoint.json. The optimizer's state is not kept.
    /// </summary>
    /// <remarks>
    /// checkpoint.json names the weights by their checksum and is moved into place last, so that a folder holds a whole
    /// checkpoint, the old or the new one, whatever interrupts the call.
    /// </remarks>
    /// <param name="folder">The folder; made when it does not exist.</param>
    /// <exception cref="VaeModelException">
    /// The folder cannot be written, another training writes into it, or it has a checkpoint.json of something else.
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
    /// Training and <see cref="SaveCheckpoint"/> check themselves that no file of others is replaced. This method also refuses a
    /// folder that has files of others and no checkpoint, because it was probably not meant. Call it before data is read.
    /// </remarks>
    /// <param name="folder">The folder; need not exist.</param>
    /// <exception cref="VaeModelException">
    /// The place is a file; it has other files but no checkpoint, or a checkpoint.json of something else; or another training
    /// writes into it.
    /// </exception>
    public static void CheckReplaceable(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        CheckpointPlace.CheckIsMeant(folder);
        CheckpointLock.Check(folder);
    }

    /// <summary>Loads what <see cref="SaveCheckpoint"/> saved.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The model; the caller disposes it.</returns>
    /// <exception cref="VaeModelException">A file is missing, damaged or not of this version.</exception>
    public static TrainedVae LoadCheckpoint(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return CheckpointFiles.Load(folder, null);
    }

    /// <summary>Loads what <see cref="SaveCheckpoint"/> saved of a model with modules of your own.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="network">The network options of the training. A checkpoint contains weights, but no functions.</param>
    /// <returns>The model; the caller disposes it.</returns>
    /// <exception cref="VaeModelException">
    /// A file is missing, damaged or not of this version; or the modules do not have the weights of the checkpoint.
    /// </exception>
    public static TrainedVae LoadCheckpoint(string folder, CustomNetworkOptions network)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(network);
        return CheckpointFiles.Load(folder, network);
    }
}
