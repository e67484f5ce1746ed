using VaeMlNet.Files;

namespace VaeMlNet;

public sealed partial class TrainedVae
{
    /// <summary>
    /// Gets the epoch with the lowest validation loss, or without validation rows training loss, at the full weight of
    /// KL; the first of equals. With <see cref="VaeTrainerOptions.EarlyStopping"/> the weights are those after this
    /// epoch, otherwise those after the last.
    /// </summary>
    public VaeEpoch BestEpoch => VaeMlNet.BestEpoch.Find(History, Options.Beta);

    /// <summary>Gets the epoch after which the weights were taken.</summary>
    internal VaeEpoch WeightsEpoch => Options.EarlyStopping is null ? History[^1] : BestEpoch;

    /// <summary>
    /// Writes <see cref="History"/> as CSV: a header and a line per epoch, numbers with a decimal point and in full
    /// precision, "true" in is_best for <see cref="BestEpoch"/>. What there is not, such as validation, is left empty.
    /// </summary>
    /// <param name="path">The file; an old one is replaced when the new one is whole. Folders on the way are made.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to write the file.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public void SaveHistory(string path)
    {
        ThrowIfDisposed();
        ArgumentException.ThrowIfNullOrEmpty(path);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var temporary = TemporaryFile.Beside(path);
        using (var writer = new StreamWriter(temporary.Stream, leaveOpen: true))
        {
            foreach (var line in HistoryCsv.Lines(History, BestEpoch))
            {
                writer.WriteLine(line);
            }
        }

        temporary.MoveTo(path);
    }
}
