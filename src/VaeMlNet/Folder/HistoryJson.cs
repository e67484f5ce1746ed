namespace VaeMlNet;

/// <summary>The file history.json of a model folder, and the checks of its contents.</summary>
internal static class HistoryJson
{
    public static ModelFolderFile<TrainingHistory> File { get; } =
        new(ModelFolderFiles.History, "history", history => history.FormatVersion, Complaint);

    private static string? Complaint(TrainingHistory history) =>
        Complaint(history.Epochs) is { } complaint ? complaint
        : history.BestEpoch >= 1 && history.BestEpoch <= history.Epochs.Count ? null
        : FormattableString.Invariant(
            $"best_epoch is {history.BestEpoch}, expected the number of one of its {history.Epochs.Count} epochs"
        );

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
