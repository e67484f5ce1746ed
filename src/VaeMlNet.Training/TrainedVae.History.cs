namespace VaeMlNet;

public sealed partial class TrainedVae
{
    /// <summary>
    /// Gets the epoch with the lowest validation loss, or without validation rows training loss, at the full weight of
    /// KL; the first of equals. With <see cref="VaeTrainerOptions.EarlyStopping"/> the weights are those after this
    /// epoch, otherwise those after the last.
    /// </summary>
    public VaeEpoch BestEpoch => VaeMlNet.BestEpoch.Of(History, Options.Beta);

    /// <summary>Gets the epoch after which the weights were taken.</summary>
    internal VaeEpoch WeightsEpoch => Options.EarlyStopping is null ? History[^1] : BestEpoch;

    /// <summary>
    /// Writes <see cref="History"/> as CSV: a header and a line per epoch, numbers with a decimal point and in full
    /// precision, "true" in is_best for <see cref="BestEpoch"/>. What there is not, such as validation, is left empty.
    /// </summary>
    /// <param name="path">The file; an old one is replaced when the new one is whole. Folders on the way are made.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to write the file.</exception>
    public void SaveHistory(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var temporary = path + ".tmp";
        File.WriteAllLines(temporary, HistoryCsv.Lines(History, BestEpoch));
        File.Move(temporary, path, overwrite: true);
    }
}
