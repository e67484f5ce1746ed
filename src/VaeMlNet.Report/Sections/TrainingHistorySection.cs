namespace VaeMlNet.Report;

/// <summary>The section of training: the loss and its terms over the epochs.</summary>
internal static class TrainingHistorySection
{
    private const string Title = "Training";

    public static Section Create(VaeModel model)
    {
        if (model.TrainingHistory is not { } history)
        {
            return Section.WithoutCharts(
                "training",
                Title,
                "",
                "",
                Blocks.Note(
                    "No curves: the model folder has no history.json, because an older version wrote it. Export the model again to get the curves."
                )
            );
        }

        var charts = TrainingCharts.Create(history);
        var last = history.Epochs[^1];
        var isValidated = last.Validation is not null;
        var note =
            $"{history.Epochs.Count} epochs; the dashed line marks the best epoch, {history.BestEpoch}.  "
            + $"Last loss: {Figure.Number(last.Training.Total, "0.00")} on the training rows"
            + (
                isValidated
                    ? $", {Figure.Number(last.Validation!.Total, "0.00")} on the validation rows."
                    : ". There were no validation rows."
            );
        return new Section(
            "training",
            Title,
            "The loss is reconstruction + beta × KL, in nats per row; lower is better. Reconstruction falls as KL rises, because information in the latents costs KL.",
            isValidated
                ? "the validation loss rises while the training loss falls (overfitting), or KL stays near 0 (the latents are not used)."
                : "the loss still falls steeply at the end (train longer), or KL stays near 0 (the latents are not used).",
            Html.Format($"{Blocks.Row(charts)}{Blocks.Note(note)}"),
            charts
        );
    }
}
