namespace VaeMlNet;

/// <summary>Reads and writes history.json of a model folder, and checks its contents.</summary>
internal static class HistoryJson
{
    private const int CurrentFormatVersion = 1;

    private static readonly ModelFolderFile<HistoryFile> File = new(ModelFolderFiles.History, "history", Complaint);

    /// <summary>Parses the bytes of a model folder's history.json.</summary>
    /// <exception cref="VaeModelException">The bytes are not a history, or have a newer version.</exception>
    public static TrainingHistory Parse(ReadOnlySpan<byte> utf8, string modelFolder)
    {
        var file = File.Parse(utf8, modelFolder);
        return new(file.Epochs, file.BestEpoch);
    }

    public static byte[] ToBytes(TrainingHistory history) =>
        ModelFolderFile<HistoryFile>.ToBytes(new(CurrentFormatVersion, history.BestEpoch, history.Epochs));

    private static string? Complaint(HistoryFile file)
    {
        if (file.FormatVersion != CurrentFormatVersion)
        {
            return FormattableString.Invariant(
                $"it is of format version {file.FormatVersion}, expected {CurrentFormatVersion}"
            );
        }

        if (Complaint(file.Epochs) is { } complaint)
        {
            return complaint;
        }

        return file.BestEpoch >= 1 && file.BestEpoch <= file.Epochs.Count
            ? null
            : FormattableString.Invariant(
                $"best_epoch is {file.BestEpoch}, expected the number of one of its {file.Epochs.Count} epochs"
            );
    }

    /// <summary>
    /// Returns the problem of epochs that are not numbered from 1 or contain a number that is not finite; null if they are
    /// valid.
    /// </summary>
    internal static string? Complaint(IReadOnlyList<VaeEpoch> epochs)
    {
        for (var i = 0; i < epochs.Count; i++)
        {
            if (Complaint(epochs[i], i + 1) is { } complaint)
            {
                return complaint;
            }
        }

        return null;
    }

    private static string? Complaint(VaeEpoch? epoch, int number)
    {
        if (epoch?.Epoch != number)
        {
            return FormattableString.Invariant($"epoch {number} is numbered {epoch?.Epoch}");
        }

        var isFinite =
            IsFinite(epoch.Training)
            && (epoch.Validation is null || IsFinite(epoch.Validation))
            && double.IsFinite(epoch.Seconds)
            && double.IsFinite(epoch.LearningRate)
            && double.IsFinite(epoch.Temperature ?? 0)
            && double.IsFinite(epoch.TrimmedShare);
        return isFinite ? null : FormattableString.Invariant($"epoch {number} contains a number that is not finite");
    }

    private static bool IsFinite(VaeLoss loss) =>
        double.IsFinite(loss.Reconstruction)
        && double.IsFinite(loss.Kl)
        && double.IsFinite(loss.Beta)
        && double.IsFinite(loss.OtherTerms)
        && double.IsFinite(loss.Total);
}

/// <summary>The contents of history.json.</summary>
internal sealed record HistoryFile(int FormatVersion, int BestEpoch, IReadOnlyList<VaeEpoch> Epochs);
