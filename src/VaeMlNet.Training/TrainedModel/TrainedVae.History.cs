using VaeMlNet.Files;

namespace VaeMlNet;

public sealed partial class TrainedVae
{
    /// <summary>
    /// Gets the first epoch with the lowest validation loss at the full weight of KL; without validation rows, with the lowest
    /// training loss. With <see cref="VaeTrainerOptions.EarlyStopping"/>, the model has the weights after this epoch, otherwise
    /// those after the last epoch.
    /// </summary>
    public VaeEpoch BestEpoch => VaeMlNet.BestEpoch.Find(History, Options.BetaOrDefault);

    /// <summary>Gets how the training ended, and so what to change for a better model.</summary>
    public VaeConvergence Convergence =>
        VaeMlNet.Convergence.Find(
            Options,
            History,
            (WeightsEpoch.Validation ?? WeightsEpoch.Training).Kl,
            TrainingData.RelativeError
        );

    /// <summary>Gets the epoch whose weights the model has.</summary>
    public VaeEpoch WeightsEpoch => Options.EarlyStopping is null ? History[^1] : BestEpoch;

    /// <summary>
    /// Writes <see cref="History"/> as CSV: a header and one line per epoch. Numbers have a decimal point and full precision.
    /// The column is_best contains "true" for <see cref="BestEpoch"/>. Missing values, such as those of a validation, are
    /// empty.
    /// </summary>
    /// <param name="path">The file. An old file is replaced when the new one is complete. Missing folders are created.</param>
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
