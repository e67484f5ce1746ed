namespace VaeMlNet.Cli;

/// <summary>Prints a line for every epoch, and updates the progress bar in between.</summary>
/// <param name="terminal">The terminal for the lines.</param>
/// <param name="bar">The progress bar. It shows the share of all epochs that is done.</param>
/// <param name="mostLines">
/// The approximate largest number of lines, including those of the first and the last epoch.
/// </param>
internal sealed class TrainingProgressPrinter(CommandTerminal terminal, IProgress<double> bar, int mostLines)
    : IProgress<VaeTrainingProgress>
{
    /// <summary>Gets the last epoch that ended; 0 before the first.</summary>
    public int LastEpoch { get; private set; }

    public void Report(VaeTrainingProgress value)
    {
        var epochShare = (double)value.RowsDone / value.RowCount;
        bar.Report((value.Epoch - 1 + epochShare) / value.EpochCount);
        LastEpoch = value.CompletedEpoch?.Epoch ?? LastEpoch;
        if (value.CompletedEpoch is { } epoch && HasLine(epoch.Epoch, value.EpochCount))
        {
            terminal.WriteLine(Describe(epoch, value.EpochCount));
        }
    }

    private bool HasLine(int epoch, int epochCount)
    {
        var step = (epochCount - 1) / mostLines + 1;
        return epoch == 1 || epoch == epochCount || epoch % step == 0;
    }

    // Short enough for a narrow terminal, where a wrapped line would run into the bar.
    private static string Describe(VaeEpoch epoch, int epochCount)
    {
        var loss = epoch.Training;
        var validation = epoch.Validation is { } held
            ? FormattableString.Invariant($", validation {held.Total:0.00}")
            : "";
        var weight = loss.Beta == 1 ? "" : FormattableString.Invariant($" * {loss.Beta:0.####}");
        var other = loss.OtherTerms == 0 ? "" : FormattableString.Invariant($", other {loss.OtherTerms:0.00}");
        return FormattableString.Invariant(
            $"epoch {epoch.Epoch}/{epochCount}: loss {loss.Total:0.00} (reconstruction {loss.Reconstruction:0.00}, kl {loss.Kl:0.00}{weight}{other}){validation}, {epoch.Seconds:0.0} s"
        );
    }
}
