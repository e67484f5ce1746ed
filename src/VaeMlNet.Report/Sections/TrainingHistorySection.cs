namespace VaeMlNet.Report;

/// <summary>The section of training: the loss and its terms over the epochs.</summary>
internal static class TrainingHistorySection
{
    private const string Title = "Training";

    public static Section Create(TrainingCourse? course)
    {
        if (course is null)
        {
            return new Section(
                "training",
                Title,
                "",
                "",
                Blocks.Note(
                    "No curves: the model folder has no history.json, because an older version wrote it. Export the model again to get the curves."
                )
            );
        }

        Chart[] charts = course.HasCurves ? [.. TrainingCharts.Create(course)] : [];
        var body = course.HasCurves
            ? Html.Format($"{Blocks.Row(charts)}{Blocks.Note(Summary(course))}")
            : Html.Format($"{Table(course.Last)}{Blocks.Note("The training had one epoch, so there are no curves.")}");
        return new Section(
            "training",
            Title,
            "The loss is reconstruction + beta × KL, in nats per row; lower is better. Reconstruction falls as KL rises, because information in the latents costs KL."
                + (
                    course.TrimmingStart is null
                        ? ""
                        : " The losses include the rows that trimming leaves out, so the training loss can rise where trimming starts."
                )
                + (
                    course.WarmUpEnd is null
                        ? ""
                        : " Until the end of the KL warm-up, the loss counts KL less, and can rise."
                ),
            course.IsValidated
                ? "the validation loss rises while the training loss falls (overfitting), or KL stays near 0 (the latents are not used)."
                : "the loss still falls steeply at the end (train longer), or KL stays near 0 (the latents are not used).",
            body,
            charts,
            Gist: $"{Figure.Count(course.History.Epochs.Count, "epoch")}, the best is {course.History.BestEpoch}"
        );
    }

    private static string Summary(TrainingCourse course)
    {
        var last = course.Last;
        var deviation = course.Deviation is { } known
            ? $" ± {Figure.Number(known, 2)} (standard deviation of the last {course.DeviationEpochs} epochs around their trend)"
            : "";
        var loss = course.IsValidated
            ? $"{Figure.Fixed(last.Training.Total, 2)} on the training rows, {Figure.Fixed(last.Validation!.Total, 2)}{deviation} on the validation rows"
            : $"{Figure.Fixed(last.Training.Total, 2)}{deviation} on the training rows; there were no validation rows";
        return $"{Figure.Count(course.History.Epochs.Count, "epoch")}, the best is {course.History.BestEpoch}{Kept(course)}. Last loss: {loss}.";
    }

    private static string Kept(TrainingCourse course) =>
        course.KeptEpoch is not { } kept ? ""
        : kept == course.History.BestEpoch ? ", whose weights the model has"
        : $"; the model has the weights of epoch {kept}";

    private static Html Table(VaeEpoch epoch)
    {
        IReadOnlyList<Html> Line(string rows, VaeLoss loss) =>
            [
                Html.Escape(rows),
                Html.Escape(Figure.Fixed(loss.Total, 2)),
                Html.Escape(Figure.Fixed(loss.Reconstruction, 2)),
                Html.Escape(Figure.Fixed(loss.Kl, 2)),
            ];
        List<IReadOnlyList<Html>> lines = [Line("training", epoch.Training)];
        if (epoch.Validation is { } validation)
        {
            lines.Add(Line("validation", validation));
        }

        return Blocks.Table(
            [("rows", false), ("loss", true), ("reconstruction", true), ("KL", true)],
            lines,
            "The losses of the only epoch, in nats per row"
        );
    }
}
