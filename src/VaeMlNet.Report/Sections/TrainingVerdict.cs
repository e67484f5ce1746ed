namespace VaeMlNet.Report;

/// <summary>Judges the training: whether it converged, and whether the model learned more than the mean of each column.</summary>
internal static class TrainingVerdict
{
    /// <summary>Judges the training of a model of rows.</summary>
    public static Verdict Judge(ReportFacts facts, ReportCommands commands)
    {
        if (facts.Model.Manifest.Training is { Convergence: VaeConvergence.Collapsed } training)
        {
            return OfCollapse(training, commands.IsOfImages ? null : commands.Of("compare", "--train=TRAIN.csv"));
        }

        var verdict = OfConvergence(facts.Training);
        var kl = facts.Latents.Sum(latent => latent.Kl);
        var active = facts.Latents.Count(latent => latent.IsActive);
        return verdict with
        {
            Sentence =
                $"{verdict.Sentence} {(active == 0 ? "None" : active)} of {Figure.Count(facts.Latents.Count, "latent")} {(active == 1 ? "is" : "are")} used, with {Figure.Number(kl, 3)} nats of KL divergence per row.",
            Sections = [.. verdict.Sections, ("latents", "Use of each latent")],
        };
    }

    /// <summary>Judges the training of a model of time series.</summary>
    public static Verdict Judge(VaeModel model) =>
        model.Manifest.Training switch
        {
            { Convergence: VaeConvergence.Collapsed } training => OfCollapse(training, comparison: null),
            { Convergence: VaeConvergence.Limited } training => new(
                VerdictGrade.Good,
                $"The training had {Figure.Count(training.Epochs, "epoch")}. More would learn so few windows by heart.",
                [("training", "Training")]
            ),
            _ => OfConvergence(TrainingCourse.Of(model)),
        };

    /// <summary>Judges whether the training converged.</summary>
    public static Verdict OfConvergence(TrainingCourse? course)
    {
        (string, string)[] sections = [("training", "Training")];
        if (course is not { HasCurves: true })
        {
            return new(
                VerdictGrade.Unknown,
                course is null
                    ? "It is not known whether the training converged, because the folder has no history."
                    : "The training had one epoch, which does not show whether it converged.",
                sections,
                course is null ? Html.Empty : Html.Format($"train again with more epochs, such as {Epochs(20)}.")
            );
        }

        var count = course.History.Epochs.Count;
        var loss = course.IsValidated ? "validation loss" : "training loss";
        var last = $"in the last {Figure.Count(course.LastCount, "epoch")} of {Figure.Count(count)}, the {loss} fell";
        var fell =
            $"{last} by {Figure.Number(course.LastDecrease, 3)} nats, {Figure.Percent(course.LastDecreaseShare)} of its whole decrease.";
        return course.Overfits
                ? new(
                    VerdictGrade.Fair,
                    $"The model overfits: its validation loss is {Figure.Number(course.IncreaseAfterBest, 3)} nats above that of epoch {course.History.BestEpoch}.",
                    sections,
                    Html.Format($"train again with {Epochs(course.History.BestEpoch)}.")
                )
            : course.StillFalls
                ? new(
                    VerdictGrade.Fair,
                    $"The training has not converged: {fell}",
                    sections,
                    Html.Format($"train again with twice as many epochs, {Epochs(2 * count)}.")
                )
            : new(
                VerdictGrade.Good,
                $"The training has converged: {(course.LastDecrease <= 0 ? $"{last} no further." : fell)}",
                sections
            );
    }

    /// <summary>Judges a model that has collapsed.</summary>
    /// <param name="training">The training.</param>
    /// <param name="comparison">The command that compares the model with simple methods; null where there is none.</param>
    private static Verdict OfCollapse(VaeTrainingSummary training, Html? comparison) =>
        new(
            VerdictGrade.Poor,
            $"The model has collapsed: its latents tell next to nothing about a row ({Figure.Number(training.Kl, 2)} nats of KL divergence"
                + (
                    training.RelativeError is { } error
                        ? $", and an error of {Figure.Fixed(error, 2)} of that of the mean of each column"
                        : ""
                )
                + ").",
            [("training", "Training"), ("latents", "Use of each latent")],
            Html.Format(
                $"do not rely on its expected and drawn values, which are close to means. {(comparison is { } command ? Html.Format($"See whether a simple method is better with {command}, or train") : Html.Format($"Train"))} again with a lower weight of KL, such as <code>--beta={Math.Min(0.1, training.Beta / 10):0.###}</code>, or with more rows."
            )
        );

    private static Html Epochs(int count) => Html.Format($"<code>--epochs={count}</code>");
}
