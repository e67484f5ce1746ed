namespace VaeMlNet.Report;

/// <summary>How the training went.</summary>
internal static class TrainingSection
{
    private const string Title = "Training";

    public static Section Of(VaeModel model)
    {
        if (model.TrainingHistory is not { } history)
        {
            return Section.Of(
                "training",
                Title,
                "",
                "",
                Blocks.Note(
                    "No curves: the model folder has no history.json, because it was written by an older version. Export the model again for them."
                )
            );
        }

        var charts = TrainingCharts.Of(history);
        var last = history.Epochs[^1];
        var isValidated = last.Validation is not null;
        var note =
            $"{history.Epochs.Count} epochs; the dashed line is the best one, {history.BestEpoch}. "
            + $"Last loss: {Figure.Of(last.Training.Total, "0.00")} on the training rows"
            + (
                isValidated
                    ? $", {Figure.Of(last.Validation!.Total, "0.00")} on the validation rows."
                    : ". There were no validation rows."
            );
        return new Section(
            "training",
            Title,
            "The loss is reconstruction + beta × KL, in nats per row; lower is better. Reconstruction falls as KL rises: what is stored in the latents is paid for.",
            isValidated
                ? "validation that rises while training falls (overfitting), or KL near 0 (the latents are not used)."
                : "a loss that still falls steeply at the end (train longer), or KL near 0 (the latents are not used).",
            Html.Of($"{Blocks.Row(charts)}{Blocks.Note(note)}"),
            charts
        );
    }
}
